import { addMonths } from '../deadlines/index.ts';
import { addDays, dayInZone, startOfDay } from '../shared/days.ts';
import { isPreserved } from './preservation.ts';
import { isHeldBack } from './queue.ts';
import { closedStatuses, type RequestState } from './request-state.ts';

/**
 * The instant from which the record of a closed request is no longer kept: when the day is over that lies the policy's and
 * the law's months after the day it closed. Undefined while it is open, and while a legal hold keeps a part of it back or a law keeps
 * what was refused.
 */
export function recordEndsAt(state: RequestState): string | undefined {
  const { status, closedAt, recordMonths, timeZone } = state;
  if (closedAt === undefined || !closedStatuses.has(status)) return undefined;
  if (isHeldBack(state) || isPreserved(state)) return undefined;
  const lastDay = addMonths(dayInZone(closedAt, timeZone), recordMonths);
  return startOfDay(addDays(lastDay, 1), timeZone);
}
