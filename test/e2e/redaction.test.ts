import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { english as words } from '../../functions/portal/words-en.ts';
import { expectSound, openWindow, startBrowser } from '../support/browser.ts';
import { askAndConfirm, codeFor, signInStaff, untilInReview } from '../support/journey.ts';
import { openByReference, press } from '../support/member-window.ts';
import { readZip } from '../support/read-zip.ts';
import { openConsole, openRequest, openTab } from '../support/staff-window.ts';
import { startTestCloud, type TestCloud } from '../support/test-cloud.ts';

/** A visitor wrote to this member, with a telephone number that only a person sees is the visitor's. */
const email = 'li.wei@hengxin-steel.example';
const byHand = '+353 1 555 0142';
const proposed = ['Tom Byrne', 'tom.byrne@visitor.example', '刘洋', '021-5555 0177'];

let cloud: TestCloud;
let browser: Browser;
let folder: string;
let staff: Page;
let reference: string;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
  folder = mkdtempSync(join(tmpdir(), 'redacted-'));
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
  rmSync(folder, { recursive: true, force: true });
});

const staffSees = () => expectSound(staff, { title: `${reference} – Privacy requests`, lang: 'en' });

it('a copy that names other people cannot be approved as it is', async () => {
  ({ reference } = await askAndConfirm(cloud, { email }));
  await untilInReview(await signInStaff(cloud, 'agent'), reference);
  staff = await openConsole(cloud, browser, 'Agent 1');
  await openRequest(staff, reference);
  await openTab(staff, 'Decide');
  await staff.getByText('Proposed redactions are not decided yet').first().waitFor();
  expect(await staff.getByRole('button', { name: 'Approve and send' }).isDisabled()).toBe(true);
  await openTab(staff, 'Review');
  await staff.getByText(/proposed redactions? to accept or decline/).waitFor();
});

it('staff read what is proposed in a source, keep one, take that back, and accept all', async () => {
  await staff.getByRole('button', { name: /^Messages \(/ }).click();
  await staff.getByRole('heading', { name: 'Redactions in Messages' }).waitFor();
  await staff.getByRole('button', { name: 'Keep Tom Byrne' }).click();
  await staff.getByText('Kept', { exact: true }).waitFor();
  await staffSees();
  await staff.getByRole('button', { name: 'Undo the last change' }).click();
  await staff.getByRole('button', { name: 'Keep Tom Byrne' }).waitFor();
  await staff.getByRole('button', { name: 'Accept all proposals in Messages' }).click();
  await staff.getByText('Nothing left to decide in Messages.').waitFor();
});

it('they redact a text by hand, and see the source as the member will', async () => {
  await staff.getByLabel('Redact another text, wherever it stands').fill(byHand);
  await press(staff, 'Redact this text');
  await staff.getByRole('button', { name: `Take back ${byHand}` }).waitFor();
  await staff.getByLabel('Show Messages as the member sees it').check();
  const table = staff.getByRole('table', { name: 'Messages', exact: true });
  await table.getByText('[redacted: another person]').first().waitFor();
  for (const value of proposed) expect(await table.textContent()).not.toContain(value);
  await staffSees();
});

it('when every source is decided, the copy is approved', async () => {
  for (const source of ['Your company', 'Orders of your company', 'Listings published']) {
    await staff.getByRole('button', { name: new RegExp(`^${source} \\(`) }).click();
    const standing = staff.getByText(new RegExp(`to decide in ${source}\\.$`));
    await standing.waitFor();
    if (!/^Nothing/.test((await standing.textContent()) ?? ''))
      await staff.getByRole('button', { name: `Accept all proposals in ${source}`, exact: true }).click();
    await staff.getByText(`Nothing left to decide in ${source}.`).waitFor();
  }
  await staff.getByText(/proposed redactions? to accept or decline/).waitFor({ state: 'detached' });
  await openTab(staff, 'Decide');
  await staff.getByRole('button', { name: 'Approve and send' }).click();
  await staff.getByText('the member was told that the data is ready').waitFor({ timeout: 60_000 });
  await openTab(staff, 'Timeline');
  await staff
    .getByText(/^Redactions accepted: /)
    .first()
    .waitFor();
  await staffSees();
});

it('the member reads what was left out and why; the redacted text is in no file', async () => {
  const member = await openWindow(browser, { width: 1280 });
  await openByReference(cloud, member, { words, language: 'en', reference, email });
  await member.goto(`${cloud.url}/en/data`);
  await member.getByRole('heading', { name: words.ready.leftOut }).waitFor();
  await member.getByText(words.ready.leftOutFor.third_party).waitFor();
  await expectSound(member, { title: `${words.ready.title} – FerroNex`, lang: 'en' });
  await press(member, words.ready.sendCode);
  await member.getByLabel(words.code.label).fill(await codeFor(cloud, email, 'download_code'));
  const downloading = member.waitForEvent('download');
  await press(member, words.ready.download);
  const archive = join(folder, 'package.zip');
  await (await downloading).saveAs(archive);
  const files = readZip(readFileSync(archive));
  for (const [name, text] of files)
    expect([name, [...proposed, byHand].filter((value) => text.includes(value))]).toEqual([name, []]);
  expect(files.get('index.html')).toContain('What we left out');
  for (const name of ['data/trade.messages.csv', 'data/trade.messages.json', 'data/trade.orders.json'])
    expect(files.get(name)).toContain('[redacted: another person]');
});
