import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { english as words } from '../../functions/portal/words-en.ts';
import { expectSound, openWindow, pageRules, startBrowser } from '../support/browser.ts';
import { acceptRedactions, codeFor, signInStaff, untilInReview } from '../support/journey.ts';
import { follow, press, typeCode } from '../support/member-window.ts';
import { readZip } from '../support/read-zip.ts';
import { openRequest, openTab } from '../support/staff-window.ts';
import { startTestCloud, type TestCloud } from '../support/test-cloud.ts';

const email = 'anna.keller@keller-stahl.example';

let cloud: TestCloud;
let browser: Browser;
let folder: string;
let member: Page;
let mailbox: Page;
let staff: Page;
let reference: string;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
  folder = mkdtempSync(join(tmpdir(), 'downloaded-'));
  member = await openWindow(browser, { width: 1280 });
  mailbox = await openWindow(browser, { width: 1280 });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
  rmSync(folder, { recursive: true, force: true });
});

const sound = (title: string) => expectSound(member, { title: `${title} – FerroNex`, lang: 'en' });
const mailboxShows = (title: string) => expectSound(mailbox, { title: `${title} – Development mailbox`, lang: 'en' });
const staffSees = (title: string) => expectSound(staff, { title: `${title} – Privacy requests`, lang: 'en' });

/** Reads the newest mail with this subject in the mailbox page. */
async function openMail(subject: RegExp): Promise<void> {
  const newest = mailbox.getByRole('link', { name: subject }).first();
  for (let tries = 0; tries < 60; tries++) {
    await mailbox.goto(`${cloud.mailboxUrl}/?to=${encodeURIComponent(email)}`);
    if ((await newest.count()) > 0) return newest.click();
    await mailbox.waitForTimeout(250);
  }
  throw new Error(`no mail ${subject} arrived`);
}

/** What is redacted has a journey of its own. */
async function redactionsAccepted(): Promise<void> {
  const agent = await signInStaff(cloud, 'agent');
  await acceptRedactions(agent, (await untilInReview(agent, reference)).id);
}

async function referenceOnPage(): Promise<string> {
  const found = /PR-\w{4}-\w{4}/.exec((await member.locator('main').textContent()) ?? '');
  if (!found) throw new Error(`no reference on ${member.url()}`);
  return found[0];
}

it('a guide says where everything is and moves the clock', async () => {
  const page = await openWindow(browser, { width: 1280 });
  await page.goto(`${cloud.url}/guide`);
  await expectSound(page, { title: 'Guide – privacy requests on this machine', lang: 'en' });
  const time = async () => Date.parse((await page.getByRole('time').getAttribute('datetime')) ?? '');
  const before = await time();
  await press(page, '1 hour');
  expect((await time()) - before).toBeGreaterThanOrEqual(3_600_000);
});

it('the member asks, a page at a time', async () => {
  await member.goto(cloud.url);
  await sound(words.start.title);
  await follow(member, words.start.start);
  await sound(words.what.title);
  await member.getByLabel(words.rights.access.label).check();
  await press(member, words.continue);
  await sound(words.who.title);
  await member.getByLabel(words.who.relations.member.label, { exact: true }).check();
  await member.getByLabel(words.who.actings.myself.label).check();
  await press(member, words.continue);
  await sound(words.email.title);
  await member.getByLabel(words.email.email).fill(email);
  await member.getByLabel(words.email.name).fill('Anna Keller');
  await press(member, words.continue);
  await sound(words.data.title);
  await press(member, words.continue);
  await sound(words.check.title);
  expect(await member.locator('dl.summary').textContent()).toContain(email);
  await press(member, words.check.send);
  await sound(words.code.title);
});

it('the code comes by mail and confirms the request', async () => {
  await openMail(/Your code to confirm/);
  await mailboxShows(`Your code to confirm request ${await referenceOnPage()}`);
  await typeCode(member, words, (await mailbox.locator('.found .code').textContent()) ?? '');
  await sound(words.received.title);
  reference = await referenceOnPage();
  expect(await member.locator('.panel time').getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\d$/);
  await follow(member, words.received.track);
  await sound(words.status.title);
});

