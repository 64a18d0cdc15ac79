import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { english } from '../../functions/portal/words-en.ts';
import { chinese } from '../../functions/portal/words-zh.ts';
import { expectSound, openWindow, startBrowser } from '../support/browser.ts';
import { codeFor, mailsTo, signInStaff, untilInReview, untilStatus } from '../support/journey.ts';
import { memberStores } from '../support/member-stores.ts';
import { follow, openByReference, press, typeCode } from '../support/member-window.ts';
import { openConsole, openRequest, openTab } from '../support/staff-window.ts';
import { startTestCloud, type TestCloud } from '../support/test-cloud.ts';

const day = 86_400_000;

let cloud: TestCloud;
let browser: Browser;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
});

const people = [
  { words: english, language: 'en', lang: 'en', width: 1280, email: 'jonas.murphy.99@company-9.example' },
  { words: chinese, language: 'zh', lang: 'zh-Hans', width: 390, email: 'wang.fang@wangfang-trade.example' },
] as const;

describe.each(people)('in $language at $width px, without scripts', ({ words, language, lang, width, email }) => {
  let page: Page;
  let reference: string;
  let id: string;
  const sound = (title: string) => expectSound(page, { title: `${title} – FerroNex`, lang });
  const main = async () => (await page.locator('main').textContent()) ?? '';

  it('a member reads what cancelling the account means, asks for it and confirms', async () => {
    page = await openWindow(browser, { width, scripts: false });
    await page.goto(`${cloud.url}/${language}/request`);
    await page.getByLabel(words.rights.account_cancellation.label).check();
    await press(page, words.continue);
    await page.getByLabel(words.who.relations.member.label, { exact: true }).check();
    await page.getByLabel(words.who.actings.myself.label).check();
    await press(page, words.continue);
    await page.getByLabel(words.email.email).fill(email);
    await press(page, words.continue);
    await sound(words.check.title);
    expect(await main()).toContain(words.cancellation.warning(7));
    await page.getByText(words.deletion.explain).click();
    await sound(words.check.title);
    await press(page, words.check.send);
    await typeCode(page, words, await codeFor(cloud, email, 'confirmation_code'));
    await sound(words.received.title);
    reference = (await page.locator('dd.reference').first().textContent()) ?? '';
  });

  it('staff see what it means in this case, settle the company where they must, and two of them approve', async () => {
    const agent = await signInStaff(cloud, 'agent');
    ({ id } = await untilInReview(agent, reference));
    const console = await openConsole(cloud, browser, 'Agent 1');
    await openRequest(console, reference);
    await openTab(console, 'Decide');
    await console.getByText('What cancelling means').waitFor();
    await console
      .getByText(/^In this case: \d+$/)
      .first()
      .waitFor();
    if ((await agent.request(id)).next === 'settle_company') {
      await console.getByText('The company would be left without an administrator').first().waitFor();
      await expectSound(console, { title: `${reference} – Privacy requests`, lang: 'en' });
      await console.getByRole('button', { name: 'The company is closed' }).click();
      await console.getByText('The company is noted as closed').waitFor();
    }
    await expectSound(console, { title: `${reference} – Privacy requests`, lang: 'en' });
    await console.getByRole('button', { name: 'Approve and hand to a second person' }).click();
    await console.getByText('A second person has to approve the deletion').first().waitFor();
    await console.close();
    const approver = await signInStaff(cloud, 'approver');
    expect((await approver.command(id, { type: 'approve_answer' })).status).toBe(200);
    await expect
      .poll(async () => (await mailsTo(cloud, email, 'cancellation_scheduled')).length, { timeout: 60_000 })
      .toBe(1);
  });

  it('after the waiting period the account is closed and the listings are gone; tracking still works', async () => {
    const stores = memberStores(cloud);
    try {
      const members = (await stores.read())['members.members'] ?? [];
      const account = members.find((row) => row.email === email);
      const listed = async () =>
        ((await stores.read())['trade.listings'] ?? []).filter(({ company_id }) => company_id === account?.company_id);
      const before = await listed();
      expect(before.length).toBeGreaterThan(0);
      const address = `${cloud.listingsUrl}/listings/${before[0]?.listing_id}`;
      const everybody = await openWindow(browser, { width, scripts: false });
      expect((await everybody.goto(address))?.status()).toBe(200);
      await everybody.getByRole('heading', { name: String(before[0]?.title) }).waitFor();
      await cloud.advanceClock(7 * day);
      await cloud.advanceClock(day / 24);
      await untilStatus(await signInStaff(cloud, 'agent'), id, 'partly_completed');
      expect(await listed()).toEqual([]);
      expect((await everybody.reload())?.status()).toBe(404);
      await everybody.goto(String(cloud.listingsUrl));
      for (const { listing_id } of before) expect(await everybody.content()).not.toContain(String(listing_id));
      const after = (await stores.read())['members.members']?.find(({ member_id }) => member_id === account?.member_id);
      expect(after?.status).toBe('closed');
    } finally {
      await stores.close();
    }
    await expect
      .poll(async () => (await mailsTo(cloud, email, 'account_cancelled')).length, { timeout: 60_000 })
      .toBe(1);
    page = await openWindow(browser, { width, scripts: false });
    await openByReference(cloud, page, { words, language, reference, email });
    await sound(words.status.title);
    await follow(page, words.status.readAnswer);
    await sound(words.outcome.titleCancelled);
    expect(await main()).toContain(words.cancellation.closed);
    expect(await main()).toContain(words.cancellation.companyClosed);
  });
});
