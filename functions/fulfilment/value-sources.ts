import { createHash } from 'node:crypto';
import type { ValueSources } from './store-eraser.ts';

/**
 * Both sources from one keyed hash, so that a treatment done again writes the same. Random bytes are SHAKE256 of a seed
 * (itself a keyed hash, asked for once) and the place: without the key they cannot be told from chance.
 */
export function valueSources(keyedHash: (text: string) => Promise<string>): ValueSources {
  let seed: Promise<string> | undefined;
  return {
    keyedHash: (text) => keyedHash(`value\0${text}`),
    async randomBytes(place, length) {
      seed ??= keyedHash('random');
      const drawn = await seed.catch((error: unknown) => {
        seed = undefined;
        throw error;
      });
      return createHash('shake256', { outputLength: length }).update(`${drawn}\0${place}`).digest();
    },
  };
}
