import { describe, expect, it } from 'vitest';
import { type Clock, type ClockFacts, calculateClock } from '../../../functions/deadlines/index.ts';
import { lawProfile, workCalendar } from '../../support/law.ts';

interface Example extends Omit<ClockFacts, 'rights'> {
  readonly right?: string;
  readonly calendar?: string;
  readonly gives: Partial<Clock>;
  readonly because: string;
}

/** Worked by hand from the text or guidance that `source` names. */
const examples: readonly { readonly law: string; readonly source: string; readonly examples: readonly Example[] }[] = [
  {
    law: 'gdpr',
    source: 'Art. 12(3) GDPR; Regulation 1182/71 Art. 3',
    examples: [
      { received: '2026-11-02', gives: { due: '2026-12-02' }, because: 'the same-numbered day' },
      { received: '2026-09-03', gives: { due: '2026-10-05' }, because: '3 October is a Saturday' },
      {
        received: '2027-01-31',
        gives: {
          due: '2027-03-01',
          extendedDue: '2027-04-28',
          extensionNoticeBy: '2027-03-01',
          refuseBy: '2027-03-01',
        },
        because: 'no 31 February; 28 February is a Sunday; two months on from it is earlier than three from receipt',
      },
      {
        received: '2028-01-31',
        gives: { due: '2028-02-29', extendedDue: '2028-05-02' },
        because: 'a leap year; Saturday 29 April rolls past 1 May in Dublin',
        calendar: 'ie',
      },
      { received: '2026-03-31', gives: { due: '2026-04-30' }, because: 'April has 30 days' },
      {
        received: '2026-11-25',
        gives: { due: '2026-12-28' },
        because: 'Christmas Day is a Friday; no other day of it is kept everywhere',
      },
      {
        received: '2026-11-25',
        calendar: 'de',
        gives: { due: '2026-12-28' },
        because: 'the second day of Christmas is a Saturday',
      },
      {
        received: '2026-11-02',
        identity: { asked: '2026-11-03', received: '2026-11-10' },
        gives: { starts: '2026-11-02', due: '2026-12-10', extensionNoticeBy: '2026-12-02' },
        because: 'eight days of doubt about identity; the month to tell an extension stays',
      },
      {
        received: '2026-11-02',
        clarifications: [{ asked: '2026-11-05', answered: '2026-11-12' }],
        gives: { due: '2026-12-02' },
        because: 'a question about the request does not stop the time',
      },
    ],
  },
  {
    law: 'uk-gdpr',
    source: 'Art. 12A UK GDPR; ICO, Right of access',
    examples: [
      { received: '2025-09-03', gives: { due: '2025-10-03' }, because: 'the example of the ICO' },
      {
        received: '2025-11-25',
        gives: { due: '2025-12-29', extendedDue: '2026-02-25' },
        because: '25 and 26 December, then a weekend',
      },
      {
        received: '2025-12-01',
        calendar: 'gb-sct',
        gives: { due: '2026-01-05' },
        because: '1 and 2 January in Scotland, then a weekend',
      },
      {
        received: '2025-12-01',
        calendar: 'gb-eng',
        gives: { due: '2026-01-02' },
        because: 'only 1 January in England',
      },
      {
        received: '2026-06-12',
        calendar: 'gb-nir',
        gives: { due: '2026-07-14' },
        because: 'Sunday 12 July is made up for on the 13th in Northern Ireland',
      },
      {
        received: '2027-01-31',
        gives: { due: '2027-03-01', extendedDue: '2027-04-28' },
        because: 'the earlier of 30 and 28 April',
      },
      {
        received: '2025-11-25',
        identity: { asked: '2025-11-28', received: '2025-12-02' },
        gives: { starts: '2025-12-02', due: '2026-01-02', extendedDue: '2026-03-02', extensionNoticeBy: '2026-01-02' },
        because: 'the latest of the request and the information that was asked for',
      },
      {
        received: '2025-11-25',
        identity: { received: '2025-12-02' },
        gives: { starts: '2025-11-25', due: '2025-12-29' },
        because: 'nobody asked for it',
      },
      {
        received: '2026-03-02',
        clarifications: [{ asked: '2026-03-05', answered: '2026-03-10' }],
        gives: { due: '2026-04-08', extensionNoticeBy: '2026-04-08', extendedDue: '2026-06-08' },
        because: 'the 5th through the 10th are six days: 8 April instead of 2 April',
      },
      {
        received: '2026-03-02',
        clarifications: [
          { asked: '2026-03-05', answered: '2026-03-10' },
          { asked: '2026-03-08', answered: '2026-03-12' },
        ],
        gives: { due: '2026-04-10' },
        because: 'the 5th through the 12th, days asked about twice counted once',
      },
      {
        received: '2026-03-02',
        clarifications: [{ asked: '2026-03-02', answered: '2026-03-03' }],
        gives: { due: '2026-04-07' },
        because: 'the day of receipt was not counted anyway; 3 to 6 April is Easter',
      },
      {
        received: '2026-03-02',
        right: 'deletion',
        clarifications: [{ asked: '2026-03-05', answered: '2026-03-10' }],
        gives: { due: '2026-04-02' },
        because: 'the pause is for access',
      },
      {
        received: '2026-07-01',
        right: 'complaint',
        gives: { due: null, acknowledgeBy: '2026-07-31', extendedDue: null },
        because: 'thirty days from the day after',
      },
      {
        received: '2026-07-02',
        right: 'complaint',
        gives: { acknowledgeBy: '2026-08-03' },
        because: '1 August is a Saturday',
      },
      {
        received: '2026-06-18',
        right: 'complaint',
        gives: { acknowledgeBy: null },
        because: 'the day before it is in force',
      },
    ],
  },
  {
    law: 'ccpa',
    source: '11 CCR §§ 7021, 7026, 7027',
    examples: [
      {
        received: '2026-01-05',
        gives: {
          due: '2026-02-19',
          extendedDue: '2026-04-05',
          extensionNoticeBy: '2026-02-19',
          acknowledgeBy: '2026-01-20',
        },
        because: '45 and 90 days, a Sunday too; ten business days without Martin Luther King Day',
      },
      {
        received: '2026-01-05',
        identity: { asked: '2026-01-06', received: '2026-02-06' },
        gives: { starts: '2026-01-05', due: '2026-02-19', acknowledgeBy: '2026-01-20' },
        because: 'regardless of verification',
      },
      {
        received: '2026-01-05',
        clarifications: [{ asked: '2026-01-06', answered: '2026-02-06' }],
        gives: { due: '2026-02-19' },
        because: 'nothing pauses it',
      },
      {
        received: '2026-06-30',
        right: 'opt_out',
        gives: { due: '2026-07-22', extendedDue: null, extensionNoticeBy: null, acknowledgeBy: null },
        because: 'fifteen business days without Friday 3 July, when Independence Day is observed',
      },
      { received: '2026-06-30', right: 'advertising_opt_out', gives: { due: '2026-07-22' }, because: 'an opt-out' },
      {
        received: '2026-11-20',
        right: 'limit',
        gives: { due: '2026-12-14' },
        because: 'Thanksgiving is no business day',
      },
    ],
  },
  {
    law: 'us-va',
    source: 'Va. Code § 59.1-577',
    examples: [
      {
        received: '2026-01-05',
        gives: { due: '2026-02-19', extendedDue: '2026-04-05', extensionNoticeBy: '2026-02-19' },
        because: '45 and 45 days',
      },
      { received: '2026-01-05', right: 'appeal', gives: { due: '2026-03-06', extendedDue: null }, because: '60 days' },
    ],
  },
  {
    law: 'us-co',
    source: 'C.R.S. § 6-1-1306',
    examples: [
      { received: '2026-01-05', gives: { due: '2026-02-19', extendedDue: '2026-04-05' }, because: '45 and 45 days' },
      {
        received: '2026-01-05',
        right: 'appeal',
        gives: { due: '2026-02-19', extendedDue: '2026-04-20' },
        because: '45 and 60 days',
      },
    ],
  },
  {
    law: 'lgpd',
    source: 'Art. 19 LGPD',
    examples: [
      {
        received: '2026-02-06',
        gives: { due: '2026-02-21', extendedDue: null, extensionNoticeBy: null },
        because: '15 days, a Saturday too',
      },
    ],
  },
  {
    law: 'pipl',
    source: 'Art. 50 PIPL; GB/T 35273-2020',
    examples: [
      {
        received: '2026-09-28',
        gives: { due: '2026-10-21', extendedDue: null },
        because: '15 working days without 1 and 2 October',
      },
      {
        received: '2026-03-02',
        right: 'account_cancellation',
        gives: { due: '2026-03-23' },
        because: 'three weeks without a holiday',
      },
    ],
  },
  {
    law: 'pipeda',
    source: 'PIPEDA s. 8(3)-(4)',
    examples: [
      {
        received: '2026-06-01',
        clarifications: [{ asked: '2026-06-03', answered: '2026-06-20' }],
        gives: { due: '2026-07-01', extendedDue: '2026-07-31', extensionNoticeBy: '2026-07-01' },
        because: '30 days, and Canada Day does not move them',
      },
    ],
  },
  {
    law: 'quebec',
    source: 'P-39.1 s. 32',
    examples: [
      {
        received: '2026-05-25',
        gives: { due: '2026-06-24', extendedDue: null },
        because: '30 days, on the national holiday',
      },
    ],
  },
  {
    law: 'pdpa-sg',
    source: 'PDP Regulations 2021 reg. 5',
    examples: [
      {
        received: '2026-01-05',
        gives: { due: '2026-02-04', extendedDue: null, extensionNoticeBy: '2026-02-04' },
        because: 'say within 30 days when',
      },
    ],
  },
  {
    law: 'pipa-kr',
    source: 'Enforcement Decree Art. 41 and 43',
    examples: [
      { received: '2026-02-20', gives: { due: '2026-03-02', extendedDue: null }, because: 'ten days' },
      { received: '2026-02-20', right: 'deletion', gives: { due: '2026-03-02' }, because: 'ten days' },
    ],
  },
  {
    law: 'appi-jp',
    source: 'APPI Art. 33',
    examples: [{ received: '2026-04-24', gives: { due: '2026-05-08' }, because: '14 days of the policy' }],
  },
  {
    law: 'dpdp-in',
    source: 'DPDP Rules 2025 r. 14',
    examples: [{ received: '2026-01-01', gives: { due: '2026-04-01' }, because: '90 days' }],
  },
  {
    law: 'app-au',
    source: 'APP 12.4',
    examples: [{ received: '2026-01-01', gives: { due: '2026-01-31' }, because: '30 days of the policy' }],
  },
  {
    law: 'fadp-ch',
    source: 'Art. 25(7) FADP',
    examples: [
      {
        received: '2026-07-02',
        gives: { due: '2026-08-01', extendedDue: null, extensionNoticeBy: '2026-08-01' },
        because: '30 days, on a Saturday and national day',
      },
    ],
  },
  {
    law: 'popia-za',
    source: 'POPIA s. 23',
    examples: [
      {
        received: '2026-01-05',
        gives: { starts: '2026-01-05', due: '2026-02-04' },
        because: 'proof came with the request',
      },
      {
        received: '2026-01-05',
        identity: { received: '2026-02-01' },
        gives: { starts: '2026-02-01', due: '2026-03-03', extendedDue: null },
        because: 'from proof of identity',
      },
    ],
  },
];

