import type { Change } from './evolve-collections.ts';
import { needsRecount } from './recount-company.ts';
import type { RequestState } from './request-state.ts';

/**
 * Erasing that need not wait begins as soon as the copy, if one was asked for, is there. Where a company is counted once
 * more, the sweep has it counted when the waiting period, of no days perhaps, is over.
 */
export function beginErasing(
  before: RequestState,
  copyIsThere: boolean,
  erasing: NonNullable<RequestState['erasing']>,
  at: string,
): Change {
  if (!copyIsThere) return { erasing, waitingFor: undefined };
  if (erasing.from > at || needsRecount(before)) return { erasing, waitingFor: 'waiting_period' };
  return { erasing: { ...erasing, startedAt: at }, waitingFor: undefined };
}
