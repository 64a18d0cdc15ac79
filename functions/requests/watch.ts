import { addDays, dayInZone, daysLeft, startOfDay } from '../shared/days.ts';
import type { RequestEvent } from './request-events.ts';
import { closedStatuses, type RequestState } from './request-state.ts';

/**
 * The watch over an open request's due date. What staff are told, and when, follows from the state alone: a sweep that was
 * missed, doubled or cut short changes nothing in the end, and another due date starts anew.
 */

/** Days before the due date on which staff are reminded. */
export const reminderDays = [7, 3, 1] as const;
export type ReminderDays = (typeof reminderDays)[number];

/** What the watch has said about one due date. */
export interface Watch {
  /** Plain ISO date. */
  readonly due: string;
  /** The last reminder. */
  readonly reminded?: ReminderDays;
  /** Office day on which staff were last told that it is overdue. */
  readonly escalatedOn?: string;
}

/** What the watch has to say by now: at most one thing, the most urgent. */
export function watchEvents(state: RequestState, now: string): readonly RequestEvent[] {
  if (!isWatched(state)) return [];
  const { replyBy: due, timeZone } = state;
  const { reminded, escalatedOn } = saidOf(state);
  const left = daysLeft(due, now, timeZone);
  if (left < 0) {
    const on = dayInZone(now, timeZone);
    if (escalatedOn === undefined) return [{ type: 'DeadlineMissed', due, on }];
    return on < nextEscalation(state, escalatedOn) ? [] : [{ type: 'EscalationRepeated', due, on }];
  }
  // A reminder that was missed is not made up for: the next one says more.
  const days = reminderDays.findLast((threshold) => left <= threshold);
  return days === undefined || (reminded !== undefined && reminded <= days)
    ? []
    : [{ type: 'ReminderSent', due, days }];
}

/** The instant from which the watch has something to say, ISO in UTC; undefined when it never will. */
export function nextWatch(state: RequestState): string | undefined {
  if (!isWatched(state)) return undefined;
  const { replyBy: due, timeZone } = state;
  const { reminded, escalatedOn } = saidOf(state);
  if (escalatedOn !== undefined) return startOfDay(nextEscalation(state, escalatedOn), timeZone);
  const days = reminderDays.find((threshold) => reminded === undefined || threshold < reminded);
  return startOfDay(addDays(due, -(days ?? -1)), timeZone);
}

/** The first office day on which staff are told again: the next one, but not the day on which somebody acted or the day after. */
function nextEscalation({ actedAt, timeZone }: RequestState, escalatedOn: string): string {
  const days = [addDays(escalatedOn, 1), ...(actedAt === undefined ? [] : [addDays(dayInZone(actedAt, timeZone), 2)])];
  return days.toSorted().at(-1) ?? escalatedOn;
}

/** What was held back and goes on after its hold was answered in time; no period runs for the rest. */
function isWatched({ status, erasing }: RequestState): boolean {
  return status !== 'awaiting_confirmation' && !closedStatuses.has(status) && erasing?.finishedAt === undefined;
}

function saidOf({ watch, replyBy }: RequestState): Omit<Watch, 'due'> {
  return watch?.due === replyBy ? watch : {};
}