describe.each(examples)('$law, $source', ({ law: id, examples: table }) => {
  const law = lawProfile(id);
  it.each(table)('received $received: $because', ({ right = 'access', calendar, gives, because: _, ...facts }) => {
    const clock = calculateClock(law, workCalendar(calendar ?? law.calendar), { ...facts, rights: [right] });
    expect(clock).toMatchObject(gives);
    for (const step of clock.explanation) {
      expect(step.article).not.toBe('');
      expect(step.source).toMatch(/^https?:/);
    }
  });
});

describe('several rights in one request', () => {
  it('are due when the first of them is, and confirmed when the first of them must be', () => {
    const clock = calculateClock(lawProfile('ccpa'), workCalendar('us'), {
      received: '2026-01-05',
      rights: ['access', 'advertising_opt_out'],
    });
    expect(clock).toMatchObject({ due: '2026-01-27', acknowledgeBy: '2026-01-20', extendedDue: null });
    expect(clock.explanation.map(({ of, rule }) => `${of}: ${rule}`)).toEqual([
      'start: received',
      'due: working_days_added',
      'acknowledgement: working_days_added',
    ]);
  });

  it('are not paused by a question that pauses only one of them', () => {
    const clock = calculateClock(lawProfile('uk-gdpr'), workCalendar('gb-eng'), {
      received: '2026-03-02',
      rights: ['access', 'deletion'],
      clarifications: [{ asked: '2026-03-05', answered: '2026-03-10' }],
    });
    expect(clock.due).toBe('2026-04-02');
  });
});

