import type { CollectionBinding } from '../shared/organisation.ts';
import type { ErasureClaim } from './erasure-claims.ts';
import { keyHashesIn, type RecordKeyHash } from './record-keys.ts';
import type { FieldTreatment, TreatedRecord, Treatment } from './store-eraser.ts';

type Claimed = Pick<ErasureClaim, 'deleted' | 'changed' | 'treatments'>;

/** What a claim says of the records that are to be treated: which they are, by keyed hash, and how. */
export function claimedTreatments(
  collection: CollectionBinding,
  todo: readonly TreatedRecord[],
  keyOf: RecordKeyHash,
): Claimed {
  const deleted: Uint8Array[] = [];
  const alike = new Map<string, { readonly fields: Readonly<Record<string, FieldTreatment>>; keys: Uint8Array[] }>();
  for (const { located, treatment } of todo) {
    if (treatment.kind === 'keep') continue;
    const key = keyOf(collection, located.record);
    if (treatment.kind === 'delete') deleted.push(key);
    else {
      const shape = JSON.stringify(treatment.fields);
      const same = alike.get(shape) ?? { fields: treatment.fields, keys: [] };
      same.keys.push(key);
      alike.set(shape, same);
    }
  }
  return {
    deleted: Buffer.concat(deleted),
    changed: Buffer.concat([...alike.values()].flatMap(({ keys }) => keys)),
    treatments: [...alike.values()].map(({ fields, keys }) => ({ records: keys.length, fields })),
  };
}

/** The same read back: each record's keyed hash, in hex, and how it was treated. */
export function* treatmentsIn({ deleted, changed, treatments }: Claimed): Iterable<readonly [string, Treatment]> {
  for (const key of keyHashesIn(deleted)) yield [key, { kind: 'delete' }];
  const keys = keyHashesIn(changed)[Symbol.iterator]();
  for (const { records, fields } of treatments) {
    const treatment = { kind: 'change', fields } as const;
    for (let left = records; left > 0; left--) {
      const { value, done } = keys.next();
      if (!done) yield [value, treatment];
    }
  }
}
