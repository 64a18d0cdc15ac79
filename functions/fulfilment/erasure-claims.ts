import type { Result } from '../shared/result.ts';
import type { FieldTreatment } from './store-eraser.ts';

/**
 * Where permission to erase is given, batch by batch, and what was erased is kept as a receipt.
 * Every implementation passes `test/integration/fulfilment/erasure-claims.contract.ts`.
 */
export interface ErasureClaims {
  /**
   * Allows one batch, all or nothing: only while the holds are those that were read, the request is erasing this
   * collection, and the batch's number is free. A hold placed before the claim wins; one placed after comes too late for
   * this batch and is seen by the next.
   *
   * @throws Error named `Contended` when other claims got in the way too often; trying again helps
   */
  claim(claim: ErasureClaim): Promise<Result<void, ClaimRefusal>>;
  /** Notes that a claimed batch was carried out, and what the store said of it. */
  settle(batch: BatchKey, carriedOut: CarriedOut): Promise<void>;
  /** Number of the last batch ever claimed for a collection; 0 before the first. */
  lastBatch(requestId: string, collection: string): Promise<number>;
  /** In the order of their numbers. */
  receipts(requestId: string, collection: string): AsyncIterable<ErasureReceipt>;
}

export interface BatchKey {
  readonly requestId: string;
  readonly collection: string;
  /** From 1. */
  readonly batch: number;
}

export interface ErasureClaim extends BatchKey {
  /** Of the hold register that the batch was planned with. */
  readonly holdsVersion: number;
  /** Instant, ISO in UTC. */
  readonly at: string;
  /** Who acts: the part of the system. */
  readonly by: string;
  /** Id of the single change it is for; absent for an erasure. */
  readonly change?: string;
  /** Keyed hashes of the keys of records to be deleted, one behind the other (`record-keys.ts`). */
  readonly deleted: Uint8Array;
  /** Likewise of records of which fields are to be erased. */
  readonly changed: Uint8Array;
  /** How those are changed, in their order: so many of them this way, then the next. */
  readonly treatments: readonly ChangedAlike[];
}

/** Records of which the same fields are changed in the same way. Values are those of the policy, never of a record. */
export interface ChangedAlike {
  readonly records: number;
  readonly fields: Readonly<Record<string, FieldTreatment>>;
}

export interface CarriedOut {
  readonly at: string;
  readonly deleted: number;
  readonly changed: number;
  /** Gone already, or already as wanted. */
  readonly unchanged: number;
  /** Had moved on in the store, so nothing was done to them in this batch. */
  readonly stale: number;
}

/** A batch that was never settled was interrupted; what it left undone is in later batches. */
export interface ErasureReceipt extends ErasureClaim {
  readonly carriedOut?: CarriedOut;
}

export type ClaimRefusal =
  | { readonly code: 'holds_changed' }
  /** The request or the collection has moved on. */
  | { readonly code: 'not_erasing' }
  | { readonly code: 'batch_taken' };
