import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculateReplyBy, daysLeft, endOfDay } from '../../../functions/deadlines/index.ts';
import type { LawProfile, WorkCalendar } from '../../../functions/shared/organisation.ts';

const gdpr: LawProfile = {
  id: 'gdpr',
  title: 'GDPR',
  answerWithin: { months: 1 },
  rollsToWorkingDay: true,
  article: 'GDPR Art. 12(3)',
  source: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
  verification: 'statute',
};
const weekendsOnly: WorkCalendar = { id: 'weekends', weekend: [6, 7], holidays: [] };

function calendar(id: string): WorkCalendar {
  const file = join(import.meta.dirname, '../../../policy/calendars', `${id}.json`);
  const { holidays } = JSON.parse(readFileSync(file, 'utf8')) as { holidays: (string | { date: string })[] };
  return {
    id,
    weekend: [6, 7],
    holidays: holidays.map((holiday) => (typeof holiday === 'string' ? holiday : holiday.date)),
  };
}

const due = (receivedAt: string, law = gdpr, days = weekendsOnly, timeZone = 'UTC'): string =>
  calculateReplyBy({ law, calendar: days, receivedAt, timeZone }).replyBy;

describe('the reply-by date', () => {
  it.each([
    // Received, due; worked by hand from Reg. 1182/71 art. 3 and the ICO's examples.
    ['2026-11-02', '2026-12-02', 'the same-numbered day'],
    ['2026-09-03', '2026-10-05', '3 October is a Saturday'],
    ['2027-01-31', '2027-03-01', 'no 31 February; 28 February 2027 is a Sunday'],
    ['2028-01-31', '2028-02-29', 'a leap year'],
    ['2026-03-31', '2026-04-30', 'April has 30 days'],
  ])('received %s is due %s: %s', (received, expected) => {
    expect(due(`${received}T12:00:00Z`)).toBe(expected);
  });

  it('skips the holidays of the calendar: received 25 November 2025 in England, due 29 December', () => {
    expect(due('2025-11-25T12:00:00Z', gdpr, calendar('gb-eng'), 'Europe/London')).toBe('2025-12-29');
  });

  it('takes the day of receipt in the office, not in UTC', () => {
    expect(due('2026-11-02T23:30:00Z', gdpr, weekendsOnly, 'Asia/Shanghai')).toBe('2026-12-03');
  });

  it('does not roll where the law does not', () => {
    const days45: LawProfile = { ...gdpr, answerWithin: { days: 45 }, rollsToWorkingDay: false };
    expect(due('2026-11-05T12:00:00Z', days45)).toBe('2026-12-20');
  });

  it('counts working days from the day after receipt', () => {
    const working: LawProfile = { ...gdpr, answerWithin: { workingDays: 15 }, rollsToWorkingDay: false };
    expect(due('2026-11-06T12:00:00Z', working)).toBe('2026-11-27');
  });

  it('explains each step with its article', () => {
    const { explanation } = calculateReplyBy({
      law: gdpr,
      calendar: weekendsOnly,
      receivedAt: '2027-01-31T12:00:00Z',
      timeZone: 'UTC',
    });
    expect(explanation).toEqual([
      { rule: 'received', date: '2027-01-31', article: 'GDPR Art. 12(3)' },
      { rule: 'months_added', date: '2027-02-28', article: 'GDPR Art. 12(3)', amount: 1 },
      { rule: 'rolled_to_working_day', date: '2027-03-01', article: 'Regulation 1182/71, Article 3' },
    ]);
  });

  it('refuses a law that names no period', () => {
    expect(() => due('2026-11-02T12:00:00Z', { ...gdpr, answerWithin: {} })).toThrow(RangeError);
  });

  const instants = fc
    .date({ min: new Date('2016-01-01'), max: new Date('2035-11-30'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const zones = fc.constantFrom('UTC', 'Europe/Dublin', 'Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati');

  it('is a working day at most a month and a long weekend later, and never before receipt', () => {
    fc.assert(
      fc.property(instants, zones, (receivedAt, timeZone) => {
        const { replyBy, explanation } = calculateReplyBy({ law: gdpr, calendar: weekendsOnly, receivedAt, timeZone });
        const received = explanation[0]?.date ?? '';
        const length = (Date.parse(replyBy) - Date.parse(received)) / 86_400_000;
        expect(length).toBeGreaterThanOrEqual(28);
        expect(length).toBeLessThanOrEqual(33);
        expect([0, 6]).not.toContain(new Date(`${replyBy}T00:00:00Z`).getUTCDay());
      }),
    );
  });

  it('agrees with counting day by day', () => {
    fc.assert(
      fc.property(instants, (receivedAt) => {
        expect(due(receivedAt)).toBe(countedByHand(receivedAt.slice(0, 10)));
      }),
    );
  });

  it('never comes earlier for one more holiday', () => {
    fc.assert(
      fc.property(instants, fc.nat({ max: 5 }), (receivedAt, offset) => {
        const plain = due(receivedAt);
        const holiday = new Date(Date.parse(plain) + offset * 86_400_000).toISOString().slice(0, 10);
        expect(due(receivedAt, gdpr, { ...weekendsOnly, holidays: [holiday] }) >= plain).toBe(true);
      }),
    );
  });
});

/** Walks the calendar one day at a time: to the same number in the next month, or that month's end, then off the weekend. */
function countedByHand(received: string): string {
  const day = new Date(`${received}T00:00:00Z`);
  const [number, month] = [day.getUTCDate(), (day.getUTCMonth() + 1) % 12];
  const step = (): void => {
    day.setUTCDate(day.getUTCDate() + 1);
  };
  step();
  while (day.getUTCMonth() !== month || day.getUTCDate() !== number) {
    const tomorrow = new Date(day.getTime() + 86_400_000);
    if (day.getUTCMonth() === month && tomorrow.getUTCMonth() !== month) break;
    step();
  }
  while ([0, 6].includes(day.getUTCDay())) step();
  return day.toISOString().slice(0, 10);
}

describe('days left', () => {
  it('is 0 on the day itself, counted in the office', () => {
    expect(daysLeft('2026-12-02', '2026-12-02T22:00:00Z', 'Europe/Dublin')).toBe(0);
    expect(daysLeft('2026-12-02', '2026-12-02T22:00:00Z', 'Asia/Shanghai')).toBe(-1);
    expect(daysLeft('2026-12-02', '2026-11-25T09:00:00Z', 'Europe/Dublin')).toBe(7);
  });

  it('a due day ends where the office’s day ends, whatever summer time does', () => {
    expect(endOfDay('2026-03-28', 'Europe/Dublin')).toBe('2026-03-29T00:00:00Z');
    expect(endOfDay('2026-03-29', 'Europe/Dublin')).toBe('2026-03-29T23:00:00Z');
  });
});
