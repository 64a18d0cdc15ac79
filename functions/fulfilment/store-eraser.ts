import type { FindQuery, ObjectPlace, PageRequest, StoredRecord } from '../discovery/index.ts';
import type { CollectionBinding } from '../shared/organisation.ts';

/**
 * One store of the company, to be written. Only functions that carry out a decision hold one.
 * Every eraser passes `test/integration/connectors/store-eraser.contract.ts`.
 */
export interface StoreEraser {
  /** Most values one query may hold, all criteria together. */
  readonly valuesAtOnce: number;
  /** Every record the query meets, with all mapped fields and its place. Semantics and faults of `StoreConnector.find`. */
  locate(query: FindQuery, page: PageRequest): AsyncIterable<LocatedPage>;
  /**
   * Carries the treatments out on the records handed in and on no others. New values are computed from what the store
   * holds now, under a lock or a condition, and a record that is gone is not brought back. Doing it again changes
   * nothing; after a fault, part may be done, and doing it again ends the same.
   *
   * A record handed in twice counts once, and the gentler of its treatments holds; kept ones are not counted.
   *
   * @throws StoreRefusal when trying again would not help, and then the store says why: `still_referenced`,
   *   `not_nullable`, `value_not_accepted`, `key_field` (a primary key cannot be changed); StoreUnavailable when it might
   */
  apply(collection: CollectionBinding, treated: readonly TreatedRecord[]): Promise<Applied>;
}

/**
 * What becomes of one field. Empty, absent and null values stay as they are but for `value`.
 * - `null`: NULL or null where the store has such a thing, else the field goes (DynamoDB) or its cell is empty (CSV)
 * - `hash`: `sha256:` and the SHA-256 in hex; of each item of a list and of each member of an object
 * - `hmac`: `hmac:` and a keyed hash, likewise
 * - `random`: a value of the same type and shape that says nothing of the one before; the same each time for one field
 *   of one record
 * - `value`: the value given, if the field still holds `ifNow` (JSON, null also for absent) where that is said
 */
export type FieldTreatment =
  | { readonly to: 'null' }
  | { readonly to: 'hash' }
  | { readonly to: 'hmac' }
  | { readonly to: 'random' }
  | { readonly to: 'value'; readonly value: string | number | boolean | null; readonly ifNow?: unknown };

/** What becomes of one record. `fields` by name as in the data map, none of them of the primary key. */
export type Treatment =
  | { readonly kind: 'keep' }
  | { readonly kind: 'delete' }
  | { readonly kind: 'change'; readonly fields: Readonly<Record<string, FieldTreatment>> };

export interface LocatedRecord {
  readonly record: StoredRecord;
  /** S3: the object it was read from. */
  readonly place?: ObjectPlace;
}

export interface LocatedPage {
  readonly records: readonly LocatedRecord[];
  /** Where to go on behind this page; absent on the last. */
  readonly cursor?: string;
}

export interface TreatedRecord {
  readonly located: LocatedRecord;
  readonly treatment: Treatment;
}

export interface Applied {
  readonly deleted: number;
  readonly changed: number;
  /** Gone already, or already as wanted. */
  readonly unchanged: number;
  /** Moved on since they were located: locate again. Nothing was done to them. */
  readonly stale: readonly LocatedRecord[];
}

/** Where values come from that are not in the records. */
export interface ValueSources {
  /** A hash that nobody can make without the key; hex. */
  keyedHash(text: string): Promise<string>;
  /** Bytes that nobody can foresee without the key, the same each time for one `place`; more begin with the fewer. */
  randomBytes(place: string, length: number): Promise<Uint8Array>;
}
