import { CronExpressionParser } from 'cron-parser';

/** The runs of a schedule: the first one strictly after a time (milliseconds since the epoch), undefined when there is none. */
export type Runs = (after: number) => number | undefined;

const units: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(…)`, `cron(…)` and `at(…)` of EventBridge Scheduler:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * A rate counts from `anchor`, the time the schedule was made. Throws on what it can't read: the last-weekday, nearest-weekday
 * and year fields of cron among it.
 */
export function parseSchedule(expression: string, timeZone: string, anchor: number): Runs {
  const [, kind, inner] = /^(rate|cron|at)\(([^)]+)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return rate(inner ?? '', anchor);
  if (kind === 'cron') return cron(inner ?? '', timeZone);
  if (kind === 'at') return at(inner ?? '', timeZone);
  throw new Error(`schedule expression ${expression} is not supported`);
}

function rate(inner: string, anchor: number): Runs {
  const [, amount, unit] = /^(\d+) (minute|hour|day)s?$/.exec(inner) ?? [];
  const period = Number(amount) * (units[unit ?? ''] ?? 0);
  if (!(period > 0)) throw new Error(`schedule expression rate(${inner}) is not supported`);
  return (after) => anchor + (Math.max(0, Math.floor((after - anchor) / period)) + 1) * period;
}

function cron(inner: string, timeZone: string): Runs {
  const [minute, hour, dayOfMonth, month, dayOfWeek, year, ...rest] = inner.split(/\s+/);
  if (
    dayOfWeek === undefined ||
    rest.length > 0 ||
    (year !== undefined && year !== '*') ||
    /[LW]/.test(dayOfMonth ?? '')
  ) {
    throw new Error(`schedule expression cron(${inner}) is not supported`);
  }
  // AWS counts Sunday as 1, cron as 0.
  const weekday = dayOfWeek.replace(/\d+/g, (day) => String(Number(day) - 1));
  const unix = [minute, hour, dayOfMonth, month, weekday].map((field) => field?.replace('?', '*')).join(' ');
  CronExpressionParser.parse(unix, { tz: timeZone });
  return (after) =>
    CronExpressionParser.parse(unix, { tz: timeZone, currentDate: new Date(after) })
      .next()
      .getTime();
}

function at(inner: string, timeZone: string): Runs {
  if (timeZone !== 'UTC') throw new Error(`schedule expression at(${inner}) is supported in UTC only`);
  const time = Date.parse(`${inner}Z`);
  if (Number.isNaN(time)) throw new Error(`schedule expression at(${inner}) is not supported`);
  return (after) => (time > after ? time : undefined);
}
