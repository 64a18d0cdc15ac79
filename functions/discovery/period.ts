import { getISO } from 'temporal-polyfill/fns/Calendar';
import * as Instant from 'temporal-polyfill/fns/Instant';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import { valueAt } from './field-values.ts';
import type { Period, StoredRecord } from './store-connector.ts';

/**
 * The instants of a period asked for in days.
 * @param days plain ISO dates, both inclusive, as days of the office
 * @param timeZone IANA zone of the office
 */
export function periodOf(days: { readonly from?: string; readonly to?: string }, timeZone: string): Period {
  const start = (day: PlainDate.Record) =>
    Instant.toString(ZonedDateTime.toInstant(PlainDate.toZonedDateTime(day, timeZone)));
  return {
    ...(days.from ? { from: start(PlainDate.fromString(days.from, getISO)) } : {}),
    ...(days.to ? { to: start(PlainDate.addDays(PlainDate.fromString(days.to, getISO), 1)) } : {}),
  };
}

/** Whether a record's time is in the period. One without a time that can be read counts as in it: nothing goes missing. */
export function isWithin(record: StoredRecord, timeField: string | undefined, period: Period | undefined): boolean {
  if (!period || !timeField) return true;
  const value = valueAt(record, timeField);
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) return true;
  if (period.from && time < Date.parse(period.from)) return false;
  return !period.to || time < Date.parse(period.to);
}

/** Whether any instant of a UTC day, taken a day wider on both sides for logs kept in local time, is in the period. */
export function touchesDay(day: string, period: Period | undefined): boolean {
  const noon = Date.parse(`${day}T12:00:00Z`);
  if (Number.isNaN(noon) || !period) return true;
  const margin = 36 * 3_600_000;
  if (period.from && noon + margin <= Date.parse(period.from)) return false;
  return !period.to || noon - margin < Date.parse(period.to);
}
