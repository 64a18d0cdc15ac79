import type { Readable } from 'node:stream';
import type { CollectionBinding } from '../shared/organisation.ts';

/**
 * One store of the company. Reading is all it promises today; erasing, correcting and suppressing will be methods of
 * their own beside `find`, so that a function holding a connector for reading is given nothing that writes.
 * Every connector passes `test/integration/connectors/store-connector.contract.ts`.
 */
export interface StoreConnector {
  /** Most values one query may hold, all criteria together. */
  readonly valuesAtOnce: number;
  /**
   * Every record that meets at least one of the criteria, page by page, never whole in memory. A record may come more
   * than once (it met two criteria); who reads tells them apart by primary key. A page may be empty: it says how far a
   * search has come. Values are compared as text and always sent as parameters, never as part of a query.
   *
   * @throws StoreRefusal when trying again would not help; StoreUnavailable when it might
   */
  find(query: FindQuery, page: PageRequest): AsyncIterable<FoundPage>;
  /** Opens the object a record of a collection with format `object` describes; S3 only. */
  readonly openObject?: (collection: CollectionBinding, record: StoredRecord) => Promise<OpenedObject>;
}

export interface FindQuery {
  readonly collection: CollectionBinding;
  /** At least one; a record meets the query when it meets any. `everything`: all there is, which costs as much. */
  readonly criteria: readonly Criterion[] | 'everything';
  /** A hint: a connector may leave out records outside, and must not leave out others. */
  readonly period?: Period;
}

/** The field equals one of the values. */
export interface Criterion {
  readonly field: string;
  readonly values: readonly string[];
  /** For email addresses. DynamoDB cannot: there the stored key must be lower case, as the values are. */
  readonly ignoreCase?: boolean;
}

/** Instants (ISO, UTC), `from` inclusive, `to` exclusive. */
export interface Period {
  readonly from?: string;
  readonly to?: string;
}

export interface PageRequest {
  readonly pageSize: number;
  /** From an earlier page of the same query: goes on behind it. */
  readonly cursor?: string;
}

/** JSON values by the store's own field names. */
export type StoredRecord = Readonly<Record<string, unknown>>;

export interface FoundPage {
  readonly records: readonly StoredRecord[];
  /** S3: where each record was read from, in the order of `records`. */
  readonly places?: readonly ObjectPlace[];
  /** Where to go on behind this page; absent on the last. */
  readonly cursor?: string;
}

export interface ObjectPlace {
  readonly object: string;
  readonly etag: string;
  /** An older version of the object, kept by a bucket with versioning. */
  readonly version?: string;
}

export interface OpenedObject {
  readonly body: Readable;
  readonly size: number;
}

/** Why asking a store again would not help. Codes only: a store's own message may quote data. */
export type RefusalReason =
  | 'collection_missing'
  | 'store_refused'
  | 'record_unreadable'
  /** Another record refers to the one to be deleted, and would go with it or be left without it. */
  | 'still_referenced'
  /** The store does not let a field be empty. */
  | 'not_nullable'
  /** A new value does not fit the field's type or rules. */
  | 'value_not_accepted'
  /** A field of the primary key was to be changed. */
  | 'key_field';

/** The store answered, and its answer is no. */
export class StoreRefusal extends Error {
  override readonly name = 'StoreRefusal';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(reason);
    this.reason = reason;
  }
}

/** The store did not answer, or said it cannot now. The message is a code or class name of the driver, never its text. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** Name or code of a driver's error, safe to show. */
export function faultCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return /^[\w.-]{1,64}$/.test(code) ? code : 'unknown';
}
