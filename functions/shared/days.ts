import { getISO } from 'temporal-polyfill/fns/Calendar';
import * as Instant from 'temporal-polyfill/fns/Instant';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';

/**
 * Days as plain ISO dates ("2026-02-28"), which compare as text, and the instants they begin and end at in a time zone.
 * Between plain dates every day has 24 hours.
 */
export const dayMs = 86_400_000;

const calendars = new Map<string, Intl.DateTimeFormat>();

/** The day of an instant in an IANA time zone. */
export function dayInZone(instant: string, timeZone: string): string {
  const calendar =
    calendars.get(timeZone) ??
    new Intl.DateTimeFormat('en', { timeZone, calendar: 'iso8601', year: 'numeric', month: '2-digit', day: '2-digit' });
  calendars.set(timeZone, calendar);
  const parts = new Map(calendar.formatToParts(Date.parse(instant)).map(({ type, value }) => [type, value]));
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
}

/** The day so many days later, or earlier for a negative number. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** From one day to another; negative when that lies before it. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs;
}

/** Whole days from the office's today to a date: 0 on the day itself, negative once it has passed. */
export function daysLeft(date: string, now: string, timeZone: string): number {
  return daysBetween(dayInZone(now, timeZone), date);
}

/** The instant so many times 24 hours later, ISO in UTC. */
export function daysAfter(instant: string, days: number): string {
  return new Date(Date.parse(instant) + days * dayMs).toISOString();
}

/** The first instant of a day in a time zone, ISO in UTC with milliseconds, as instants are stored; not always midnight. */
export function startOfDay(date: string, timeZone: string): string {
  const zoned = PlainDate.toZonedDateTime(PlainDate.fromString(date, getISO), timeZone);
  return new Date(Instant.toString(ZonedDateTime.toInstant(zoned))).toISOString();
}

/** The instant at which a day is over in a time zone: the first instant of the next day. */
export function endOfDay(date: string, timeZone: string): string {
  return startOfDay(addDays(date, 1), timeZone);
}
