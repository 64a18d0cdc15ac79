import { accepted, type Result, refused } from '../shared/result.ts';
import { collectionsEnded } from './collections-ended.ts';
import { type Change, waiting } from './evolve-collections.ts';
import type { CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import { type CompanyStanding, closedStatuses, type RequestState } from './request-state.ts';
import { closesCompany, grantedRights } from './right-kinds.ts';

/**
 * Whether the company has to be counted once more before an approved cancellation is carried out: colleagues may have gone
 * since. Not where staff noted that it is closed, and not once the cancellation has begun.
 */
export function needsRecount(state: RequestState): boolean {
  const { company, erasing } = state;
  return (
    company !== undefined &&
    !company.closed &&
    !erasing?.startedAt &&
    grantedRights(state).includes('account_cancellation')
  );
}

/** Whether what is read is read for that count: it is approved, and nothing was carried out yet. */
export function isRecounted({ erasing }: Pick<RequestState, 'erasing'>): boolean {
  return erasing !== undefined && erasing.startedAt === undefined;
}

/**
 * What follows from the count: the cancellation begins, or it is stopped, and staff decide anew, because it would mean
 * something else for the company than what they approved. While a source could not be read neither happens.
 */
export function decideRecounted(state: RequestState): Result<readonly RequestEvent[], CommandRefusal> {
  const unread = collectionsEnded(state, ['waiting']);
  if (unread.length > 0) return refused({ code: 'collections_unfinished', collections: unread });
  if (collectionsEnded(state, ['failed', 'by_hand']).length > 0) return accepted([{ type: 'GatheringFinished' }]);
  return accepted([{ type: state.company?.changed ? 'CancellationStopped' : 'ErasureStarted' }]);
}

/** The standing of the company by a new count, compared with the one that was approved. */
export function recounted(state: RequestState, standing: CompanyStanding): NonNullable<RequestState['company']> {
  const { company } = state;
  if (!isRecounted(state) || !company) return standing;
  const closes = closesCompany({ company: standing });
  const changed = company.changed || standing.needsHandover || closes !== closesCompany(state);
  return changed ? { ...standing, changed: true } : standing;
}

/** The accounts are read anew, and what they say is compared with the standing that was approved. */
export function recounting(state: RequestState, accounts: string): Change {
  const gathering = state.gathering + 1;
  const collections = { ...state.collections, ...waiting([accounts], gathering, state.collections) };
  const again = { status: 'gathering_data', gathering, waitingFor: undefined, collections } as const;
  if (!state.company) return again;
  const { changed: _, ...company } = state.company;
  return { ...again, company };
}

/**
 * Whether a cancellation is being carried out, from its count until systems have erased all they can: another one of the
 * same company is not counted meanwhile. A turn that was lost comes back with a later gathering only.
 */
export function hasCompanyTurn({ status, erasing, waitingFor }: RequestState): boolean {
  if (closedStatuses.has(status) || !erasing || waitingFor === 'erasure_by_hand') return false;
  return erasing.startedAt !== undefined || status === 'gathering_data';
}
