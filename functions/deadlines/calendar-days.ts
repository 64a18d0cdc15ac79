import { getISO } from 'temporal-polyfill/fns/Calendar';
import * as Instant from 'temporal-polyfill/fns/Instant';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import type { Span, WorkCalendar } from '../shared/law-profile.ts';

/** Counting with dates. All dates are plain ISO dates, which compare as text. A day without a zone has 24 hours. */
const dayMs = 86_400_000;

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** The same-numbered day so many months later, or that month's last day. */
export function addMonths(date: string, months: number): string {
  return PlainDate.toString(PlainDate.addMonths(parse(date), months));
}

/** From one day to another; negative when that lies before it. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs;
}

export function isWorkingDay(date: string, { weekend, holidays }: WorkCalendar): boolean {
  return !weekend.includes(dayOfWeek(date)) && !holidays.includes(date);
}

/** The last day of so many working days; the first of them is the first working day after `date`. */
export function addWorkingDays(date: string, days: number, calendar: WorkCalendar): string {
  let day = date;
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) left--;
  }
  return day;
}

/** The end of a time that starts on `date`, a day that is not counted. */
export function addSpan(date: string, { months, days, workingDays }: Span, calendar: WorkCalendar): string {
  if (months !== undefined) return addMonths(date, months);
  if (days !== undefined) return addDays(date, days);
  return addWorkingDays(date, workingDays ?? 0, calendar);
}

/** The day of an instant (ISO, UTC) in a time zone. */
export function dayOf(instant: string, timeZone: string): string {
  const zoned = Instant.toZonedDateTimeISO(Instant.fromString(instant), timeZone);
  return PlainDate.toString(ZonedDateTime.toPlainDate(zoned));
}

/** The instant at which a day is over in a time zone, ISO in UTC: the first instant of the next day. */
export function endOfDay(date: string, timeZone: string): string {
  const next = parse(addDays(date, 1));
  return Instant.toString(ZonedDateTime.toInstant(PlainDate.toZonedDateTime(next, timeZone)));
}

/** The first instant of a day in a time zone, ISO in UTC with milliseconds, as instants are stored; not always midnight. */
export function startOfDay(date: string, timeZone: string): string {
  return new Date(endOfDay(addDays(date, -1), timeZone)).toISOString();
}

/** Whole days from the office's today to a date: 0 on the day itself, negative once it has passed. */
export function daysLeft(date: string, now: string, timeZone: string): number {
  return daysBetween(dayOf(now, timeZone), date);
}

/** 1 is Monday, 7 is Sunday (ISO 8601). */
function dayOfWeek(date: string): number {
  return new Date(Date.parse(date)).getUTCDay() || 7;
}

function parse(date: string): PlainDate.Record {
  return PlainDate.fromString(date, getISO);
}
