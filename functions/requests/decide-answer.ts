import { accepted, type Result, refused } from '../shared/result.ts';
import { allRefused, erasesBesides } from './asked-changes.ts';
import { collectionsEnded } from './collections-ended.ts';
import { changesObstacle, writesStores } from './decide-changes.ts';
import { erasesFrom } from './decide-erasure.ts';
import { refusesRights } from './decide-right.ts';
import type { Command, CommandContext, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import type { RequestState } from './request-state.ts';
import {
  asksForCopy,
  asksForDeletion,
  grantedRights,
  isAnsweredInWords,
  needsHandover,
  reasonFits,
  wantsWords,
} from './right-kinds.ts';

/** Commands of staff that answer a request: the answer or its refusal, and what a second person says of it. */
export type AnswerCommand = Extract<
  Command,
  {
    readonly type:
      | 'approve'
      | 'approve_answer'
      | 'return_answer'
      | 'propose_refusal'
      | 'approve_refusal'
      | 'return_refusal';
  }
>;

/** Nothing is answered before all of it is looked through and decided, and nobody approves what they proposed. */
export function decideAnswer(
  state: RequestState,
  command: AnswerCommand,
  { now, actor }: CommandContext,
): Result<readonly RequestEvent[], CommandRefusal> {
  const { status, decision } = state;
  const no = refused<CommandRefusal>({ code: 'not_allowed_now', command: command.type, status });
  const nothing = accepted<readonly RequestEvent[]>([]);
  const one = (event: RequestEvent) => accepted<readonly RequestEvent[]>([event]);
  switch (command.type) {
    case 'approve': {
      if (decision?.kind === 'approve') return nothing;
      if (status !== 'in_review' || isAnsweredInWords(state.rights)) return no;
      const obstacle = approvalObstacle(state);
      if (obstacle) return refused(obstacle);
      return one(takesTwo(state) ? { type: 'AnswerProposed' } : approval(state, now));
    }
    case 'approve_answer':
    case 'return_answer':
      if (decision?.kind !== 'approve') return no;
      if (command.type === 'approve_answer' && decision.approvedBy) return nothing;
      if (status !== 'awaiting_approval') return no;
      if (actor.kind !== 'staff') return refused({ code: 'role_required', roles: ['approver'] });
      if (command.type === 'return_answer') return one({ type: 'AnswerReturned', words: command.words });
      if (decision.by === actor.id) return refused({ code: 'same_person' });
      return one(approval(state, now));

    case 'propose_refusal':
      if (status !== 'in_review' || hasWritten(state) || isAnsweredInWords(state.rights)) return no;
      if (isUnanswered(state)) return refused({ code: 'complaint_unanswered' });
      if (!reasonFits(command.reason, state)) return refused({ code: 'reason_not_applicable', reason: command.reason });
      return one({ type: 'RefusalProposed', reason: command.reason, words: command.words });

    case 'approve_refusal':
    case 'return_refusal':
      if (command.type === 'approve_refusal' && status === 'refused') return nothing;
      if (status !== 'awaiting_approval' || decision?.kind !== 'refuse') return no;
      if (actor.kind !== 'staff') return refused({ code: 'role_required', roles: ['approver'] });
      if (command.type === 'approve_refusal' && decision.by === actor.id) return refused({ code: 'same_person' });
      return command.type === 'approve_refusal'
        ? one({ type: 'RefusalApproved' })
        : one({ type: 'RefusalReturned', words: command.words });
  }
}

/** Why an answer cannot be approved yet; undefined when it can. */
function approvalObstacle(state: RequestState): CommandRefusal | undefined {
  if (isUnanswered(state)) return { code: 'complaint_unanswered' };
  if (needsHandover(state)) return { code: 'handover_needed' };
  const open = collectionsEnded(state, ['waiting', 'failed', 'by_hand']);
  if (open.length > 0) return { code: 'collections_unfinished', collections: open };
  const { undecided = 0 } = state.redactions ?? {};
  if (undecided > 0 && asksForCopy(grantedRights(state))) return { code: 'redactions_undecided', undecided };
  return changesObstacle(state);
}

function isUnanswered({ rights, complaintAnswer }: RequestState): boolean {
  return wantsWords(rights) && !complaintAnswer;
}

/**
 * What changes stores, unless the policy lets one person decide; and an answer that refuses a right, or every change asked
 * for.
 */
function takesTwo(state: RequestState): boolean {
  const erases = state.erasure !== undefined && state.erasure.approvals === undefined;
  return erases || refusesRights(state) || allRefused(state);
}

/**
 * What an approval does now. Only a deletion waits for the member to take it back; the rest after a legal hold does not wait
 * again, since it can't be taken back any more.
 */
export function approval(state: RequestState, now: string): RequestEvent {
  const { erasure, erasing } = state;
  if (!erasure || !writesStores(state)) return { type: 'AnswerApproved' };
  const waits = !erasing && asksForDeletion(grantedRights(state));
  return { type: 'AnswerApproved', eraseFrom: erasesFrom(waits ? erasure.waitingDays : 0, now) };
}

/** What is in the stores can't be refused any more. */
function hasWritten(state: RequestState): boolean {
  if (!state.erasing) return false;
  return erasesBesides(state) || (state.changes ?? []).some(({ outcome }) => outcome === 'done');
}
