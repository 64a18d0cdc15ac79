import { closedStatuses, type MailItem, openQuestion, type RequestState } from '../requests/index.ts';
import { daysLeft } from '../shared/days.ts';

/** Whether what a reminder, word of progress or a mail to staff would say is no longer so: its request was closed, decided, extended, read or given to another meanwhile. */
export function isOvertaken(
  state: RequestState,
  { milestone, to = [] }: Pick<MailItem, 'milestone' | 'to'>,
  now: string,
): boolean {
  if (milestone === 'clarification_reminder') return !openQuestion(state);
  if (milestone === 'verification_reminder') return state.status !== 'awaiting_confirmation';
  if (milestone === 'progress') return closedStatuses.has(state.status) || openQuestion(state) !== undefined;
  if (to.length === 0) return false;
  // Members write after the end too.
  if (milestone === 'staff_reply_received') return state.repliedAt === undefined;
  if (closedStatuses.has(state.status)) return true;
  const left = daysLeft(state.replyBy, now, state.timeZone);
  switch (milestone) {
    case 'staff_due_soon':
      return left < 0 || left > 7 || state.paused !== undefined;
    case 'staff_overdue':
      return left >= 0 || state.paused !== undefined;
    case 'staff_extension_closing':
      return state.extension !== undefined || left < 0 || noticeDaysLeft(state, now) < 0;
    case 'staff_question_unanswered':
      return !openQuestion(state);
    case 'staff_approval_needed':
      return state.status !== 'awaiting_approval';
    case 'staff_assigned':
      return !to.some((one) => 'staff' in one && one.staff === state.assignee);
    default:
      return false;
  }
}

function noticeDaysLeft({ extensionNoticeBy, timeZone }: RequestState, now: string): number {
  return extensionNoticeBy === undefined ? -1 : daysLeft(extensionNoticeBy, now, timeZone);
}
