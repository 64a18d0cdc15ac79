import { type StoredRecord, StoreRefusal } from '../discovery/index.ts';
import type { CollectionBinding } from '../shared/organisation.ts';
import type { TreatedRecord } from './store-eraser.ts';

export type TreatmentToApply = Exclude<TreatedRecord['treatment'], { kind: 'keep' }>;

/** A record to be written to, by its primary key. */
export interface KeyedRecord extends Pick<TreatedRecord, 'located'> {
  /** The values of the primary key in its order. */
  readonly key: readonly unknown[];
  readonly treatment: TreatmentToApply;
}

const GENTLENESS = { keep: 0, change: 1, delete: 2 } as const;

/**
 * What there is to do, each record once: where one came twice (it met two criteria) the gentler treatment holds.
 * By key as text, see `keyText`.
 *
 * @throws StoreRefusal `record_unreadable` for a record without its key, `key_field` for a change of one
 */
export function recordsByKey(
  collection: CollectionBinding,
  treated: readonly TreatedRecord[],
): ReadonlyMap<string, KeyedRecord> {
  const gentlest = new Map<string, TreatedRecord & { key: readonly unknown[] }>();
  for (const one of treated) {
    const key = keyOf(collection, one.located.record);
    const text = keyText(key);
    const other = gentlest.get(text);
    if (!other || GENTLENESS[one.treatment.kind] < GENTLENESS[other.treatment.kind])
      gentlest.set(text, { ...one, key });
  }
  const keyed = new Map<string, KeyedRecord>();
  for (const [text, { located, key, treatment }] of gentlest) {
    if (treatment.kind === 'keep') continue;
    if (treatment.kind === 'change' && collection.primaryKey.some((name) => Object.hasOwn(treatment.fields, name)))
      throw new StoreRefusal('key_field');
    keyed.set(text, { located, key, treatment });
  }
  return keyed;
}

function keyOf({ primaryKey }: CollectionBinding, record: StoredRecord): readonly unknown[] {
  return primaryKey.map((name) => {
    const value = record[name];
    if (value === undefined || value === null) throw new StoreRefusal('record_unreadable');
    return value;
  });
}

export function keyText(key: readonly unknown[]): string {
  return JSON.stringify(key.map(String));
}

/** Names a record in the whole company, see `treatValue`. */
export function placeOf(collection: CollectionBinding, keyAsText: string): string {
  return `${collection.id}\0${keyAsText}`;
}
