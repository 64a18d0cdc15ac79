import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chinese as words } from '../../functions/portal/words-zh.ts';
import { expectSound, isFocused, openWindow, startBrowser } from '../support/browser.ts';
import { codeFor, mailsTo } from '../support/journey.ts';
import { errorSummary, follow, press, typeCode } from '../support/member-window.ts';
import { startTestCloud, type TestCloud } from '../support/test-cloud.ts';

const email = 'li.wei@hengxin-steel.example';
const waitingDays = 7;

let cloud: TestCloud;
let browser: Browser;
let phone: Page;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
  phone = await openWindow(browser, { width: 390, locale: 'zh-CN', scripts: false });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
});

const sound = (title: string) => expectSound(phone, { title: `${title} – FerroNex`, lang: 'zh-Hans' });
const main = async () => (await phone.locator('main').textContent()) ?? '';

it('a member reads what a deletion means before choosing it', async () => {
  await phone.goto(`${cloud.url}/zh/request`);
  await sound(words.what.title);
  await press(phone, words.continue);
  await sound(`${words.errorPrefix}${words.what.title}`);
  expect(await errorSummary(phone).getByRole('link').allTextContents()).toEqual([words.problems.right_missing]);
  expect(await isFocused(errorSummary(phone))).toBe(true);
  await phone.getByText(words.deletion.explain).click();
  expect(await phone.getByText(words.deletion.heldBefore).isVisible()).toBe(true);
  expect(await main()).toContain('保留期限：自会计年度结束起保存 6 年。');
  // With the whole explanation in sight, too.
  await sound(`${words.errorPrefix}${words.what.title}`);
});

it('chooses it alone: kinds of data are asked for, no dates', async () => {
  await phone.getByLabel(words.rights.deletion.label).check();
  await press(phone, words.continue);
  await sound(words.who.title);
  await phone.getByLabel(words.who.relations.member.label, { exact: true }).check();
  await phone.getByLabel(words.who.actings.myself.label).check();
  await press(phone, words.continue);
  await phone.getByLabel(words.email.email).fill(email);
  await press(phone, words.continue);
  await sound(words.data.titleDeletion);
  expect(await phone.locator('#from_day').count()).toBe(0);
  await press(phone, words.continue);
  await sound(words.check.title);
  expect(await main()).toContain(words.deletion.warning(waitingDays));
});

it('adds a copy, whose dates are then asked for', async () => {
  await press(phone, `${words.change} ${words.check.right}`);
  await sound(words.what.title);
  await phone.getByLabel(words.rights.access.label).check();
  await press(phone, words.continue);
  await sound(words.check.title);
  await press(phone, `${words.change} ${words.check.periodOfCopy}`);
  await sound(words.data.titleBoth);
  expect(await main()).toContain(words.data.periodOfCopy);
  await press(phone, words.continue);
  expect(await main()).toContain(words.rights.access.label);
  expect(await main()).toContain(words.rights.deletion.label);
});

it('sends it, confirms it and has one reference for both', async () => {
  await press(phone, words.check.send);
  await sound(words.code.title);
  const code = await codeFor(cloud, email, 'confirmation_code');
  const [mail] = await mailsTo(cloud, email, 'confirmation_code');
  expect(mail?.text).toContain('- 获取您的个人信息副本');
  await typeCode(phone, words, code);
  await sound(words.received.title);
  expect(await main()).toContain(`${waitingDays} 天`);
  expect(await phone.locator('dd.reference').allTextContents()).toEqual([expect.stringMatching(/^PR-/)]);
});

it('sees where it stands, and takes it back', async () => {
  await follow(phone, words.received.track);
  await sound(words.status.title);
  expect(await main()).toContain(words.rights.deletion.label);
  await follow(phone, words.status.withdraw);
  await sound(words.withdraw.title);
  expect(await main()).toContain(words.withdraw.deletion);
  await press(phone, words.withdraw.confirm);
  await sound(words.status.title);
  expect(await main()).toContain(words.statuses.withdrawn.name);
});
