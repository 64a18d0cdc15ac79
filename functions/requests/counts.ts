import { dayInZone, daysBetween } from '../shared/days.ts';
import { closedStatuses, type RequestState, type RequestStatus } from './request-state.ts';

/**
 * What a change adds to the counts that reports are made of, on a day of the office. Written with the change itself, so
 * reports read no requests.
 *
 * | name                                 | counts                                                             |
 * |--------------------------------------|--------------------------------------------------------------------|
 * | `received`, `received:<right>`       | confirmed requests                                                 |
 * | `extended`, `extended:<right>`       | requests whose time for an answer was extended                     |
 * | `closed:<status>`, `closed:<right>:<status>` | confirmed requests that closed, the first time; a right refused by itself as `refused` |
 * | `days:<n>`, `days:<right>:<n>`       | answered requests, by days from receipt to the answer              |
 * | `allowed:<n>`                        | answered requests, by days from receipt to the day it was due      |
 * | `on_time`                            | answered requests, by the day the answer was due                   |
 * | `step:<status>`, `seconds:<status>`  | closed requests that were in a status, and their seconds in it     |
 * | `kept:<collection>`, `held:<collection>` | records that a deletion kept on a legal basis, or under a hold |
 */
export interface Counts {
  /** Plain ISO date. */
  readonly day: string;
  readonly add: Readonly<Record<string, number>>;
}

/** Closed with an answer; a withdrawn request has none, nor one whose identity was not shown. */
export const answered: ReadonlySet<RequestStatus> = new Set(['completed', 'partly_completed', 'refused']);

/** Longer than any law allows, extension included; what takes longer counts as this long. */
export const mostDays = 400;

export function countsOf(before: RequestState | undefined, after: RequestState): Counts | undefined {
  const add = new Map<string, number>();
  const count = (name: string, number = 1) => {
    if (number > 0) add.set(name, (add.get(name) ?? 0) + number);
  };
  const withRights = (kind: string, rest = '') => {
    count(`${kind}${rest}`);
    for (const right of after.rights) count(`${kind}:${right}${rest}`);
  };

  if (after.confirmedAt && !before?.confirmedAt) withRights('received');
  if (after.extension && !before?.extension) withRights('extended');
  if (after.confirmedAt && closedStatuses.has(after.status) && !before?.closedAt) {
    count(`closed:${after.status}`);
    for (const right of after.rights)
      count(`closed:${right}:${after.rightRefusals?.[right] ? 'refused' : after.status}`);
    for (const [status, seconds] of Object.entries(after.secondsIn ?? {})) {
      count(`step:${status}`);
      count(`seconds:${status}`, seconds);
    }
    for (const [collection, { kept, held }] of Object.entries(after.erasing?.collections ?? {})) {
      count(`kept:${collection}`, kept);
      count(`held:${collection}`, held);
    }
    if (answered.has(after.status)) {
      const received = dayOf(after.receivedAt, after);
      const closed = dayOf(after.changedAt, after);
      withRights('days', `:${countedDays(received, closed)}`);
      count(`allowed:${countedDays(received, after.replyBy)}`);
      if (closed <= after.replyBy) count('on_time');
    }
  }
  return add.size > 0 ? { day: dayOf(after.changedAt, after), add: Object.fromEntries(add) } : undefined;
}

function dayOf(instant: string, { timeZone }: RequestState): string {
  return dayInZone(instant, timeZone);
}

function countedDays(from: string, to: string): number {
  return Math.min(mostDays, Math.max(0, daysBetween(from, to)));
}
