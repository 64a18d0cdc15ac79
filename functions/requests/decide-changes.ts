import { accepted, type Result, refused } from '../shared/result.ts';
import { changesToCarryOut, erasesBesides, isChangeRight, undecidedChanges } from './asked-changes.ts';
import { grantsNothing } from './decide-right.ts';
import type { Command, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import { closedStatuses, type RequestState } from './request-state.ts';
import { asksForDeletion, grantedRights } from './right-kinds.ts';

/** Commands of staff about the single changes that were asked for. */
export type ChangeCommand = Extract<Command, { readonly type: 'decide_change' | 'view_changes' }>;

/** Each change is decided by itself, as often as staff think again, until it is in the store. */
export function decideChanges(
  state: RequestState,
  command: ChangeCommand,
): Result<readonly RequestEvent[], CommandRefusal> {
  const no = refused<CommandRefusal>({ code: 'not_allowed_now', command: command.type, status: state.status });
  const { changes = [] } = state;
  if (command.type === 'view_changes') {
    return changes.length > 0 && state.confirmedAt ? accepted([{ type: 'ChangesViewed' }]) : no;
  }
  const { type: _, ...decided } = command;
  const known = changes.find(({ id }) => id === decided.change);
  if (!known) return refused({ code: 'unknown_change', change: decided.change });
  if (state.status !== 'in_review' || known.outcome === 'done') return no;
  return accepted([{ type: 'ChangeDecided', ...decided }]);
}

/** Why an answer cannot be approved yet for the sake of single changes and rights; undefined when it can. */
export function changesObstacle(state: RequestState): CommandRefusal | undefined {
  const undecided = undecidedChanges(state).length;
  if (undecided > 0) return { code: 'changes_undecided', undecided };
  // Refusing all of it is a refusal: with its own reasons, and with a second person.
  if (!grantsNothing(state)) return undefined;
  return { code: state.rights.every(isChangeRight) ? 'changes_all_refused' : 'rights_all_refused' };
}

/** Whether approving this answer has something changed in the stores. */
export function writesStores(state: RequestState): boolean {
  if (!state.erasure) return false;
  return erasesBesides(state) || changesToCarryOut(state).length > 0;
}

/**
 * Changes that go back to staff because the records had moved on meanwhile. Beside a deletion there is nothing to decide
 * on any more: what they were about is gone.
 */
export function staleChanges(state: RequestState): readonly string[] {
  if (closedStatuses.has(state.status) || asksForDeletion(grantedRights(state))) return [];
  return (state.changes ?? []).filter(({ outcome }) => outcome === 'stale').map(({ id }) => id);
}
