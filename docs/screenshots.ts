/** Takes the pictures of the README anew: `node docs/screenshots.ts` writes `docs/screenshots/*.png`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Words } from '../functions/portal/words.ts';
import { english } from '../functions/portal/words-en.ts';
import { chinese } from '../functions/portal/words-zh.ts';
import { type EmbeddedCloud, startEmbeddedCloud } from '../local/embedded-cloud.ts';
import { openWindow, startBrowser } from '../test/support/browser.ts';
import {
  type Ask,
  approve,
  askAndConfirm,
  askForData,
  codeFor,
  downloadPackage,
  placeHold,
  type Staff,
  signInStaff,
  track,
  untilInReview,
} from '../test/support/journey.ts';
import { openByReference, press, typeCode } from '../test/support/member-window.ts';
import { readZip } from '../test/support/read-zip.ts';
import { openConsole, openRequest, openTab } from '../test/support/staff-window.ts';

process.env.TZ = 'UTC';
const pictures = resolve(import.meta.dirname, 'screenshots');
const folder = mkdtempSync(join(tmpdir(), 'screenshots-'));
const day = 86_400_000;
const anna = 'anna.keller@keller-stahl.example';

/** A phone's page is shown whole, a desk's as much of it as its screen holds. */
async function take(page: Page, name: string): Promise<void> {
  const phone = page.viewportSize()?.width === 390;
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled', fullPage: phone });
  process.stdout.write(`${name}\n`);
}

/** A week at the office, so that the queue is not empty. */
async function haveRequests(cloud: EmbeddedCloud): Promise<void> {
  const legal = await signInStaff(cloud, 'legal');
  await placeHold(legal, { email: 'olga.petrova@baltic-met.example' }, new Date(cloud.now()));
  const ask = async (request: Ask) => {
    const { reference } = await askAndConfirm(cloud, request);
    return untilInReview(await signInStaff(cloud, 'agent-2'), reference);
  };
  await ask({ email: 'sean.murphy@murphy-metals.example' });
  await cloud.advanceClock(6 * day);
  await ask({ email: 'olga.petrova@baltic-met.example' });
  await ask({ email: 'marta.kowalska@kowal-stal.example', relation: 'former_member' });
  await cloud.advanceClock(27 * day);
  await askAndConfirm(cloud, { email: 'tom.byrne@visitor.example', relation: 'non_member', name: 'Tom Byrne' });
  const { id } = await ask({ email: 'wang.fang@wangfang-trade.example', language: 'zh' });
  const agent = await signInStaff(cloud, 'agent-2');
  await agent.command(id, { type: 'assign', assignee: agent.id });
  await agent.command(id, { type: 'propose_refusal', reason: 'excessive', words: '您上周已经收到同样的副本。' });
  await askForData(cloud, { email: 'layla.haddad@haddad-metals.example' });
}

/** Fills in the form up to "Check your answers". */
async function fillIn(page: Page, words: Words, address: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel(words.rights.access.label).check();
  await press(page, words.continue);
  await page.getByLabel(words.who.relations.member.label, { exact: true }).check();
  await page.getByLabel(words.who.actings.myself.label).check();
  await press(page, words.continue);
  await page.getByLabel(words.email.email).fill(words === chinese ? 'li.wei@hengxin-steel.example' : anna);
  await page.getByLabel(words.email.name).fill(words === chinese ? '李伟' : 'Anna Keller');
  await press(page, words.continue);
  await press(page, words.continue);
}

async function takePhones(cloud: EmbeddedCloud, browser: Browser): Promise<void> {
  const li = await openWindow(browser, { width: 390, locale: 'zh-CN', scripts: false });
  await li.goto(cloud.url);
  await take(li, 'start-phone-zh');
  await fillIn(li, chinese, `${cloud.url}/zh/request`);
  await press(li, chinese.check.send);
  await typeCode(li, chinese, await codeFor(cloud, 'li.wei@hengxin-steel.example', 'confirmation_code'));
  await take(li, 'received-phone-zh');
  const phone = await openWindow(browser, { width: 390, scripts: false });
  await fillIn(phone, english, `${cloud.url}/en/request`);
  await take(phone, 'check-answers-phone-en');
}

async function takeStaff(cloud: EmbeddedCloud, browser: Browser, reference: string): Promise<void> {
  const page = await openConsole(cloud, browser, 'Agent 1');
  await page.getByRole('link', { name: 'Requests', exact: true }).click();
  await page.getByRole('link', { name: reference }).waitFor();
  await take(page, 'staff-queue');
  await openRequest(page, reference);
  await page.getByRole('button', { name: /^Your account \(/ }).click();
  await page.getByRole('button', { name: 'Show record 1 of Your account' }).click();
  await page.getByRole('button', { name: 'Close Your account, record 1' }).waitFor();
  await page.getByRole('tablist').evaluate((tabs) => scrollBy(0, tabs.getBoundingClientRect().top - 70));
  await take(page, 'staff-review');
  await page.getByRole('button', { name: 'Close Your account, record 1' }).click();
  await openTab(page, 'Decide');
  await take(page, 'staff-decision');
}

async function takeAnswer(cloud: EmbeddedCloud, browser: Browser, staff: Staff, reference: string): Promise<void> {
  const { id } = await untilInReview(staff, reference);
  await approve(cloud, staff, id);
  const page = await openWindow(browser, { width: 1280 });
  await openByReference(cloud, page, { words: english, language: 'en', reference, email: anna });
  await take(page, 'track');
  await page.goto(`${cloud.mailboxUrl}/?to=${encodeURIComponent(anna)}`);
  await page.getByRole('link', { name: /Your code to confirm/ }).click();
  await take(page, 'mailbox');
  await cloud.advanceClock(60_000);
  const { member } = await track(cloud, { reference, email: anna });
  const index = readZip(await downloadPackage(cloud, member)).get('index.html');
  if (index === undefined) throw new Error('the package has no index.html');
  writeFileSync(join(folder, 'index.html'), index);
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  await take(page, 'package');
}

mkdirSync(pictures, { recursive: true });
const log = (text: string) => void process.stdout.write(`${text}\n`);
const cloud = await startEmbeddedCloud({ dataDir: join(folder, 'data'), sample: 'default', port: 4400, log });
const browser = await startBrowser();
try {
  await haveRequests(cloud);
  await takePhones(cloud, browser);
  const staff = await signInStaff(cloud, 'agent');
  const { reference } = await askAndConfirm(cloud, { email: anna, name: 'Anna Keller' });
  await untilInReview(staff, reference);
  await takeStaff(cloud, browser, reference);
  await takeAnswer(cloud, browser, staff, reference);
} finally {
  await browser.close();
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
}
