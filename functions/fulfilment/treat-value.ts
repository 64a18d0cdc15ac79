import { hash } from 'node:crypto';
import { bytesNeeded, type Leaf, randomLike } from './random-like.ts';
import type { FieldTreatment, ValueSources } from './store-eraser.ts';

/** What a hash looks like: it says that it is one, and so is not hashed again. */
export const HASHED = /^(?:sha256|hmac):[0-9a-f]{64}$/;

/**
 * The value of a field after its treatment; null, absent and empty ones have nothing to hide and stay. Treating the
 * result gives the result. Lists, sets and objects are treated item by item.
 *
 * @param place names the field of the record in the whole company; what `random` depends on beside the value's shape
 */
export async function treatValue(
  value: unknown,
  treatment: FieldTreatment,
  place: string,
  sources: ValueSources,
): Promise<unknown> {
  if (treatment.to === 'null') return null;
  if (treatment.to === 'value') return treatment.value;
  return eachLeaf(value, place, async (leaf, at) => {
    if (treatment.to === 'random') return randomLike(leaf, await sources.randomBytes(at, bytesNeeded(leaf)));
    const text = leaf instanceof Uint8Array ? Buffer.from(leaf).toString('base64') : String(leaf);
    if (text === '' || HASHED.test(text)) return leaf;
    return treatment.to === 'hash' ? `sha256:${hash('sha256', text, 'hex')}` : `hmac:${await sources.keyedHash(text)}`;
  });
}

/** What a treatment writes depends on what it finds. */
export function dependsOnValue(treatment: FieldTreatment): boolean {
  return treatment.to === 'value' ? treatment.ifNow !== undefined : treatment.to !== 'null';
}

async function eachLeaf(
  value: unknown,
  at: string,
  treat: (leaf: Leaf, at: string) => Promise<unknown>,
): Promise<unknown> {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value))
    return Promise.all(value.map((item: unknown, index) => eachLeaf(item, `${at}\0${index}`, treat)));
  if (value instanceof Set)
    return new Set(await Promise.all([...value].map((item: unknown) => eachLeaf(item, at, treat))));
  if (typeof value === 'object' && !(value instanceof Uint8Array)) {
    const members = Object.entries(value).map(
      async ([name, member]: [string, unknown]) => [name, await eachLeaf(member, `${at}\0${name}`, treat)] as const,
    );
    return Object.fromEntries(await Promise.all(members));
  }
  return treat(value as Leaf, at);
}
