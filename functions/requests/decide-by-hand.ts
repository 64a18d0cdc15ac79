import { accepted, type Result, refused } from '../shared/result.ts';
import { changeNotDue, changesToCarryOut } from './asked-changes.ts';
import type { Command, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import type { RequestState } from './request-state.ts';

/** What people did in sources that no system reaches; only staff give these. */
export type ByHandCommand = Extract<
  Command,
  { readonly type: 'hand_in_collection' | 'attest_collection' | 'attest_erasure' }
>;

/**
 * A source that people look through is handed in or attested while the request is in review, and again when somebody
 * thinks again. What they erase is attested once, when it is due, with what became of every single change due there.
 */
export function decideByHand(
  state: RequestState,
  command: ByHandCommand,
): Result<readonly RequestEvent[], CommandRefusal> {
  const no = refused<CommandRefusal>({ code: 'not_allowed_now', command: command.type, status: state.status });
  const { collection } = command;
  if (command.type === 'attest_erasure') {
    const { type: _, ...done } = command;
    const known = state.erasing?.collections[collection];
    if (!known) return refused({ code: 'unknown_collection', collection });
    if (state.status !== 'fulfilling' || known.outcome !== 'by_hand') return no;
    const { changes = {} } = command;
    const change = changeNotDue(state, collection, changes);
    if (change !== undefined) return refused({ code: 'unknown_change', change });
    const unattested = changesToCarryOut(state, collection).filter(({ id }) => !(id in changes));
    if (unattested.length > 0) return refused({ code: 'changes_unattested', changes: unattested.map(({ id }) => id) });
    return accepted([{ type: 'CollectionErased', outcome: 'erased', ...done }]);
  }
  const known = state.collections[collection];
  if (!known) return refused({ code: 'unknown_collection', collection });
  if (state.status !== 'in_review' || state.erasing || known.due === undefined) return no;
  if (command.type === 'hand_in_collection') {
    const { submission, records } = command;
    return accepted([{ type: 'CollectionHandedIn', collection, submission, records }]);
  }
  const { outcome, words } = command;
  if (known.outcome === outcome && outcome === 'nothing') return accepted([]);
  return accepted([{ type: 'CollectionAttested', collection, outcome, ...(words ? { words } : {}) }]);
}
