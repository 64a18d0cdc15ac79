import { daysAfter, endOfDay } from '../shared/days.ts';
import { isPreserved } from './preservation.ts';
import { isHeldBack } from './queue.ts';
import { recordEndsAt } from './record-retention.ts';
import { closedStatuses, type RequestState } from './request-state.ts';
import { nextWatch } from './watch.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A machine phase that has not moved for this long has lost its workflow. */
export const stalledAfterMs = hour;
/** Looked at a little later than that, so that what happens in between does not move the request in the index each time. */
const stalledRounding = 10 * minute;

/**
 * When the sweep must look at a request next, as an ISO instant; undefined when never.
 * Derived from the state alone, so a missed sweep heals itself.
 */
export function nextDue(state: RequestState): string | undefined {
  const [due] = [nextWork(state), nextWatch(state)].filter((instant) => instant !== undefined).toSorted();
  // What became due in the past, by a late confirmation or an earlier date, is put where the sweep still looks.
  return due !== undefined && due < state.changedAt ? state.changedAt : due;
}

/** When the system has something to do itself, whether or not anybody is to be told. */
export function nextWork(state: RequestState): string | undefined {
  if (state.status === 'awaiting_confirmation') return state.confirmBy;
  if (closedStatuses.has(state.status)) {
    if (state.recordErasedAt) return state.recordErasedAt;
    const [first] = [liftedFrom(state), nextOfClosed(state)].filter((instant) => instant !== undefined).toSorted();
    return first;
  }
  if (state.waitingFor === 'waiting_period' && !state.parked) return state.erasing?.from;
  if (state.waitingFor || state.parked) return undefined;
  const stalledAt = Date.parse(state.changedAt) + stalledAfterMs;
  return new Date(Math.ceil(stalledAt / stalledRounding) * stalledRounding).toISOString();
}

/** The instant from which an announced end of a restriction can be carried out. */
function liftedFrom({ lifting }: RequestState): string | undefined {
  return lifting?.startedAt === undefined ? lifting?.from : undefined;
}

function nextOfClosed(state: RequestState): string | undefined {
  if (isPreserved(state)) return nextOfPreserved(state);
  if (!state.exportDeletedAt) {
    if (state.package) return state.package.expiresAt;
    // What was found leads to what is still held.
    if (!isHeldBack(state) && Object.keys(state.collections).length > 0) return state.closedAt;
  }
  return recordEndsAt(state);
}

/** Days after which it is looked whether staff have ended a preservation that no date ends. */
const recourseDays = 7;

/** Held at once, looked at when the law's time is over; without one, now and then. */
function nextOfPreserved({ preservation, closedAt, changedAt, timeZone }: RequestState): string | undefined {
  const { matter, until } = preservation ?? {};
  if (matter === undefined) return closedAt;
  return until === undefined ? daysAfter(changedAt, recourseDays) : endOfDay(until, timeZone);
}
