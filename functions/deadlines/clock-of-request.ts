import type { RequestState } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { type Clock, type ClockFacts, calculateClock } from './calculate-clock.ts';
import { dayOf } from './calendar-days.ts';

/** What is stored of a request that its dates follow from. */
export type RequestClockFacts = Pick<RequestState, 'law' | 'calendar' | 'timeZone' | 'receivedAt' | 'rights'>;

export interface RequestClock extends Clock {
  /** The day by which the answer is due. */
  readonly replyBy: string;
}

/**
 * Every date of a request, from what is stored of it alone. A right for whose answer the law sets no time is answered
 * within the law's general time.
 *
 * @returns undefined when the policy no longer has the request's law or calendar
 */
export function clockOf(request: RequestClockFacts, { laws, calendars }: Organisation): RequestClock | undefined {
  const law = laws[request.law];
  const calendar = calendars[request.calendar];
  if (!law || !calendar) return undefined;
  const facts: ClockFacts = { received: dayOf(request.receivedAt, request.timeZone), rights: request.rights };
  const clock = calculateClock(law, calendar, facts);
  if (clock.due !== null) return { ...clock, replyBy: clock.due };
  const general = calculateClock({ ...law, rights: [] }, calendar, facts);
  return {
    ...clock,
    replyBy: general.due ?? clock.starts,
    explanation: [...clock.explanation, ...general.explanation],
  };
}
