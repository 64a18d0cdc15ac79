import * as z from 'zod/mini';
import { collectionId, requestId } from '../gather-data/contract.ts';

/**
 * What the workflow `fulfil-request` hands to each step and gets back. The definition beside this file and the
 * functions behind its steps share it, and so do the tests. Ids and counts only: execution history keeps inputs and
 * outputs for 90 days, so no personal data may pass here.
 */

const named = z.string().check(z.minLength(1));

export const fulfilRequestInput = z.strictObject({ requestId });
export type FulfilRequestInput = z.infer<typeof fulfilRequestInput>;

/** plan-erasure: which collections are still to be erased, and in which order. */
export const planErasure = {
  payload: z.strictObject({ requestId }),
  result: z.strictObject({
    /**
     * Waves in order: what was found through something goes before it, the account itself last. Within a wave all may be
     * erased at the same time. A collection that is done is not in it; one that failed before is. A wave is never empty.
     */
    waves: z.array(
      z.array(z.strictObject({ collection: collectionId, store: named, eraser: named })).check(z.minLength(1)),
    ),
  }),
};
export type ErasurePlan = z.infer<typeof planErasure.result>;

/** A recipient's key in the policy. */
export const recipientKey = z.string().check(z.regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$/));

/** list-recipients: who may have received what was erased, and is told of it by a request and not yet (GDPR Art. 19). */
export const listRecipients = {
  payload: z.strictObject({ requestId }),
  result: z.strictObject({ recipients: z.array(recipientKey) }),
};
export type ListedRecipients = z.infer<typeof listRecipients.result>;

/**
 * notify-recipient: tells one recipient and records the outcome in the request itself. Called again it sends the same
 * request under the same id, unless an outcome is recorded. What may pass by itself is thrown: `RecipientUnavailable`,
 * `RecipientUnintelligible`; the workflow tries again and in the end has it recorded as not told.
 */
export const notifyRecipient = {
  payload: z.strictObject({ requestId, recipient: recipientKey }),
  result: z.strictObject({ outcome: z.enum(['told', 'not_told']) }),
};
export type NotifyRecipientPayload = z.infer<typeof notifyRecipient.payload>;
export type NotifyRecipientResult = z.infer<typeof notifyRecipient.result>;

const count = z.int().check(z.nonnegative());

/**
 * An eraser (one function per store): carries the decision out in one collection, keeps a receipt of each batch and
 * records the outcome in the request itself, so an answer that gets lost loses nothing.
 */
export const eraseCollection = {
  payload: z.strictObject({ requestId, collection: collectionId }),
  result: z.strictObject({
    /**
     * `erased`: done, looked at again, and recorded. `more`: stopped between batches before its own timeout; called again
     * with the same payload it goes on there. `failed`: it recorded the failure itself and calling again would not help.
     * Anything else is thrown, retried by the workflow, and in the end recorded as failed by record-progress.
     */
    outcome: z.enum(['erased', 'more', 'failed']),
    /** Records, for who reads the history. */
    deleted: z.optional(count),
    changed: z.optional(count),
  }),
};
export type EraseCollectionPayload = z.infer<typeof eraseCollection.payload>;
export type EraseCollectionResult = z.infer<typeof eraseCollection.result>;