it('marks each step with how well its rule is known', () => {
  const { explanation } = calculateClock(lawProfile('gdpr'), workCalendar('ie'), {
    received: '2027-01-31',
    rights: ['access'],
    identity: { asked: '2027-02-01', received: '2027-02-02' },
  });
  expect(explanation.map(({ of, rule, date, amount, verification }) => [of, rule, date, amount, verification])).toEqual(
    [
      ['start', 'received', '2027-01-31', undefined, 'statute'],
      ['due', 'months_added', '2027-02-28', 1, 'statute'],
      ['due', 'identity_awaited', '2027-03-02', 2, 'unverified'],
      ['extension', 'months_added', '2027-04-30', 2, 'statute'],
      ['extension', 'earlier_reading', '2027-04-28', undefined, 'statute'],
      ['extension', 'identity_awaited', '2027-04-30', 2, 'unverified'],
      ['notice', 'told_within_first_period', '2027-03-01', undefined, 'statute'],
    ],
  );
});

it('says so when it counts beyond the years whose holidays are known', () => {
  const { explanation } = calculateClock(lawProfile('gdpr'), workCalendar('ie'), {
    received: '2035-12-20',
    rights: ['access'],
  });
  expect(explanation).toContainEqual(expect.objectContaining({ rule: 'holidays_unknown', verification: 'unverified' }));
});
