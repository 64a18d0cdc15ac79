import { describe, expect, it } from 'vitest';
import { createScheduler, parseSchedule } from '../../../../local/scheduler/index.ts';

const at = (text: string) => Date.parse(text);
const next = (expression: string, after: string, timeZone = 'UTC', anchor = '2026-01-01T00:10:00Z') => {
  const time = parseSchedule(expression, timeZone, at(anchor))(at(after));
  return time === undefined ? undefined : new Date(time).toISOString();
};

describe('schedule expressions', () => {
  it.each([
    ['rate(1 hour)', '2026-01-01T00:30:00Z', '2026-01-01T01:10:00.000Z'],
    ['rate(5 minutes)', '2026-01-01T00:10:00Z', '2026-01-01T00:15:00.000Z'],
    ['rate(2 days)', '2026-01-02T00:00:00Z', '2026-01-03T00:10:00.000Z'],
    ['cron(0 * * * ? *)', '2026-01-01T00:30:00Z', '2026-01-01T01:00:00.000Z'],
    ['cron(0 8 ? * 2-6 *)', '2026-01-02T09:00:00Z', '2026-01-05T08:00:00.000Z'],
    ['cron(0 8 ? * MON-FRI *)', '2026-01-02T09:00:00Z', '2026-01-05T08:00:00.000Z'],
    ['at(2026-02-01T00:00:00)', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00.000Z'],
    ['at(2026-02-01T00:00:00)', '2026-03-01T00:00:00Z', undefined],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('follow their time zone through the change to summer time', () => {
    expect(next('cron(0 8 * * ? *)', '2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T06:00:00.000Z');
  });

  it.each(['rate(0 hours)', 'rate(1 month)', 'cron(0 8 L * ? *)', 'cron(0 8 * * ? 2027)', 'cron(0 8)', 'every day'])(
    'refuse %s',
    (expression) => {
      expect(() => next(expression, '2026-01-01T00:00:00Z')).toThrow('is not supported');
    },
  );
});

describe('the scheduler', () => {
  it('makes up for what was jumped over once, and repeats nothing', async () => {
    let now = at('2026-01-01T00:30:00Z');
    const runs: string[] = [];
    const scheduler = createScheduler({
      file: ':memory:',
      now: () => now,
      run: async (_target, input) => void runs.push(input),
    });
    scheduler.add({
      arn: 'hourly',
      expression: 'cron(0 * * * ? *)',
      timeZone: 'UTC',
      targetArn: 'sweep',
      input: '{"time":"<aws.scheduler.scheduled-time>"}',
    });
    await scheduler.runDue();
    expect(runs).toEqual([]);
    now = at('2026-01-01T05:20:00Z');
    await scheduler.runDue();
    await scheduler.runDue();
    expect(runs).toEqual(['{"time":"2026-01-01T05:00:00Z"}']);
    scheduler.close();
  });
});
