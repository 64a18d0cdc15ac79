import * as z from 'zod/mini';
import { recipientKey } from '../fulfil-request/contract.ts';
import { collectionId, errorName, requestId } from '../gather-data/contract.ts';

/**
 * What the workflow `privacy-request` hands to each step and gets back. The definition beside this file and the
 * functions behind its steps share it, and so do the tests. Ids only: execution history keeps inputs and outputs for
 * 90 days, so no personal data may pass here.
 *
 * The request in DynamoDB owns its state; the workflow only asks for the position and acts. Every step may therefore
 * be called twice, or by a second execution, and must then answer as the first time without doing its work again.
 */

export const privacyRequestInput = z.strictObject({ requestId });
export type PrivacyRequestInput = z.infer<typeof privacyRequestInput>;

/** Step Functions starts one execution per name, so starting the same attempt twice starts it once. */
export function executionName(request: string, attempt: number): string {
  return `${request}-${attempt}`;
}

/**
 * Where the workflow has to go on:
 * `verify` identity not decided · `gather` a collection has no outcome yet · `holds` every collection ended, not yet in
 * review · `review` staff decide · `approval` a second person decides · `fulfil` approved, no package recorded yet ·
 * `waiting_period` a deletion can still be taken back · `erase` stores have to be changed · `erasure_by_hand` people erase and
 * correct where no system reaches ·
 * `parked` a step failed for good and staff have not pressed Retry · `done` nothing left for the workflow.
 */
export const phase = z.enum([
  'verify',
  'gather',
  'holds',
  'review',
  'approval',
  'fulfil',
  'waiting_period',
  'erase',
  'erasure_by_hand',
  'parked',
  'done',
]);
export type Phase = z.infer<typeof phase>;

export const readPosition = {
  payload: z.strictObject({ requestId }),
  /** `status` is the request's status word (docs/glossary.md), for who reads the history. */
  result: z.strictObject({ phase, status: z.string().check(z.minLength(1)) }),
};
export type Position = z.infer<typeof readPosition.result>;

/**
 * verify-identity records its own decision. `accepted`: the request may gather. `no_data_needed`: accepted, and nothing
 * is to be gathered. `staff_needed`: recorded as such, and
 * answered again as long as staff have not decided. `ended`: the request is over (refused, withdrawn, not verified).
 */
export const verifyIdentity = {
  payload: z.strictObject({ requestId }),
  result: z.strictObject({ outcome: z.enum(['accepted', 'no_data_needed', 'staff_needed', 'ended']) }),
};
export type VerifyIdentityResult = z.infer<typeof verifyIdentity.result>;

/** check-holds records on the request what it found. Access goes on under a hold; `held` is for who reads the history. */
export const checkHolds = {
  payload: z.strictObject({ requestId }),
  result: z.strictObject({ held: z.boolean() }),
};
export type CheckHoldsResult = z.infer<typeof checkHolds.result>;

/** prepare-review records what it proposes and notes; `proposed`, redactions, is for who reads the history. */
export const prepareReview = {
  payload: z.strictObject({ requestId }),
  result: z.strictObject({ proposed: z.boolean() }),
};
export type PrepareReviewResult = z.infer<typeof prepareReview.result>;

/** build-package only builds: the same request and findings give the same `packageId`. Recording is record-progress's. */
export const buildPackage = {
  payload: z.strictObject({ requestId }),
  result: z.strictObject({
    packageId: z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/)),
    bytes: z.int().check(z.positive()),
  }),
};
export type BuildPackageResult = z.infer<typeof buildPackage.result>;

/** What only the workflow knows, written to the request by record-progress. */
export const progress = z.discriminatedUnion('kind', [
  /** Every collection has an outcome and holds are checked: the request goes into review. */
  z.strictObject({ kind: z.literal('gathering_finished') }),
  /** A gatherer kept failing; `error` is the error's name. Staff can retry the collection alone. */
  z.strictObject({ kind: z.literal('collection_failed'), collection: collectionId, error: errorName }),
  /** An eraser kept failing; `error` is the error's name. Staff's Retry erases the collection again. */
  z.strictObject({ kind: z.literal('erasure_failed'), collection: collectionId, error: errorName }),
  /** A recipient could not be reached, or understood, in all attempts; `error` is the error's name. It holds nothing up. */
  z.strictObject({ kind: z.literal('recipient_not_told'), recipient: recipientKey, error: errorName }),
  /**
   * The erasing has ended: the request completes, or waits for what people erase; unless a collection failed, and that is
   * then not recorded.
   */
  z.strictObject({ kind: z.literal('erasure_finished') }),
  /** The package is in the exports bucket: the member is told and the request completes. */
  z.strictObject({ kind: z.literal('package_built'), ...buildPackage.result.shape }),
  /** A step kept failing; `step` is its state's name. The request waits until staff press Retry. */
  z.strictObject({ kind: z.literal('parked'), step: z.string().check(z.regex(/^[A-Za-z]{1,80}$/)), error: errorName }),
]);
export type Progress = z.infer<typeof progress>;

export const recordProgress = {
  payload: z.strictObject({ requestId, progress }),
  /** `false`: the request had moved on (withdrawn, recorded before), so nothing was written. */
  result: z.strictObject({ recorded: z.boolean() }),
};
export type RecordProgressPayload = z.infer<typeof recordProgress.payload>;

/** What is waited for: staff's identity decision, review, a second person's approval, the waiting period, what people erase, Retry. */
export const wait = z.enum(['identity', 'review', 'approval', 'waiting_period', 'erasure_by_hand', 'parked']);
export type Wait = z.infer<typeof wait>;

/**
 * await-person keeps the token beside the request, or, if that wait is already over (decided, withdrawn, expired),
 * sends it back at once. A token is a credential: stored, never logged. Its own return value is not looked at.
 */
export const awaitPerson = {
  payload: z.strictObject({ requestId, wait, taskToken: z.string().check(z.minLength(1), z.maxLength(2048)) }),
};
export type AwaitPersonPayload = z.infer<typeof awaitPerson.payload>;

/** The output to send with SendTaskSuccess. It carries no decision: the workflow reads the position again. */
export const waitOver = { over: true } as const;
