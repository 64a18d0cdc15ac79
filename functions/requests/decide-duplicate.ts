import { accepted, type Result, refused } from '../shared/result.ts';
import type { Command, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import type { RequestState, RequestStatus } from './request-state.ts';

/** Before anybody decided. What was asked of the member need not be answered any more. */
const undecided: ReadonlySet<RequestStatus> = new Set([
  'verifying_identity',
  'gathering_data',
  'in_review',
  'awaiting_member',
]);

/** What answers nothing: nobody may be sent on to it. */
const unanswering: ReadonlySet<RequestStatus> = new Set([
  'awaiting_confirmation',
  'withdrawn',
  'closed_unverified',
  'duplicate',
]);

const answered: ReadonlySet<RequestStatus> = new Set(['completed', 'partly_completed', 'refused']);

/**
 * Closes a request because another one of the same confirmed address, open or answered, asks for all that it asks for. Takes
 * nobody's second opinion: whatever is asked is answered there.
 */
export function decideDuplicate(
  state: RequestState,
  { original }: Extract<Command, { readonly type: 'close_duplicate' }>,
): Result<readonly RequestEvent[], CommandRefusal> {
  if (state.status === 'duplicate' && state.duplicateOf?.requestId === original?.id) return accepted([]);
  // An appeal or a complaint about an answer is about that answer alone; what was written to stores stays written.
  if (!undecided.has(state.status) || state.erasing || state.follows)
    return refused({ code: 'not_allowed_now', command: 'close_duplicate', status: state.status });
  // Whether there is such a request of somebody else is nobody's business.
  const isOfMember =
    original !== undefined &&
    original.id !== state.id &&
    original.subjectKey === state.subjectKey &&
    original.confirmedAt !== undefined &&
    !unanswering.has(original.status);
  if (!isOfMember) return refused({ code: 'not_same_member' });
  const missing = state.rights.filter((right) => !original.rights.includes(right));
  if (missing.length > 0) return refused({ code: 'rights_not_covered', rights: missing });
  const { id, reference, status } = original;
  return accepted([
    { type: 'ClosedAsDuplicate', original: { requestId: id, reference, answered: answered.has(status) } },
  ]);
}
