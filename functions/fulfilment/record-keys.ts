import { createHmac } from 'node:crypto';
import { type StoredRecord, valueAt } from '../discovery/index.ts';
import type { CollectionBinding } from '../shared/organisation.ts';

/** Bytes of one keyed hash: half an HMAC-SHA-256, which RFC 2104 (section 5) still calls safe. */
export const keyHashBytes = 16;

/**
 * Names records without saying which: a keyed hash of collection and primary key, the same in every request, so that a
 * record that comes back (a restored backup) is recognised.
 * @param key secret; who has it can test a guess, who has not learns nothing
 */
export function recordKeyHash(key: string): RecordKeyHash {
  return (collection, record) => {
    const identity = [collection.id, ...collection.primaryKey.map((name) => String(valueAt(record, name)))];
    return createHmac('sha256', key).update(JSON.stringify(identity)).digest().subarray(0, keyHashBytes);
  };
}

export type RecordKeyHash = (collection: CollectionBinding, record: StoredRecord) => Uint8Array;

/** The hashes of a receipt, one by one, in hex. */
export function* keyHashesIn(joined: Uint8Array): Iterable<string> {
  for (let from = 0; from < joined.length; from += keyHashBytes)
    yield Buffer.from(joined.subarray(from, from + keyHashBytes)).toString('hex');
}
