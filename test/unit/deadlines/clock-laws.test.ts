import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type ClockFacts, calculateClock } from '../../../functions/deadlines/index.ts';
import { dayInZone, daysLeft, endOfDay } from '../../../functions/shared/days.ts';
import type { LawProfile, WorkCalendar } from '../../../functions/shared/law-profile.ts';
import { lawProfile, workCalendar } from '../../support/law.ts';
import { countDayByDay } from './count-day-by-day.ts';

const laws = [
  'gdpr uk-gdpr ccpa us-va us-co lgpd pipl pipeda',
  'quebec pdpa-sg pipa-kr appi-jp dpdp-in app-au fadp-ch popia-za',
].flatMap((ids) => ids.split(' ').map(lawProfile));
const calendars = ['eu', 'ie', 'gb-eng', 'gb-sct', 'gb-nir', 'us', 'cn', 'ca-qc', 'kr'].map(workCalendar);
const rights = ['access', 'deletion', 'advertising_opt_out', 'correction', 'account_cancellation'];

const firstDay = Date.parse('2015-01-01T00:00:00.000Z');
const dayMs = 86_400_000;
const iso = (day: number): string => new Date(firstDay + day * dayMs).toISOString().slice(0, 10);

interface Case {
  readonly law: LawProfile;
  readonly calendar: WorkCalendar;
  readonly facts: ClockFacts;
}

const span = fc.tuple(fc.nat({ max: 70 }), fc.nat({ max: 25 }));
const cases: fc.Arbitrary<Case> = fc
  .record({
    law: fc.constantFrom(...laws),
    calendar: fc.constantFrom(...calendars),
    received: fc.nat({ max: 20 * 365 }),
    rights: fc.uniqueArray(fc.constantFrom(...rights), { minLength: 1, maxLength: 2 }),
    identity: fc.option(span, { nil: undefined }),
    clarifications: fc.array(span, { maxLength: 3 }),
  })
  .map(({ law, calendar, received, identity, clarifications, rights: asked }) => {
    const days = ([after, length]: readonly [number, number]) =>
      [iso(received + after), iso(received + after + length)] as const;
    const of = (pair: readonly [number, number]) => ({ asked: days(pair)[0], answered: days(pair)[1] });
    return {
      law,
      calendar,
      facts: {
        received: iso(received),
        rights: asked,
        clarifications: clarifications.map(of),
        ...(identity ? { identity: { asked: days(identity)[0], received: days(identity)[1] } } : {}),
      },
    };
  });

const dates = ({ law, calendar, facts }: Case) => {
  const { explanation: _, ...rest } = calculateClock(law, calendar, facts);
  return rest;
};

