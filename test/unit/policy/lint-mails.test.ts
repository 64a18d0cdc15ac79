import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { compileOrganisation, formatError, lintMails } from '../../../policy/compiler/index.ts';
import { copyOf, edit, removeCopies } from '../../support/edited-policy.ts';

const ferronex = 'policy/ferronex';

afterEach(removeCopies);

function lint(folder: string): string[] {
  const compiled = compileOrganisation(folder);
  if (!compiled.ok) throw new Error(compiled.refusal.map(formatError).join('\n'));
  return lintMails(folder, compiled.value).map((error) =>
    formatError({ ...error, file: relative(folder, error.file) }),
  );
}

function broken(file: string, from: string, to: string): string[] {
  const folder = copyOf(ferronex);
  edit(join(folder, file), from, to);
  return lint(folder);
}

describe('what the law wants said', () => {
  it.each([ferronex, 'test/support/organisations/bakery'])('is said by every mail of %s', (folder) => {
    expect(lint(folder)).toEqual([]);
  });

  it('is missed where a clause is hidden from one right', () => {
    const told = broken(
      'messages/en/access_ready.yaml',
      'You may also complain to {authority} ({authorityUrl}). {court}',
      '{copies, select, portability {} other {You may also complain to {authority} ({authorityUrl}). {court}}}',
    );
    expect(told).toContain(
      'messages/en/access_ready.yaml:2: under pipl, for portability: the mail must say where to complain (not in the plain text and the HTML)',
    );
    expect(told.every((line) => line.includes('for portability'))).toBe(true);
  });

  it('is missed where the right to sue is not told to who has it', () => {
    const told = broken('messages/zh/refusal.yaml', '{court}', '{preserved, select, recourse {{court}} other {}}');
    expect(told).toContain('messages/zh/refusal.yaml:2: under pipl, for access: the mail must say right to sue');
    expect(told.every((line) => line.startsWith('messages/zh/refusal.yaml:2: '))).toBe(true);
  });

  it('is missed where a notice of extension names the old date', () => {
    const date = broken(
      'messages/en/extension_notice.yaml',
      '{replyBy, date, full}',
      '{extensionReason, select, nonsense {{replyBy, date, full}} other {soon}}',
    );
    expect(date).toContain('messages/en/extension_notice.yaml:2: under gdpr, for access: the mail must say new date');
  });

  it('is missed where a notice of extension names no reason', () => {
    const reason = broken(
      'messages/en/extension_notice.yaml',
      'complexity {your request is complex}',
      'complexity {we cannot answer within the first period}',
    );
    expect(reason).toContain('messages/en/extension_notice.yaml:2: under gdpr, for access: the mail must say reasons');
  });

  it.each([
    [
      'why something was kept',
      'messages/en/deletion_done.yaml',
      ' {basis} How long: {until}',
      ' {replyBy, select, x {{basis} {until}} other {}}',
      'why something is kept',
    ],
    [
      'what becomes of backups',
      'messages/zh/deletion_done.yaml',
      '"{backups}"',
      '"{copies, select, access {{backups}} other {}}"',
      'what becomes of backups',
    ],
    [
      'what stops',
      'messages/en/choices_noted.yaml',
      '"{name}: {effect}"',
      '"{name}{right, select, other {}}{name, select, x {{effect}} other {}}"',
      'what stops',
    ],
    [
      'why a right is refused beside it',
      'messages/zh/choices_noted.yaml',
      '"{name}：{reason}"',
      '"{name}{reason, select, x {{reason}} other {}}"',
      'reasons, where something else is refused',
    ],
    [
      'where to appeal of what is refused beside it',
      'messages/en/deletion_done.yaml',
      '({authorityUrl})',
      '({partRefusal, select, yes {online} other {{authorityUrl}}})',
      'complaint to authority, where something else is refused',
    ],
    [
      'when a complaint is answered',
      'messages/en/complaint_acknowledged.yaml',
      '{replyBy, date, full}',
      '{right, select, x {{replyBy, date, full}} other {soon}}',
      'by when it is answered',
    ],
  ])('is missed where a mail does not tell %s', (_what, file, from, to, says) => {
    const told = broken(file, from, to);
    expect(told.length).toBeGreaterThan(0);
    for (const line of told) expect(line).toContain(file);
    expect(told.join('\n')).toContain(`the mail must say ${says}`);
  });

  it('is asked of the policy where a law has routes of its own', () => {
    const folder = copyOf(ferronex);
    const file = join(folder, 'organisation.yaml');
    const own = / {4}# Art. 50 and 65 PIPL\.[\s\S]*?第五十条）。\n/.exec(readFileSync(file, 'utf8'))?.[0] ?? '';
    edit(file, own, '');
    expect(lint(folder)).toEqual([
      expect.stringMatching(
        /^organisation\.yaml:\d+: law "pipl" wants routes of complaint told: it needs complaints of its own$/,
      ),
    ]);
  });

  it('is missed where a mail does not tell until when an answer can be appealed against', () => {
    const folder = copyOf(ferronex);
    const law = [
      '  - law: us-va',
      '    calendar: us-va',
      '    place: US-VA',
      '    name: { en: Virginia, zh: 弗吉尼亚州 }',
      '    complaints:',
      '      authority: { en: The Attorney General of Virginia, zh: 弗吉尼亚州总检察长 }',
      '      authority_url: https://www.oag.state.va.us/',
      '      court: { en: The courts of Virginia are open to you., zh: 您可以向弗吉尼亚州法院起诉。 }',
      '      appeal: { en: You can appeal to us on the page of your request., zh: 您可以在申请页面向我们提出申诉。 }',
    ];
    edit(join(folder, 'organisation.yaml'), 'links:\n', `${law.join('\n')}\nlinks:\n`);
    edit(join(folder, 'messages/zh/refusal.yaml'), '{appealUntil, date, long}', '期限');
    const told = lint(folder);
    expect(told.length).toBeGreaterThan(0);
    for (const line of told)
      expect(line).toMatch(/^messages\/zh\/refusal\.yaml:\d+: under us-va, for \w+: the mail must say appeal$/);
  });

  it('is asked for where a law gives an appeal', () => {
    const folder = copyOf(ferronex);
    const law = '  - { law: us-va, calendar: us-va, place: US-VA, name: { en: Virginia, zh: 弗吉尼亚州 } }\n';
    edit(join(folder, 'organisation.yaml'), 'links:\n', `${law}\nlinks:\n`);
    expect(lint(folder)).toEqual([
      expect.stringContaining('law "us-va" wants routes of complaint told'),
      expect.stringContaining('law "us-va" wants told how to appeal: complaints.appeal is missing'),
    ]);
  });
});
