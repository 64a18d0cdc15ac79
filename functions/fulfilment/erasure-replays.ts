import type { Result } from '../shared/result.ts';
import type { CarriedOut, ErasureClaim } from './erasure-claims.ts';

/**
 * Where the repeating of erasures is allowed, batch by batch, and how far it has come.
 * Every implementation passes `test/integration/fulfilment/erasure-replays.contract.ts`.
 */
export interface ErasureReplays {
  /**
   * Allows one batch, all or nothing: only while the holds are those that were read, and the batch's number is free. A
   * hold placed before it wins.
   *
   * @throws Error named `Contended` when other claims got in the way too often; trying again helps
   */
  claim(claim: ReplayClaim): Promise<Result<void, { readonly code: 'holds_changed' | 'batch_taken' }>>;
  /** Notes that a claimed batch was carried out, and what the store said of it. */
  settle(batch: Pick<ReplayClaim, 'replayId' | 'collection' | 'batch'>, carriedOut: CarriedOut): Promise<void>;
  load(replayId: string, collection: string): Promise<ReplayCheckpoint | undefined>;
  /** @param forgetAt instant from which the checkpoint may be deleted: a store's cursor in it may quote data */
  save(replayId: string, collection: string, checkpoint: ReplayCheckpoint, forgetAt: string): Promise<void>;
}

/** The receipt of one batch that was erased once more; records of several requests may be in it. */
export interface ReplayClaim extends Omit<ErasureClaim, 'requestId'> {
  readonly replayId: string;
}

export interface ReplayCheckpoint {
  /** The keys of erased records are looked for in so many parts, of which this one is under way; from 0. */
  readonly parts: number;
  readonly part: number;
  /** Pages behind this one are still to be looked through; never kept once all is done. */
  readonly cursor?: string;
  /** Times this part was begun anew because records had moved on. */
  readonly again: number;
  /** Of the last batch. */
  readonly batch: number;
  readonly tally: ReplayTally;
  readonly isDone: boolean;
}

/** Numbers are records. */
export interface ReplayTally {
  readonly found: number;
  readonly deleted: number;
  readonly changed: number;
  readonly held: number;
  /** In this part: changed by somebody while they were looked at. */
  readonly stale: number;
  /** Why the store refused some of it for good, as a code. */
  readonly refusal?: string;
}
