import type { RecordedEvent, RequestEvent } from './request-events.ts';
import { closedStatuses, type RequestState, type RequestStatus } from './request-state.ts';

/** The request that a complaint or an appeal is about. */
export interface FollowedRequest {
  readonly requestId: string;
  readonly reference: string;
  /** Members of staff who decided it: somebody else answers. */
  readonly decidedBy: readonly string[];
}

/** A complaint or an appeal about a request. */
export interface FollowUp {
  readonly requestId: string;
  readonly reference: string;
  readonly right: FollowUpRight;
}

export type FollowUpRight = 'complaint' | 'appeal';

/** About one request; whoever is still not satisfied goes to the authority or to court. */
const mostFollowUps = 3;

const ends: ReadonlySet<RequestStatus> = new Set(['completed', 'partly_completed', 'refused', 'closed_unverified']);

/** Whether a member can complain of how a request was answered: of an answer to a complaint about it only outside. */
export function canFollowUp({ status, confirmedAt, follows, followUps = [] }: RequestState): boolean {
  return ends.has(status) && confirmedAt !== undefined && !follows && followUps.length < mostFollowUps;
}

/**
 * An appeal where the law gives a time for one and what was asked was not, or not all, done; else a complaint.
 *
 * @param law of the request: its clocks of single rights
 */
export function followUpRightOf(
  { status }: RequestState,
  law: { readonly rights: readonly { readonly rights: readonly string[] }[] },
): FollowUpRight {
  const denied = status !== 'completed' && closedStatuses.has(status);
  return denied && law.rights.some(({ rights }) => rights.includes('appeal')) ? 'appeal' : 'complaint';
}

const decisions: ReadonlySet<RequestEvent['type']> = new Set([
  'IdentityNotVerified',
  'ChangeDecided',
  'ComplaintAnswered',
  'RightRefused',
  'AnswerProposed',
  'AnswerApproved',
  'RefusalProposed',
  'RefusalApproved',
  'ClosedAsDuplicate',
]);

/** Everybody of staff who took part in deciding a request. */
export function decidersOf(history: readonly RecordedEvent[]): readonly string[] {
  const deciders = history.flatMap(({ event, actor }) =>
    decisions.has(event.type) && actor.kind === 'staff' ? [actor.id] : [],
  );
  return [...new Set(deciders)].toSorted();
}
