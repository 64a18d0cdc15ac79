import { getISO } from 'temporal-polyfill/fns/Calendar';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import { addDays } from '../shared/days.ts';
import type { Span, WorkCalendar } from '../shared/law-profile.ts';

/** Counting by calendar. All dates are plain ISO dates, which compare as text. */

/** The same-numbered day so many months later, or that month's last day. */
export function addMonths(date: string, months: number): string {
  return PlainDate.toString(PlainDate.addMonths(parse(date), months));
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

/** 1 is Monday, 7 is Sunday (ISO 8601). */
function dayOfWeek(date: string): number {
  return new Date(Date.parse(date)).getUTCDay() || 7;
}

function parse(date: string): PlainDate.Record {
  return PlainDate.fromString(date, getISO);
}
