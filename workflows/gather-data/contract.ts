import * as z from 'zod/mini';

/**
 * What the workflow `gather-data` hands to each step and gets back. The definition beside this file and the
 * functions behind its steps share it, and so do the tests. Ids and counts only: execution history keeps inputs
 * and outputs for 90 days, so no personal data may pass here.
 */

/** A request's own id (never its reference or anything a person typed). */
export const requestId = z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/));

/** A collection of the data map, `<dataset>.<collection>`. */
export const collectionId = z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,120}$/));

/** The literal `name` of an error, never its message: a message may quote data. */
export const errorName = z.string().check(z.regex(/^[A-Za-z0-9_$.]{1,128}$/));

const named = z.string().check(z.minLength(1));

export const gatherDataInput = z.strictObject({ requestId });
export type GatherDataInput = z.infer<typeof gatherDataInput>;

/** plan-gathering: which collections are still without an outcome, in the order references allow. */
export const planGathering = {
  payload: z.strictObject({ requestId }),
  result: z.strictObject({
    /**
     * Waves in order; what is in one wave may be read at the same time. A collection that already ended is not in it,
     * so a plan made after a crash carries on. No waves: everything has ended. A wave is never empty.
     */
    waves: z.array(
      z.array(z.strictObject({ collection: collectionId, store: named, gatherer: named })).check(z.minLength(1)),
    ),
  }),
};
export type GatheringPlan = z.infer<typeof planGathering.result>;

/**
 * A gatherer (one function per store): reads one collection, writes findings and references to the exports bucket and
 * records the outcome in the request itself, so an answer that gets lost loses nothing.
 */
export const gatherCollection = {
  payload: z.strictObject({ requestId, collection: collectionId }),
  result: z.strictObject({
    /**
     * `found`, `nothing`: read to its end and recorded. `more`: stopped between pages before its own timeout and
     * recorded where it stands; called again with the same payload it goes on there. `failed`: it recorded the failure
     * itself and calling again would not help. `by_hand`: a person has to look, and the request says so. Anything else is thrown, retried by the workflow, and in the end
     * recorded as failed by record-progress.
     */
    outcome: z.enum(['found', 'nothing', 'more', 'failed', 'by_hand']),
    /** Records found so far. */
    count: z.optional(z.int().check(z.nonnegative())),
  }),
};
export type GatherCollectionPayload = z.infer<typeof gatherCollection.payload>;
export type GatherCollectionResult = z.infer<typeof gatherCollection.result>;
