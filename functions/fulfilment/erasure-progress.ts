/** How far the erasing of one collection has come, kept between invocations. */
export interface ErasureProgress {
  load(requestId: string, collection: string): Promise<ErasureCheckpoint | undefined>;
  save(requestId: string, collection: string, checkpoint: ErasureCheckpoint): Promise<void>;
}

export interface ErasureCheckpoint {
  /** When the erasing it belongs to began; what a legal hold kept back is erased in one of its own. */
  readonly run: string;
  /** From 1. A pass goes through all that can be found; the last one finds nothing left to do. */
  readonly pass: number;
  /** Passes in a row that found work but got none of it done. */
  readonly idle: number;
  /** Queries done in this pass, and the cursor inside the one under way. */
  readonly query: number;
  readonly cursor?: string;
  /** `SeenKeys` of this pass, saved. */
  readonly seen: Uint8Array;
  readonly tally: PassTally;
}

/** What a pass has met so far, in records. */
export interface PassTally {
  /** To be deleted or changed, so not yet as wanted when met. */
  readonly left: number;
  /** Of those, deleted or changed now. */
  readonly done: number;
  /** Stays as it is, by the policy. */
  readonly kept: number;
  /** Stays because of a legal hold. */
  readonly held: number;
  /** Was claimed for deletion before and is there: a hold came between, or it came back. */
  readonly undeleted: number;
  /** Was claimed for a change before and is as it was, for the same reasons. */
  readonly unchanged: number;
  /** Held a random value already. */
  readonly random: number;
  /** Why the store refused some of it for good, as a code. */
  readonly refusal?: string;
}

export const emptyTally: PassTally = { left: 0, done: 0, kept: 0, held: 0, undeleted: 0, unchanged: 0, random: 0 };
