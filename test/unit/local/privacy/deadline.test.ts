import { describe, expect, it } from 'vitest';
import { deadline } from '../../../../local/privacy/deadline.ts';
import { runCommand } from '../../../../local/privacy/run-command.ts';

async function typed(line: string) {
  const printed: string[] = [];
  const told: string[] = [];
  const code = await runCommand({ deadline }, ['deadline', ...line.split(' ').filter(Boolean)], {
    environment: {},
    print: (text) => printed.push(text),
    tell: (text) => told.push(text),
  });
  return { code, printed: printed.join('\n'), told };
}

async function dates(line: string): Promise<Record<string, unknown>> {
  const { code, printed, told } = await typed(line);
  expect([code, told]).toEqual([0, []]);
  return JSON.parse(printed) as Record<string, unknown>;
}

describe('privacy deadline', () => {
  it('prints every date of a request as JSON, with each step in words, its article and its mark', async () => {
    const { explanation, ...rest } = await dates('--law uk-gdpr --received 2025-11-25');
    expect(rest).toEqual({
      law: 'uk-gdpr',
      received: '2025-11-25',
      starts: '2025-11-25',
      due: '2025-12-29',
      extendedDue: '2026-02-25',
      extensionNoticeBy: '2025-12-29',
      acknowledgeBy: null,
    });
    expect(explanation).toContainEqual({
      text: 'That is a weekend or holiday, so it ends with the next working day, 2025-12-29.',
      of: 'due',
      rule: 'rolled_to_working_day',
      date: '2025-12-29',
      article: expect.stringContaining('ICO'),
      source: expect.stringContaining('ico.org.uk'),
      verification: 'statute',
    });
    expect(explanation).toContainEqual({ text: 'Each time ends with the end of its day in Europe/London.' });
  });

  it.each([
    ['--law gdpr --received 2027-01-31', { due: '2027-03-01', extendedDue: '2027-04-28' }],
    ['--law uk-gdpr --received 2025-12-01 --calendar gb-sct', { due: '2026-01-05' }],
    [
      '--law uk-gdpr --received 2025-11-25 --identity-requested 2025-11-28 --identity-received 2025-12-02',
      { starts: '2025-12-02', due: '2026-01-02' },
    ],
    ['--law uk-gdpr --received 2026-03-02 --pause 2026-03-05/2026-03-10', { due: '2026-04-08' }],
    [
      '--law uk-gdpr --received 2026-03-02 --pause 2026-03-05/2026-03-10 --pause 2026-03-08/2026-03-12',
      { due: '2026-04-10' },
    ],
    ['--law uk-gdpr --received 2026-03-02 --pause 2026-03-05/2026-03-10 --right deletion', { due: '2026-04-02' }],
    ['--law ccpa --received 2026-01-05', { acknowledgeBy: '2026-01-20', extendedDue: '2026-04-05' }],
    ['--law ccpa --received 2026-06-30 --right opt-out', { due: '2026-07-22', extendedDue: null }],
    ['--law lgpd --received 2026-01-05 --extended', { due: '2026-01-20', extendedDue: null, extensionNoticeBy: null }],
    ['--working-days 10 --calendar us --received 2026-06-30', { law: null, due: '2026-07-15' }],
    ['--working-days 0 --calendar us --received 2026-06-30', { due: '2026-06-30' }],
  ])('%s', async (line, expected) => {
    expect(await dates(line)).toMatchObject(expected);
  });

  it('says what an extension would come to', async () => {
    const last = async (line: string) => JSON.stringify((await dates(`${line} --extended`)).explanation);
    expect(await last('--law gdpr --received 2026-03-02')).toContain('Extended, the answer is due on 2026-06-02.');
    expect(await last('--law lgpd --received 2026-03-02')).toContain('This law grants no extension');
    expect(await last('--law fadp-ch --received 2026-03-02')).toContain('on the date that the controller names');
  });

  it('tells what a calendar does not know', async () => {
    expect(JSON.stringify(await dates('--law pipl --received 2026-03-02'))).toContain('yearly State Council notice');
  });

  it.each([
    ['', /--received/],
    ['--received 2026-01-05', /^Give --law: .*gdpr/],
    ['--received 2026-01-05 --calendar us', /^Give --law/],
    ['--received 2026-01-05 --working-days 5', /--calendar/],
    ['--received 2026-01-05 --working-days 5 --calendar mars', /--calendar mars/],
    ['--received 2026-01-05 --working-days 2.5 --calendar us', /--working-days 2.5/],
    ['--received 2026-01-05 --working-days -1 --calendar us', /--working-days/],
    ['--law hammurabi --received 2026-01-05', /--law hammurabi/],
    ['--law ../organisation --received 2026-01-05', /--law/],
    ['--law gdpr --received 2026-02-30', /2026-02-30/],
    ['--law gdpr --received 2025-02-29', /2025-02-29/],
    ['--law gdpr --received 5.1.2026', /5.1.2026/],
    ['--law gdpr --received 2014-12-31', /2015 to 2035/],
    ['--law gdpr --received 2026-01-05 --time-zone Mars/Olympus', /Mars\/Olympus/],
    ['--law gdpr --received 2026-01-05 --right smile', /--right smile/],
    ['--law gdpr --received 2026-01-05 --pause 2026-01-09', /--pause 2026-01-09/],
    ['--law gdpr --received 2026-01-05 --pause 2026-01-09/2026-01-08', /before it begins/],
    ['--law gdpr --received 2026-01-05 --pause 2026-01-01/2026-01-08', /before the request was received/],
    ['--law gdpr --received 2026-01-05 --pause 2026-01-06/2026-01-08/2026-01-09', /two days/],
    ['--law gdpr --received 2026-01-05 --identity-requested 2026-01-06', /--identity-received/],
    ['--law gdpr --received 2026-01-05 --identity-requested 2026-01-06 --identity-received 2026-01-05', /before/],
    ['--law gdpr --received 2026-01-05 --identity-requested 2026-01-04 --identity-received 2026-01-06', /before/],
    ['--law gdpr --received 2026-01-05 --soon', /--soon/],
    ['--law gdpr --received 2026-01-05 soon', /soon/],
    ['--law gdpr --received', /--received/],
  ])('refuses in one line: %s', async (line, says) => {
    const { code, printed, told } = await typed(line);
    expect([code, printed, told.length]).toEqual([1, '', 1]);
    expect(told[0]).toMatch(says);
    expect(told[0]).not.toContain('\n');
  });
});
