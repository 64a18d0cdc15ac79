import { daysAfter } from '../shared/days.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { changeNotDue, fallsShort } from './asked-changes.ts';
import { staleChanges } from './decide-changes.ts';
import { refusesRights } from './decide-right.ts';
import { needsRecount } from './recount-company.ts';
import type { Command, CommandContext, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import type { RequestState } from './request-state.ts';
import { asksForDeletion, grantedRights } from './right-kinds.ts';
import { unreadSources } from './unread-sources.ts';

/** Commands that carry an approved deletion through the stores; only the system gives them. */
export type ErasureCommand = Extract<
  Command,
  { readonly type: 'start_erasure' | 'plan_erasure' | 'record_erasure' | 'finish_erasure' }
>;

/**
 * The rules of erasing: not before the waiting period is over, each collection with a stated outcome, and the request
 * closes only when none is missing or failed.
 */
export function decideErasure(
  state: RequestState,
  command: ErasureCommand,
  { now }: CommandContext,
): Result<readonly RequestEvent[], CommandRefusal> {
  const no = refused<CommandRefusal>({ code: 'not_allowed_now', command: command.type, status: state.status });
  const nothing = accepted<readonly RequestEvent[]>([]);
  const { erasing } = state;
  if (!erasing || state.status !== 'fulfilling') return erasing?.finishedAt ? nothing : no;
  if (command.type === 'start_erasure') {
    if (erasing.startedAt) return nothing;
    if (state.waitingFor !== 'waiting_period') return no;
    if (now < erasing.from) return refused({ code: 'too_early' });
    const { company } = state;
    return accepted([
      company && needsRecount(state)
        ? { type: 'CompanyRecountStarted', accounts: company.accounts }
        : { type: 'ErasureStarted' },
    ]);
  }
  if (!erasing.startedAt) return no;
  switch (command.type) {
    case 'plan_erasure': {
      const open = command.collections.filter((id) => (erasing.collections[id]?.outcome ?? 'failed') === 'failed');
      const byHand = Object.entries(command.byHand ?? {}).filter(([id]) => open.includes(id));
      const toPeople = byHand.length > 0 ? { byHand: Object.fromEntries(byHand) } : {};
      return open.length === 0 ? nothing : accepted([{ type: 'ErasurePlanned', collections: open, ...toPeople }]);
    }
    case 'record_erasure': {
      const { type: _, ...result } = command;
      const known = erasing.collections[command.collection];
      if (!known) return refused({ code: 'unknown_collection', collection: command.collection });
      if (known.outcome !== 'waiting') return nothing;
      const change = changeNotDue(state, command.collection, command.changes);
      if (change !== undefined) return refused({ code: 'unknown_change', change });
      return accepted([{ type: 'CollectionErased', ...result }]);
    }
    case 'finish_erasure': {
      const unfinished = Object.entries(erasing.collections).filter(([, { outcome }]) => outcome !== 'erased');
      if (unfinished.length > 0 && unfinished.every(([, { outcome }]) => outcome === 'by_hand')) {
        return state.waitingFor === 'erasure_by_hand' ? nothing : accepted([{ type: 'ErasureByHandAwaited' }]);
      }
      if (unfinished.length > 0 || Object.keys(erasing.collections).length === 0) {
        return refused({ code: 'collections_unfinished', collections: unfinished.map(([id]) => id).sort() });
      }
      const untold = Object.entries(erasing.recipients ?? {}).filter(([, { outcome }]) => outcome === 'waiting');
      if (untold.length > 0) {
        return refused({ code: 'recipients_untold', recipients: untold.map(([key]) => key).sort() });
      }
      const stale = staleChanges(state);
      if (stale.length > 0) return accepted([{ type: 'ChangesReturned', changes: stale }]);
      // A choice that was noted is all that was asked; of a deletion something may stay.
      const asked = asksForDeletion(grantedRights(state));
      const unread = unreadSources(state).length > 0;
      const stays = Object.values(erasing.collections).some(
        ({ changed, kept, held }) => asked && changed + kept + held > 0,
      );
      const short = refusesRights(state) || (state.changes && fallsShort(state));
      return accepted([{ type: stays || unread || short ? 'RequestPartlyCompleted' : 'RequestCompleted' }]);
    }
  }
}

/** When stores may be changed at the earliest, for a decision made at `now`: until then the member may take it back. */
export function erasesFrom(waitingDays: number, now: string): string {
  return daysAfter(now, waitingDays);
}