describe('the clock', () => {
  it('agrees with counting day by day, in a hundred thousand cases', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { due, extendedDue, extensionNoticeBy, starts } = dates(one);
        expect({ due, extendedDue, extensionNoticeBy, starts }).toEqual(
          countDayByDay(one.law, one.calendar, one.facts),
        );
      }),
      { numRuns: 100_000 },
    );
  }, 120_000);

  it('never lets a time end before it starts, or start before receipt', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { received, starts, due, extendedDue, extensionNoticeBy, acknowledgeBy } = dates(one);
        expect(starts >= received).toBe(true);
        for (const end of [due, extendedDue, extensionNoticeBy]) expect(end === null || end > starts).toBe(true);
        expect(acknowledgeBy === null || acknowledgeBy > received).toBe(true);
        expect(extendedDue === null || (due !== null && extendedDue > due)).toBe(true);
        expect(extensionNoticeBy === null || (due !== null && extensionNoticeBy <= due)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('never ends on a day without work where the law rolls', () => {
    fc.assert(
      fc.property(cases, ({ law, calendar, facts }) => {
        const rolling = { ...law, rollOver: { ...law.rollOver, toWorkingDay: true } };
        const { due, extendedDue, extensionNoticeBy } = calculateClock(rolling, calendar, facts);
        for (const end of [due, extendedDue, extensionNoticeBy]) {
          if (end === null) continue;
          expect([0, 6]).not.toContain(new Date(`${end}T00:00:00Z`).getUTCDay());
          expect(calendar.holidays).not.toContain(end);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('never ends earlier for one more pause', () => {
    fc.assert(
      fc.property(cases, span, (one, [after, length]) => {
        const from = Math.round((Date.parse(one.facts.received) - firstDay) / dayMs) + after;
        const pause = { asked: iso(from), answered: iso(from + length) };
        const more = { ...one.facts, clarifications: [...(one.facts.clarifications ?? []), pause] };
        expectNotEarlier(dates({ ...one, facts: more }), dates(one));
      }),
      { numRuns: 3000 },
    );
  });

  it('never ends earlier for one more holiday', () => {
    fc.assert(
      fc.property(cases, fc.nat({ max: 120 }), (one, after) => {
        const holiday = iso(Math.round((Date.parse(one.facts.received) - firstDay) / dayMs) + after);
        const calendar = { ...one.calendar, holidays: [...one.calendar.holidays, holiday].sort() };
        expectNotEarlier(dates({ ...one, calendar }), dates(one));
      }),
      { numRuns: 3000 },
    );
  });

  function expectNotEarlier(later: ReturnType<typeof dates>, before: ReturnType<typeof dates>): void {
    for (const date of ['due', 'extendedDue', 'extensionNoticeBy', 'acknowledgeBy'] as const) {
      const [a, b] = [later[date], before[date]];
      expect(a === b || (a !== null && b !== null && a > b)).toBe(true);
    }
  }

  it('says how it came to its dates: the last step to a date gives it', () => {
    fc.assert(
      fc.property(cases, ({ law, calendar, facts }) => {
        const clock = calculateClock(law, calendar, facts);
        const last = (of: string) => clock.explanation.findLast((step) => step.of === of)?.date;
        expect(last('start')).toBe(clock.starts);
        expect(last('due')).toBe(clock.due);
        if (clock.extendedDue) expect(last('extension')).toBe(clock.extendedDue);
        if (clock.extensionNoticeBy) expect(last('notice')).toBe(clock.extensionNoticeBy);
        if (clock.acknowledgeBy) expect(last('acknowledgement')).toBe(clock.acknowledgeBy);
      }),
      { numRuns: 3000 },
    );
  });

  describe('on any server', () => {
    const zone = process.env.TZ;
    afterEach(() => {
      process.env.TZ = zone ?? 'UTC';
    });

    it('gives the same dates whatever zone it is set to', () => {
      fc.assert(
        fc.property(
          cases,
          fc.constantFrom('Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Pago_Pago'),
          (one, elsewhere) => {
            process.env.TZ = 'UTC';
            const here = dates(one);
            process.env.TZ = elsewhere;
            expect(new Date(0).getTimezoneOffset()).not.toBe(0);
            expect(dates(one)).toEqual(here);
          },
        ),
        { numRuns: 500 },
      );
    });
  });
});

describe('days of an office', () => {
  it('the day of an instant is that of the office, not of UTC', () => {
    expect(dayInZone('2026-11-02T23:30:00Z', 'Asia/Shanghai')).toBe('2026-11-03');
    expect(dayInZone('2026-11-02T23:30:00Z', 'America/Los_Angeles')).toBe('2026-11-02');
  });

  it('days left are 0 on the day itself', () => {
    expect(daysLeft('2026-12-02', '2026-12-02T22:00:00Z', 'Europe/Dublin')).toBe(0);
    expect(daysLeft('2026-12-02', '2026-12-02T22:00:00Z', 'Asia/Shanghai')).toBe(-1);
    expect(daysLeft('2026-12-02', '2026-11-25T09:00:00Z', 'Europe/Dublin')).toBe(7);
  });

  it('a due day ends where the office’s day ends, whatever summer time does', () => {
    expect(endOfDay('2026-03-28', 'Europe/Dublin')).toBe('2026-03-29T00:00:00.000Z');
    expect(endOfDay('2026-03-29', 'Europe/Dublin')).toBe('2026-03-29T23:00:00.000Z');
    expect(endOfDay('2026-10-25', 'Europe/Dublin')).toBe('2026-10-26T00:00:00.000Z');
  });
});