it('staff sign in, find the request in the queue and see where its data came from', async () => {
  staff = await openWindow(browser, { width: 1280 });
  await staff.goto(`${cloud.url}/staff`);
  await staff.getByRole('button', { name: 'Sign in' }).waitFor();
  await staffSees('Sign in');
  await press(staff, 'Sign in');
  await staff.getByRole('heading', { name: 'Who are you today?' }).waitFor();
  await expectSound(staff, { title: 'Who are you today?', lang: 'en' });
  await staff.getByRole('button', { name: 'Sign in as Agent 1' }).click();
  await staff.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
  await staff.getByText('My next request').waitFor();
  await staffSees('Home');
  await redactionsAccepted();
  await openRequest(staff, reference);
  await staff.getByText('Look through what was found').waitFor({ timeout: 60_000 });
  await openTab(staff, 'Gather');
  await staffSees(reference);
});

it('staff look through the records by category and approve', async () => {
  await openTab(staff, 'Review');
  await staff.getByRole('button', { name: /^Your account / }).click();
  await staff.getByText(email).first().waitFor();
  await staffSees(reference);
  await openTab(staff, 'Decide');
  await staffSees(reference);
  await staff.getByRole('button', { name: 'Approve and send' }).click();
  await staff.getByText('the member was told that the data is ready').waitFor({ timeout: 60_000 });
  await staffSees(reference);
});

it('the member is told, asks for a fresh code and downloads the package', async () => {
  await openMail(/is ready/);
  await member.goto(`${cloud.url}/en/status`);
  await sound(words.status.title);
  await follow(member, words.status.openFiles);
  await sound(words.ready.title);
  await press(member, words.ready.sendCode);
  await sound(words.ready.title);
  await member.getByLabel(words.code.label).fill(await codeFor(cloud, email, 'download_code'));
  const downloading = member.waitForEvent('download');
  await press(member, words.ready.download);
  const download = await downloading;
  const archive = join(folder, 'package.zip');
  await download.saveAs(archive);
  const index = readZip(readFileSync(archive)).get('index.html');
  writeFileSync(join(folder, 'index.html'), index ?? '');
});

it('the package opens in the browser and shows the member’s data', async () => {
  const page = await openWindow(browser, { width: 1280 });
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectSound(page, { title: 'A copy of your data – FerroNex', lang: 'en' });
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expectSound(page, { title: 'A copy of your data – FerroNex', lang: 'en' });
  expect(await page.locator('main').textContent()).toContain(email);
});

it('the mailbox has all mails of the member, a phone can read them', async () => {
  await mailbox.setViewportSize({ width: 390, height: 844 });
  await mailbox.goto(cloud.mailboxUrl);
  await mailboxShows('Recipients');
  await mailbox.getByText('Fault switches').click();
  await mailboxShows('Recipients');
  await mailbox.getByRole('link', { name: email }).click();
  await mailboxShows(email);
  await mailbox.getByRole('link', { name: /We received your request/ }).click();
  await mailboxShows((await mailbox.getByRole('heading', { level: 1 }).textContent()) ?? '');
  // A mail is a document of its own, in which no script may run.
  const mail = await openWindow(browser, { width: 390, scripts: false });
  await mail.goto(new URL((await mailbox.locator('iframe').getAttribute('src')) ?? '', mailbox.url()).href);
  await expectSound(mail, { title: await mail.title(), lang: 'en', without: pageRules });
  expect(await mail.locator('body').textContent()).toContain(reference);
});

it('tracking shows every step of the way', async () => {
  await member.goto(`${cloud.url}/en/status`);
  await sound(words.status.title);
  const timeline = await member.locator('.timeline li').allInnerTexts();
  const { events } = words;
  const steps = [
    events.RequestSubmitted,
    events.EmailConfirmed,
    events.IdentityVerified,
    events.GatheringPlanned,
    events.GatheringFinished,
    events.AnswerApproved,
    events.PackageBuilt,
    events.DownloadReleased,
  ];
  expect(timeline.map((line) => line.split('\n')[0]).toSorted()).toEqual(steps.toSorted());
});
