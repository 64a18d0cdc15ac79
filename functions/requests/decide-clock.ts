import { dayInZone } from '../shared/days.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { attachmentsFull } from './decide-correspondence.ts';
import type { Command, CommandContext, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import { closedStatuses, type RequestState } from './request-state.ts';

type Decision = Result<readonly RequestEvent[], CommandRefusal>;
type ClockCommand = Extract<
  Command,
  { type: 'correct_law' | 'extend_deadline' | 'ask_member' | 'answer_question' | 'close_question' }
>;

/** The rules of what moves a request's dates: its law, an extension, and questions to the member. */
export function decideClock(state: RequestState, command: ClockCommand, context: CommandContext): Decision {
  const { status } = state;
  const no = refused<CommandRefusal>({ code: 'not_allowed_now', command: command.type, status });
  const one = (event: RequestEvent): Decision => accepted([event]);
  if (closedStatuses.has(status) || status === 'awaiting_confirmation') return no;
  const question = openQuestion(state);

  switch (command.type) {
    case 'correct_law': {
      const { type: _, ...law } = command;
      if (state.law === law.law && state.calendar === law.calendar) return accepted([]);
      return one({ type: 'LawCorrected', ...law });
    }

    case 'extend_deadline':
      return extend(state, command, context);

    case 'ask_member':
      if (status !== 'in_review' && !(status === 'verifying_identity' && state.identityQuestion)) return no;
      return one({
        type: 'ClarificationAsked',
        about: status === 'in_review' ? 'request' : 'identity',
        words: command.words,
      });

    case 'answer_question': {
      const { type: _, ...answer } = command;
      if (!question) return no;
      return attachmentsFull(state, answer.attachments) ?? one({ type: 'ClarificationReceived', ...answer });
    }

    case 'close_question':
      if (question) return one({ type: 'ClarificationClosed' });
      return (state.clarifications ?? []).length > 0 ? accepted([]) : no;
  }
}

/** The question that waits for the member's answer. */
export function openQuestion(state: RequestState): NonNullable<RequestState['clarifications']>[number] | undefined {
  return state.status === 'awaiting_member' ? state.clarifications?.at(-1) : undefined;
}

/** Once, and only while the first time runs and the member can still be told within it (GDPR Art. 12(3)). */
function extend(
  state: RequestState,
  command: Extract<Command, { type: 'extend_deadline' }>,
  { now }: CommandContext,
): Decision {
  const { extensionNoticeBy, extendedReplyBy, replyBy } = state;
  if (state.extension) return refused({ code: 'already_extended' });
  if (extensionNoticeBy === undefined) return refused({ code: 'no_extension_in_law' });
  const today = dayInZone(now, state.timeZone);
  if (today > replyBy) return refused({ code: 'deadline_passed', date: replyBy });
  if (today > extensionNoticeBy) return refused({ code: 'notice_window_over', date: extensionNoticeBy });
  const { type: _, until, ...reasons } = command;
  if (extendedReplyBy !== undefined) return accepted([{ type: 'DeadlineExtended', ...reasons }]);
  // The law sets no end, so staff name the day.
  if (until === undefined || until <= replyBy) return refused({ code: 'new_date_needed', after: replyBy });
  return accepted([{ type: 'DeadlineExtended', ...reasons, until }]);
}
