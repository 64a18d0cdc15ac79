import { accepted, type Result, refused } from '../shared/result.ts';
import type { Command, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import type { NoticeOutcome, RequestState } from './request-state.ts';

/** Commands that tell recipients of an erasure; only the system gives them. */
export type NoticeCommand = Extract<Command, { readonly type: 'list_recipients' | 'record_notice' | 'record_answer' }>;

const answers: ReadonlySet<NoticeOutcome> = new Set(['completed', 'cancelled']);

/**
 * Recipients are told once everything is erased and before the request closes (GDPR Art. 19); what they answer counts
 * whenever it comes, but the first answer stands.
 */
export function decideNotices(
  state: RequestState,
  command: NoticeCommand,
): Result<readonly RequestEvent[], CommandRefusal> {
  const no = refused<CommandRefusal>({ code: 'not_allowed_now', command: command.type, status: state.status });
  const nothing = accepted<readonly RequestEvent[]>([]);
  const { erasing } = state;
  if (!erasing?.startedAt) return no;
  if (command.type === 'list_recipients') {
    if (erasing.recipients) return nothing;
    if (state.status !== 'fulfilling') return no;
    const unfinished = Object.entries(erasing.collections).filter(([, { outcome }]) => outcome !== 'erased');
    if (unfinished.length > 0) {
      return refused({ code: 'collections_unfinished', collections: unfinished.map(([id]) => id).sort() });
    }
    const { byRequest, byHand } = command;
    return accepted([{ type: 'RecipientsListed', byRequest, byHand }]);
  }
  const known = erasing.recipients?.[command.recipient];
  if (!known) return refused({ code: 'unknown_recipient', recipient: command.recipient });
  if (command.type === 'record_notice') {
    const { type: _, ...notice } = command;
    if (known.outcome !== 'waiting') return nothing;
    return state.status === 'fulfilling' ? accepted([{ type: 'RecipientTold', ...notice }]) : no;
  }
  // It may answer before its receipt is recorded here, and after we gave it up.
  if (answers.has(known.outcome)) return nothing;
  if (known.outcome === 'by_hand') return no;
  return accepted([{ type: 'RecipientAnswered', recipient: command.recipient, outcome: command.outcome }]);
}
