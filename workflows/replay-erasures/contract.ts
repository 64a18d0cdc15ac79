import * as z from 'zod/mini';
import { collectionId } from '../gather-data/contract.ts';

/**
 * What the workflow `replay-erasures` hands to each step and gets back: a store was restored from a backup, and what had
 * been erased from it is erased again. Names, dates and counts only, as in every execution history.
 */

const named = z.string().check(z.minLength(1));
const count = z.int().check(z.nonnegative());
/** Plain ISO date, a day at the office. */
const day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/));
/** ISO, in UTC. */
const instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));

export const replayErasuresInput = z.strictObject({
  /** Erasures carried out on this day or later are repeated. */
  since: day,
  /** Only counts; nothing is erased. */
  dryRun: z.boolean(),
});
export type ReplayErasuresInput = z.infer<typeof replayErasuresInput>;

/** What people erased where no system reaches: no receipt says of which records, so people look for them again. */
const erasedByHand = z.strictObject({
  /** Of the request. */
  reference: named,
  collection: collectionId,
});

/** Listed at most; an execution carries 256 KB. */
export const mostByHand = 1_000;

/** plan-replay: what there is to repeat, and in which order. */
export const planReplay = {
  payload: z.strictObject({ since: day }),
  result: z.strictObject({
    /** The first moment of the day at the office. */
    since: instant,
    /** Now: what is erased from here on is no part of this replay. */
    until: instant,
    /** Requests of which data was erased in between. */
    requests: count,
    /** Waves in order, as in `planErasure`; empty where no request is. */
    waves: z.array(
      z.array(z.strictObject({ collection: collectionId, store: named, eraser: named })).check(z.minLength(1)),
    ),
    byHand: z.array(erasedByHand).check(z.maxLength(mostByHand)),
    /** How many more there are than are listed. */
    byHandUnlisted: count,
  }),
};
export type ReplayPlan = z.infer<typeof planReplay.result>;

/** What came back in one collection and what became of it. Numbers are records. */
export const replayedCollection = z.strictObject({
  collection: collectionId,
  store: named,
  /** `failed`: some or all of what came back is still there; calling again would not help. */
  outcome: z.enum(['done', 'failed']),
  /** Erased before, and there again. */
  found: z.optional(count),
  /** In a dry run: what would be. */
  deleted: z.optional(count),
  changed: z.optional(count),
  /** Stays, because of a legal hold there is now. */
  held: z.optional(count),
  /** A code or the name of an error; only with `failed`. */
  reason: z.optional(named),
});
export type ReplayedCollection = z.infer<typeof replayedCollection>;

export const replayErasuresOutput = z.strictObject({
  since: instant,
  requests: count,
  collections: z.array(replayedCollection),
  byHand: z.array(erasedByHand),
  byHandUnlisted: count,
});
export type ReplayErasuresOutput = z.infer<typeof replayErasuresOutput>;

/** An eraser (one function per store), asked to repeat instead of to erase for a request. */
export const replayCollection = {
  payload: z.strictObject({
    /** Name of the execution; under it receipts and progress are kept. */
    replayId: z.string().check(z.regex(/^[\w-]{1,80}$/)),
    collection: collectionId,
    since: instant,
    until: instant,
    dryRun: z.boolean(),
  }),
  result: z.strictObject({
    /** `more`: stopped between pages before its own timeout; called again with the same payload it goes on there. */
    outcome: z.enum(['done', 'more', 'failed']),
    found: count,
    deleted: count,
    changed: count,
    held: count,
    reason: z.optional(named),
  }),
};
export type ReplayCollectionPayload = z.infer<typeof replayCollection.payload>;
export type ReplayCollectionResult = z.infer<typeof replayCollection.result>;
