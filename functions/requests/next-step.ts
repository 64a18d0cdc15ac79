import { closedStatuses, type RequestState } from './request-state.ts';
import { needsHandover, wantsWords } from './right-kinds.ts';
import { lookupsByHand } from './work-by-hand.ts';

/** What must happen next, as a code; screens and mails hold the sentence. */
export type NextStep =
  | 'member_confirms'
  | 'system_verifies'
  | 'decide_identity'
  | 'system_gathers'
  | 'retry_failed'
  | 'look_by_hand'
  | 'review_and_decide'
  | 'answer_complaint'
  | 'member_answers'
  | 'settle_company'
  | 'approve_answer'
  | 'approve_refusal'
  | 'system_builds'
  | 'waiting_period'
  | 'system_erases'
  | 'erase_by_hand'
  | 'retry_parked'
  | 'read_reply'
  | 'nothing';

/** Who has to act. */
export type WaitingOn = 'staff' | 'member' | 'system' | 'nobody';

/** What must happen next, and who has to do it. */
export function nextStep(state: RequestState): { readonly next: NextStep; readonly waitingOn: WaitingOn } {
  if (closedStatuses.has(state.status)) {
    return state.repliedAt === undefined
      ? { next: 'nothing', waitingOn: 'nobody' }
      : { next: 'read_reply', waitingOn: 'staff' };
  }
  if (state.parked) return { next: 'retry_parked', waitingOn: 'staff' };
  switch (state.status) {
    case 'awaiting_confirmation':
      return { next: 'member_confirms', waitingOn: 'member' };
    case 'verifying_identity':
      return state.identityQuestion
        ? { next: 'decide_identity', waitingOn: 'staff' }
        : { next: 'system_verifies', waitingOn: 'system' };
    case 'gathering_data':
      return { next: 'system_gathers', waitingOn: 'system' };
    case 'in_review': {
      const failed = Object.values(state.collections).some(({ outcome }) => outcome === 'failed');
      const unanswered = wantsWords(state.rights) && !state.complaintAnswer;
      if (failed) return { next: 'retry_failed', waitingOn: 'staff' };
      if (lookupsByHand(state).length > 0) return { next: 'look_by_hand', waitingOn: 'staff' };
      if (!unanswered && needsHandover(state)) return { next: 'settle_company', waitingOn: 'staff' };
      return { next: unanswered ? 'answer_complaint' : 'review_and_decide', waitingOn: 'staff' };
    }
    case 'awaiting_member':
      return { next: 'member_answers', waitingOn: 'member' };
    case 'awaiting_approval':
      return { next: state.decision?.kind === 'approve' ? 'approve_answer' : 'approve_refusal', waitingOn: 'staff' };
    default:
      if (state.waitingFor === 'waiting_period') return { next: 'waiting_period', waitingOn: 'system' };
      if (state.waitingFor === 'erasure_by_hand') return { next: 'erase_by_hand', waitingOn: 'staff' };
      return { next: state.erasing?.startedAt ? 'system_erases' : 'system_builds', waitingOn: 'system' };
  }
}
