import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { reportCsv } from '../reports/index.ts';
import { dayInZone } from '../shared/days.ts';
import type { ConsoleContext, ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { refusalProblem } from './problem.ts';
import { readQuery } from './read-input.ts';
import { hasRole, reportReaders } from './staff.ts';

/** What a report reads grows with its months. */
const mostMonths = 36;

const month = z.string().check(z.regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'A month is written as 2026-11.'));
const periodSchema = z.strictObject({ from: month, to: month }).check(
  z.refine(({ from, to }) => from <= to, { error: 'The last month lies before the first.', path: ['to'] }),
  z.refine(({ from, to }) => monthsBetween(from, to) < mostMonths, {
    error: `At most ${mostMonths} months.`,
    path: ['to'],
  }),
);

/** Numbers for who answers to the regulator; no request and no person can be told from them. */
export function reportRoutes({ makeReport, organisation, now }: ConsoleDependencies): Hono<ConsoleEnv> {
  const report = async (c: ConsoleContext) => {
    const period = readQuery(c, periodSchema);
    if (!period.ok) return period;
    const today = dayInZone(now(), organisation.office.timeZone);
    return { ok: true, value: await makeReport({ ...period.value, today }) } as const;
  };
  return new Hono<ConsoleEnv>()
    .use(async (c, next) => {
      if (!hasRole(c.get('staff'), reportReaders)) {
        return refusalProblem({ code: 'role_required', roles: reportReaders });
      }
      return next();
    })
    .get('/', async (c) => {
      const made = await report(c);
      return made.ok ? c.json(made.value) : made.refusal;
    })
    .get('/csv', async (c) => {
      const made = await report(c);
      if (!made.ok) return made.refusal;
      const { from, to } = made.value;
      return c.body(reportCsv(made.value), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="privacy-requests-${from}-${to}.csv"`,
      });
    });
}

function monthsBetween(from: string, to: string): number {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0] = to.split('-').map(Number);
  return (toYear - fromYear) * 12 + toMonth - fromMonth;
}
