import { createHmac } from 'node:crypto';
import type { KeyedHash } from '../identity/index.ts';
import { type RecordKeyHash, recordKeyHash } from './record-keys.ts';
import type { ValueSources } from './store-eraser.ts';
import { valueSources } from './value-sources.ts';

/**
 * What an eraser hashes with. One key for each use comes out of the key service, as the keyed hash of the use's name, and
 * is then used here: a call for each of a million records would cost more than all the rest.
 */
export function erasureHashes(keyedHash: KeyedHash) {
  const keys = new Map<string, Promise<string>>();
  const keyFor = (use: string): Promise<string> => {
    const known = keys.get(use) ?? keyedHash.of('erasure', use);
    keys.set(use, known);
    // A failure is not remembered.
    known.catch(() => keys.delete(use));
    return known;
  };
  return {
    recordKeys: async (): Promise<RecordKeyHash> => recordKeyHash(await keyFor('record keys')),
    sources: valueSources(async (text) =>
      createHmac('sha256', await keyFor('values'))
        .update(text)
        .digest('hex'),
    ) satisfies ValueSources,
  };
}

export type ErasureHashes = ReturnType<typeof erasureHashes>;
