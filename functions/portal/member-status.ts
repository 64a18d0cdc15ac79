import {
  asksForDeletion,
  closedStatuses,
  grantedPart,
  isAnsweredInWords,
  isChangeRight,
  isNoted,
  needsHandover,
  type RecordedEvent,
  type RequestState,
  type Right,
  refusedRights,
} from '../requests/index.ts';
import type { Words } from './words.ts';

/** A request's status in members' words. A legal hold and a parked step are ours to deal with: never shown. */
export type MemberStatus = keyof Words['statuses'];

export function memberStatus(asked: RequestState, now: string): MemberStatus {
  // Before the answer, what staff think of single rights does not show.
  const state = asked.closedAt === undefined && !asked.erasing ? asked : grantedPart(asked);
  switch (state.status) {
    case 'awaiting_confirmation':
      return now <= state.confirmBy ? 'confirm_email' : 'not_verified';
    case 'verifying_identity':
      return state.identityQuestion ? 'checking_identity_by_hand' : 'checking_identity';
    case 'gathering_data':
      // Approved; its company is just being counted again.
      return state.erasing ? 'deletion_approved' : 'working';
    case 'awaiting_member':
      return 'asked';
    case 'in_review':
    case 'awaiting_approval':
    case 'fulfilling':
      if (isAnsweredInWords(state.rights)) return 'reading';
      // Also in review again: the rest of a deletion that has begun.
      if (!state.erasing) return state.rights.every(isNoted) ? 'deciding' : 'checking_reply';
      if (!asksForDeletion(state.rights) && state.changes) {
        return state.status === 'fulfilling' ? 'changing' : 'checking_reply';
      }
      if (!asksForDeletion(state.rights)) return 'noting';
      return state.erasing.startedAt ? 'deleting' : 'deletion_approved';
    case 'completed':
      if (state.rights.includes('account_cancellation')) return 'cancelled';
      if (state.rights.includes('deletion')) return 'deleted';
      if (hasFile(state, now)) return 'ready';
      if (isAnsweredInWords(state.rights)) return 'answered';
      if (state.changes) return 'changed';
      return state.erasing && !state.package ? 'noted' : 'done';
    case 'partly_completed':
      return (state.changes || refusedRights(asked).length > 0) && !asksForDeletion(state.rights)
        ? 'partly_changed'
        : 'partly_done';
    case 'refused':
      return 'refused';
    case 'withdrawn':
      return 'withdrawn';
    case 'closed_unverified':
      return 'not_verified';
    case 'duplicate':
      return 'duplicate';
  }
}

/** Whether there is a file that can still be downloaded. */
export function hasFile(state: RequestState, now: string): boolean {
  return !!state.package && state.status !== 'withdrawn' && !state.exportDeletedAt && now <= state.package.expiresAt;
}

/** Whether a request can still be taken back: what erasing has begun can't. */
export function canWithdraw(state: RequestState): boolean {
  return isOpen(state) && !state.erasing?.startedAt;
}

export function waitsForMember(state: RequestState): boolean {
  const { status } = state;
  return (
    status === 'awaiting_confirmation' || status === 'awaiting_member' || (isStopped(state) && needsHandover(state))
  );
}

/** Whether an approved cancellation was stopped, because the company had changed, and is not approved anew. */
export function isStopped({ company, erasing }: RequestState): boolean {
  return company?.changed === true && !erasing;
}

export function isOpen(state: RequestState): boolean {
  return !closedStatuses.has(state.status);
}

export type ShownEvent = keyof Words['events'];

/**
 * The history as members may see it, oldest first: what happened to their request, not how staff came to it. A step
 * taken again (a collection read once more) is told once.
 */
export function shownEvents(
  history: readonly RecordedEvent[],
  words: Words,
): readonly { readonly type: ShownEvent; readonly at: string }[] {
  const told = new Set<ShownEvent>();
  const first = history[0]?.event;
  const ask = first?.type === 'RequestSubmitted' ? first.ask : undefined;
  const refused = new Set<Right>();
  for (const { event } of history) {
    if (event.type === 'RightRefused') refused.add(event.right);
    if (event.type === 'RightGranted') refused.delete(event.right);
  }
  const carriedOut = (ask?.rights ?? []).filter((right) => !refused.has(right));
  return history.flatMap(({ event, at }) => {
    const type = shownAs(event.type, carriedOut);
    if (type === undefined || !isShown(type, words)) return [];
    if (ask?.erasure?.approvals === 0 && byStaff.has(type)) return [];
    if (told.has(type) && !again.has(type)) return [];
    told.add(type);
    return [{ type, at }];
  });
}

/** Told each time. */
const again: ReadonlySet<ShownEvent> = new Set([
  'DownloadReleased',
  'DeletionDone',
  'ChangesReturned',
  'CancellationStopped',
  'ChangesMade',
  'ClarificationAsked',
  'ClarificationReminded',
  'ClarificationReceived',
  'MessageSent',
  'FollowUpNoted',
  'MessageReceived',
  'ClarificationClosed',
  'LawCorrected',
]);

/** What a choice that nobody has to agree to goes through without anybody. */
const byStaff: ReadonlySet<ShownEvent> = new Set(['GatheringPlanned', 'GatheringFinished', 'AnswerApproved']);

/** What ends a request is told as what was then done for it; of a copy alone, it was told that it is there. */
function shownAs(type: string, asked: readonly Right[]): string | undefined {
  if (type !== 'RequestCompleted' && type !== 'RequestPartlyCompleted') return type;
  if (asksForDeletion(asked)) return 'DeletionDone';
  if (asked.some(isChangeRight)) return 'ChangesMade';
  return asked.some(isNoted) ? 'ChoicesNoted' : undefined;
}

function isShown(type: string, words: Words): type is ShownEvent {
  return Object.hasOwn(words.events, type);
}
