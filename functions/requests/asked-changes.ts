import * as z from 'zod/mini';
import type { RefusalReason, RequestState, Right } from './request-state.ts';
import { asksForCopy, grantedRights, isAnsweredInWords } from './right-kinds.ts';

/** Rights that ask for single changes, on each of which staff decide by itself. */
export const changeRights = ['correction', 'listing_takedown'] as const satisfies readonly Right[];
export type ChangeRight = (typeof changeRights)[number];

export function isChangeRight(right: Right): right is ChangeRight {
  return changeRights.some((one) => one === right);
}

/** One change that was asked for, as far as it is not personal data: what was typed is sealed with the subject. */
export interface AskedChange {
  /** `c1`, `c2`, …: unique in the request. */
  readonly id: string;
  readonly right: ChangeRight;
  /** Of a correction: key of the category it is said to be about; absent when only described. */
  readonly category?: string;
  /** Of a take-down: the whole listing, or only the person to contact in it. */
  readonly extent?: 'listing' | 'contact';
}

/** What staff decide on one change: as asked, otherwise (another value, less than asked), or not at all. */
export const changeDecisions = ['accepted', 'otherwise', 'refused'] as const;

export interface ChangeDecision {
  readonly decision: (typeof changeDecisions)[number];
  /** Where it is written; absent when refused. */
  readonly collection?: string;
  readonly fields?: readonly string[];
  /** Why it is refused; only then. */
  readonly reason?: RefusalReason;
  /** Name of the sealed item with what is written and what staff say of it (`decidedChangeSchema`). */
  readonly sealed: string;
}

/**
 * What became of a change in the store. `done`: written, or it stood there already. `held`: the record stays as it is while
 * a legal hold covers it. `stale`: the record no longer held what staff saw, so nothing was written.
 */
export interface ChangeOutcome {
  readonly outcome: 'done' | 'held' | 'stale';
  /** Only `stale`: name of the sealed item with what is there instead (`foundInsteadSchema`). */
  readonly found?: string;
}

export interface ChangeProgress extends AskedChange, Partial<ChangeDecision>, Partial<ChangeOutcome> {
  /** Instant of the outcome. */
  readonly carriedOutAt?: string;
}

/** Changes staff still have to decide on, also because what they decided came too late. */
export function undecidedChanges({ changes = [] }: Pick<RequestState, 'changes'>): readonly ChangeProgress[] {
  return changes.filter(({ decision, outcome }) => decision === undefined || outcome === 'stale');
}

/** Changes that staff decided for and that are not in the store yet; of one collection, if it is given. */
export function changesToCarryOut(
  { changes = [] }: Pick<RequestState, 'changes'>,
  collection?: string,
): readonly ChangeProgress[] {
  return changes.filter(
    (change) =>
      change.decision !== undefined &&
      change.decision !== 'refused' &&
      (change.outcome === undefined || change.outcome === 'held') &&
      (collection === undefined || change.collection === collection),
  );
}

/** The first of these changes that is not one to carry out in the collection. */
export function changeNotDue(
  state: Pick<RequestState, 'changes'>,
  collection: string,
  outcomes: Readonly<Record<string, ChangeOutcome>> = {},
): string | undefined {
  const due = changesToCarryOut(state, collection);
  return Object.keys(outcomes).find((id) => !due.some((change) => change.id === id));
}

/** Whether something that was asked for is not done as it was asked. */
export function fallsShort({ changes = [] }: Pick<RequestState, 'changes'>): boolean {
  return changes.some(({ decision, outcome }) => decision !== 'accepted' || outcome !== 'done');
}

/** Whether every change that was asked for is refused; false when none was asked for. */
export function allRefused({ changes = [] }: Pick<RequestState, 'changes'>): boolean {
  return changes.length > 0 && changes.every(({ decision }) => decision === 'refused');
}

/** Whether the request changes stores by more than the single changes, whatever staff decide on those. */
export function erasesBesides(state: Pick<RequestState, 'rights' | 'rightRefusals' | 'erasure'>): boolean {
  return (
    state.erasure !== undefined &&
    grantedRights(state).some((right) => !isChangeRight(right) && !asksForCopy([right]) && !isAnsweredInWords([right]))
  );
}

/** What the data subject typed of one change. */
const typedChangeSchema = z.object({
  /** Of a correction: which data is meant, in their words. */
  description: z.optional(z.string()),
  /** What they say is there now. */
  present: z.optional(z.string()),
  /** What they say is right. */
  correct: z.optional(z.string()),
  /** What shows that it is right, or who they are in the listing. */
  evidence: z.optional(z.string()),
  /** Of a take-down: address or number of the listing. */
  listing: z.optional(z.string()),
});
export type TypedChange = z.infer<typeof typedChangeSchema>;

export const typedChangesSchema = z.record(z.string(), typedChangeSchema);
export type TypedChanges = z.infer<typeof typedChangesSchema>;

const storedValue = z.nullable(z.union([z.string(), z.number(), z.boolean()]));

/** What staff decided on one change. */
export const decidedChangeSchema = z.object({
  /** Id of the record among the findings. */
  finding: z.optional(z.string()),
  /** By field what is written; where `ifNow` is given, only while the field still holds that. */
  writes: z.optional(z.record(z.string(), z.object({ value: storedValue, ifNow: z.optional(z.unknown()) }))),
  /** For the data subject. */
  words: z.optional(z.string()),
});
export type DecidedChange = z.infer<typeof decidedChangeSchema>;

/** What a store held instead of what staff saw, by field; `gone` when the record was not found any more. */
export const foundInsteadSchema = z.object({
  gone: z.boolean(),
  values: z.record(z.string(), z.unknown()),
});
export type FoundInstead = z.infer<typeof foundInsteadSchema>;
