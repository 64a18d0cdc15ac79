import { getISO } from 'temporal-polyfill/fns/Calendar';
import * as Instant from 'temporal-polyfill/fns/Instant';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import type { LawProfile, WorkCalendar } from '../shared/organisation.ts';

/** One step on the way to a due date, in order; screens hold the words for `rule`. */
export interface DeadlineStep {
  readonly rule: 'received' | 'months_added' | 'days_added' | 'working_days_added' | 'rolled_to_working_day';
  /** Plain ISO date after this step. */
  readonly date: string;
  readonly article: string;
  /** Months, days or working days added by this step. */
  readonly amount?: number;
}

export interface ReplyBy {
  /** Plain ISO date in the office's time zone; the answer is due at the end of that day. */
  readonly replyBy: string;
  readonly explanation: readonly DeadlineStep[];
  readonly verification: LawProfile['verification'];
}

/** Reg. (EEC, Euratom) 1182/71 art. 3: the day of the event is not counted, and how periods of months end. */
const countingRule = 'Regulation 1182/71, Article 3';

/**
 * The day by which an answer is due. The day of receipt, in the office's time zone, is not counted; a month ends with the
 * same-numbered day, or the month's last; where the law says so the end rolls to the next working day.
 *
 * @throws RangeError when the profile names no period.
 */
export function calculateReplyBy(input: {
  readonly law: LawProfile;
  readonly calendar: WorkCalendar;
  /** Instant, ISO in UTC. */
  readonly receivedAt: string;
  readonly timeZone: string;
}): ReplyBy {
  const { law, calendar, receivedAt, timeZone } = input;
  const received = dayOf(receivedAt, timeZone);
  const steps: DeadlineStep[] = [{ rule: 'received', date: PlainDate.toString(received), article: law.article }];
  const { months, days, workingDays } = law.answerWithin;

  let due: PlainDate.Record;
  if (months !== undefined) {
    due = PlainDate.addMonths(received, months);
    steps.push({ rule: 'months_added', date: PlainDate.toString(due), article: law.article, amount: months });
  } else if (days !== undefined) {
    due = PlainDate.addDays(received, days);
    steps.push({ rule: 'days_added', date: PlainDate.toString(due), article: law.article, amount: days });
  } else if (workingDays !== undefined) {
    due = received;
    for (let left = workingDays; left > 0; left--) due = nextWorkingDay(PlainDate.addDays(due, 1), calendar);
    steps.push({
      rule: 'working_days_added',
      date: PlainDate.toString(due),
      article: law.article,
      amount: workingDays,
    });
  } else {
    throw new RangeError(`law profile ${law.id} names no period to answer within`);
  }

  if (law.rollsToWorkingDay && !isWorkingDay(due, calendar)) {
    due = nextWorkingDay(due, calendar);
    steps.push({ rule: 'rolled_to_working_day', date: PlainDate.toString(due), article: countingRule });
  }
  return { replyBy: PlainDate.toString(due), explanation: steps, verification: law.verification };
}

/** The instant at which a day is over in a time zone, ISO in UTC: the first instant of the next day. */
export function endOfDay(date: string, timeZone: string): string {
  const next = PlainDate.addDays(PlainDate.fromString(date, getISO), 1);
  return Instant.toString(ZonedDateTime.toInstant(PlainDate.toZonedDateTime(next, timeZone)));
}

/** Whole days from the office's today to a date: 0 on the day itself, negative once it has passed. */
export function daysLeft(date: string, now: string, timeZone: string): number {
  return PlainDate.diffDays(dayOf(now, timeZone), PlainDate.fromString(date, getISO));
}

function dayOf(instant: string, timeZone: string): PlainDate.Record {
  return ZonedDateTime.toPlainDate(Instant.toZonedDateTimeISO(Instant.fromString(instant), timeZone));
}

function isWorkingDay(date: PlainDate.Record, calendar: WorkCalendar): boolean {
  return !calendar.weekend.includes(PlainDate.dayOfWeek(date)) && !calendar.holidays.includes(PlainDate.toString(date));
}

/** The date itself when it is a working day, else the first one after it. */
function nextWorkingDay(date: PlainDate.Record, calendar: WorkCalendar): PlainDate.Record {
  let day = date;
  while (!isWorkingDay(day, calendar)) day = PlainDate.addDays(day, 1);
  return day;
}
