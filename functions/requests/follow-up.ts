import { addDays, dayInZone } from '../shared/days.ts';
import type { RightClock } from '../shared/law-profile.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
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

const ends: ReadonlySet<RequestStatus> = new Set([
  'completed',
  'partly_completed',
  'refused',
  'closed_unverified',
  'duplicate',
]);

/** Whether a member can complain of how a request was answered: of an answer to a complaint about it only outside. */
export function canFollowUp({ status, confirmedAt, follows, followUps = [] }: RequestState): boolean {
  return ends.has(status) && confirmedAt !== undefined && !follows && followUps.length < mostFollowUps;
}

/**
 * An appeal where the law gives a time for one and what was asked was not, or not all, done; else a complaint.
 *
 * @param law of the request: its clocks of single rights
 */
export function followUpRightOf({ status }: RequestState, law: LawOfFollowUps): FollowUpRight {
  const denied = status !== 'completed' && closedStatuses.has(status);
  return denied && clockOfAppeals(law) ? 'appeal' : 'complaint';
}

/** The last day on which an answer can be appealed against, a plain ISO date; undefined where the law ends that on no day. */
export function appealUntil(
  { closedAt, timeZone }: Pick<RequestState, 'closedAt' | 'timeZone'>,
  law: LawOfFollowUps | undefined,
): string | undefined {
  const days = law && clockOfAppeals(law)?.askedWithin?.days;
  return closedAt === undefined || days === undefined ? undefined : addDays(dayInZone(closedAt, timeZone), days);
}

/** What a member can do about an answer, and until which day, a plain ISO date, if the law ends that. */
export interface OpenFollowUp {
  readonly right: FollowUpRight;
  readonly until?: string;
}

export type FollowUpRefusal =
  | { readonly code: 'no_follow_up' }
  /** `until`: the plain ISO date of the day that was the last. */
  | { readonly code: 'too_late'; readonly until: string };

/** What a member can do about an answer now; whether an earlier complaint is still open is not asked here. */
export function openFollowUp(
  state: RequestState,
  law: LawOfFollowUps,
  now: string,
): Result<OpenFollowUp, FollowUpRefusal> {
  if (!canFollowUp(state)) return refused({ code: 'no_follow_up' });
  const right = followUpRightOf(state, law);
  const until = right === 'appeal' ? appealUntil(state, law) : undefined;
  if (until === undefined) return accepted({ right });
  return dayInZone(now, state.timeZone) > until ? refused({ code: 'too_late', until }) : accepted({ right, until });
}

/** Whether an appeal could have been made, but not any more. */
export function isAppealOver(state: RequestState, law: LawOfFollowUps | undefined, now: string): boolean {
  const open = law && openFollowUp(state, law, now);
  return open !== undefined && !open.ok && open.refusal.code === 'too_late';
}

/** The law's clocks of single rights. */
interface LawOfFollowUps {
  readonly rights: readonly Pick<RightClock, 'rights' | 'askedWithin'>[];
}

function clockOfAppeals({ rights: clocks }: LawOfFollowUps): LawOfFollowUps['rights'][number] | undefined {
  return clocks.find(({ rights }) => rights.includes('appeal'));
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
