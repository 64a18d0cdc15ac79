import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CountStore } from '../../../functions/reports/count-store.ts';
import { reportMaker, summarise } from '../../../functions/reports/make-report.ts';
import { reportCsv } from '../../../functions/reports/report-csv.ts';

const weeks = [
  {
    month: '2026-10',
    week: '2026-10-26',
    counts: { received: 2, 'received:access': 2, 'closed:completed': 1, 'closed:access:completed': 1, 'days:9': 1 },
  },
  {
    month: '2026-11',
    week: '2026-10-26',
    counts: {
      received: 1,
      'received:deletion': 1,
      extended: 1,
      'extended:deletion': 1,
      'closed:refused': 1,
      'closed:deletion:refused': 1,
      'days:30': 1,
      'days:deletion:30': 1,
      'allowed:31': 2,
      on_time: 2,
      'step:in_review': 2,
      'seconds:in_review': 10_800,
      'kept:trade.orders': 7,
      'held:trade.orders': 3,
    },
  },
];

describe('a report', () => {
  it('adds a week up across months, and each right on its own', () => {
    const report = summarise(weeks);
    expect(report.weeks).toEqual([
      { week: '2026-10-26', received: 3, closed: 2, receivedByRight: { access: 2, deletion: 1 } },
    ]);
    expect(report.received).toBe(3);
    expect(report.outcomes).toEqual({ completed: 1, refused: 1 });
    expect(report.byRight.map(({ right, received, extended }) => [right, received, extended])).toEqual([
      ['access', 2, 0],
      ['deletion', 1, 1],
    ]);
    expect(report.onTime).toEqual({ count: 2, of: 2 });
    expect(report.daysToAnswer).toEqual({ count: 2, median: 9, ninetieth: 30 });
    expect(report.daysAllowed).toEqual({ count: 2, median: 31, ninetieth: 31 });
    expect(report.steps).toEqual([{ status: 'in_review', requests: 2, averageHours: 1.5 }]);
    expect(report.retained).toEqual([{ collection: 'trade.orders', kept: 7, held: 3 }]);
  });

  it('has the rows that 11 CCR §7102(a) asks for', () => {
    expect(summarise(weeks).ccpa).toEqual([
      { request: 'know', received: 2, complied: 1, denied: 0 },
      { request: 'delete', received: 1, complied: 0, denied: 1, medianDays: 30 },
      { request: 'correct', received: 0, complied: 0, denied: 0 },
      { request: 'opt_out', received: 0, complied: 0, denied: 0 },
    ]);
  });

  it('of nothing says so', () => {
    const report = summarise([]);
    expect(report).toMatchObject({ weeks: [], received: 0, daysToAnswer: { count: 0 }, byRight: [], retained: [] });
  });

  it('finds the middle and the ninetieth as a sorted list does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 }), (days) => {
        const counts: Record<string, number> = {};
        for (const day of days) counts[`days:${day}`] = (counts[`days:${day}`] ?? 0) + 1;
        const sorted = days.toSorted((a, b) => a - b);
        const { daysToAnswer } = summarise([{ month: '2026-11', week: '2026-11-02', counts }]);
        expect(daysToAnswer).toEqual({
          count: days.length,
          median: sorted[Math.ceil(days.length * 0.5) - 1],
          ninetieth: sorted[Math.ceil(days.length * 0.9) - 1],
        });
      }),
    );
  });

  it('tells what is open by the day it is due, every day once', async () => {
    const due = ['2026-11-01', '2026-11-19', '2026-11-20', '2026-11-27', '2026-11-28', '2026-12-20', '2027-02-01'];
    const store: CountStore = {
      between: async () => [],
      openDue: async (from = '', to = '9') => due.filter((day) => from <= day && day <= to).length,
    };
    const report = await reportMaker(store)({ from: '2026-11', to: '2026-11', today: '2026-11-20' });
    expect(report.open).toEqual([
      { due: 'overdue', count: 2 },
      { due: 'within_7_days', count: 2 },
      { due: 'within_14_days', count: 1 },
      { due: 'within_30_days', count: 1 },
      { due: 'later', count: 1 },
    ]);
  });

  it('is a table for spreadsheets too', () => {
    const csv = reportCsv({ from: '2026-10', to: '2026-11', open: [], ...summarise(weeks) });
    const lines = csv.trimEnd().split('\r\n');
    expect(lines[0]).toBe('measure,of,period,value');
    expect(lines).toContain('received_in_week,access,2026-10-26,2');
    expect(lines).toContain('days_to_answer_90th_percentile,,2026-10/2026-11,30');
    expect(lines).toContain('ccpa_denied,delete,2026-10/2026-11,1');
    expect(new Set(lines.map((line) => line.split(',').length))).toEqual(new Set([4]));
  });
});
