import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { previewMail } from '../../../../local/privacy/preview-mail.ts';
import { runCommand } from '../../../../local/privacy/run-command.ts';

async function typed(line: string) {
  const printed: string[] = [];
  const told: string[] = [];
  const code = await runCommand({ 'preview-mail': previewMail }, ['preview-mail', ...line.split(' ').filter(Boolean)], {
    environment: {},
    print: (text) => printed.push(text),
    tell: (text) => told.push(text),
  });
  return { code, printed: printed.join('\n'), told };
}

it('prints a mail in a language, under a law, for a right', async () => {
  const chinese = await typed('refusal --language zh --law pipl --right deletion');
  expect(chinese).toMatchObject({ code: 0, told: [] });
  expect(chinese.printed).toContain('Subject: 我们对您的申请 PR-7K3M-9QXZ 的答复');
  expect(chinese.printed).toContain('您有权依法向人民法院提起诉讼');
  const html = await typed('deletion_done --html');
  expect(html.printed).toMatch(/^<!doctype html>/);
  expect(html.printed).toContain('We had to keep:');
  expect((await typed('staff_overdue')).printed).toContain('Overdue: request PR-7K3M-9QXZ');
});

it.each([
  ['', 'Give a template: '],
  ['no_such_mail', 'There is no template no_such_mail.'],
  ['refusal --law hammurabi', 'There is no law hammurabi.'],
  ['refusal --language fr', 'There is no language fr.'],
  ['refusal --right everything', 'There is no right everything.'],
  ['refusal --colour red', "Unknown option '--colour'"],
  ['--all', 'Give the folder to write to'],
])('says in one line why it can’t: %s', async (line, says) => {
  const { code, printed, told } = await typed(line);
  expect([code, printed, told.length]).toEqual([1, '', 1]);
  expect(told[0]).toContain(says);
});

it('writes every mail of every language into a folder', async () => {
  const out = mkdtempSync(join(tmpdir(), 'mails-'));
  try {
    expect((await typed(`--all --out ${out}`)).code).toBe(0);
    const english = readdirSync(join(out, 'en'));
    expect(english).toEqual(readdirSync(join(out, 'zh')));
    expect(english.length).toBe(2 * readdirSync('policy/ferronex/messages/en').length);
    for (const name of english) expect(readFileSync(join(out, 'en', name), 'utf8').length).toBeGreaterThan(50);
  } finally {
    rmSync(out, { recursive: true });
  }
});
