import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { english } from '../../functions/portal/words-en.ts';
import { chinese } from '../../functions/portal/words-zh.ts';
import { expectSound, openWindow, startBrowser } from '../support/browser.ts';
import { askAndConfirm, codeFor, mailsTo, signInStaff, untilInReview, untilStatus } from '../support/journey.ts';
import { memberStores } from '../support/member-stores.ts';
import { errorSummary, follow, openByReference, press, typeCode } from '../support/member-window.ts';
import { openConsole, openRequest, openTab } from '../support/staff-window.ts';
import { startTestCloud, type TestCloud } from '../support/test-cloud.ts';

let cloud: TestCloud;
let browser: Browser;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
});

async function accountOf(email: string) {
  const stores = memberStores(cloud);
  try {
    return ((await stores.read())['members.members'] ?? []).find((row) => row.email === email);
  } finally {
    await stores.close();
  }
}

describe.each([
  {
    words: english,
    language: 'en',
    lang: 'en',
    width: 1280,
    email: 'anna.keller@keller-stahl.example',
    phone: '+353 1 555 0199',
    job: 'Chief executive',
  },
  {
    words: chinese,
    language: 'zh',
    lang: 'zh-Hans',
    width: 390,
    email: 'li.wei@hengxin-steel.example',
    phone: '+86 21 5555 0188',
    job: '董事长',
  },
])(
  'a disputed correction, in $language at $width px, without scripts',
  ({ words, language, lang, width, email, phone, job }) => {
    const { changes } = words;
    let page: Page;
    let reference: string;
    let id: string;
    const sound = (title: string) => expectSound(page, { title: `${title} – FerroNex`, lang });
    const part = (number: number, name: string) => page.locator(`#correction_${number}_${name}`);

    it('the member is first shown the way to do it alone, then says what is wrong', async () => {
      page = await openWindow(browser, { width, locale: language === 'zh' ? 'zh-CN' : 'en-GB', scripts: false });
      await page.goto(`${cloud.url}/${language}/request`);
      await page.getByLabel(words.rights.correction.label).check();
      await press(page, words.continue);
      await page.getByLabel(words.who.relations.member.label, { exact: true }).check();
      await page.getByLabel(words.who.actings.myself.label).check();
      await press(page, words.continue);
      await page.getByLabel(words.email.email).fill(email);
      await press(page, words.continue);
      await page.getByRole('heading', { level: 1, name: changes.yourselfTitle }).waitFor();
      await page.getByRole('link', { name: changes.settings }).waitFor();
      await sound(changes.yourselfTitle);
      await press(page, words.continue);
      await sound(changes.correctionTitle);

      await press(page, words.continue);
      expect(await errorSummary(page).getByRole('link').allTextContents()).toEqual([
        words.problems.correction_description_missing,
        words.problems.correction_correct_missing,
      ]);
      await sound(`${words.errorPrefix}${changes.correctionTitle}`);
      await part(1, 'category').selectOption('registration');
      await part(1, 'description').fill('Telephone');
      await part(1, 'correct').fill(phone);
      await part(1, 'evidence').fill('My new contract.');
      await press(page, changes.another);
      await part(2, 'description').fill('Job title');
      await part(2, 'correct').fill(job);
      await sound(changes.correctionTitle);
      await press(page, words.continue);
      await page.getByText(phone).waitFor();
      await page.getByText(job).waitFor();
      await sound(words.check.title);
      await press(page, words.check.send);
      await typeCode(page, words, await codeFor(cloud, email, 'confirmation_code', 0));
      reference = (await page.locator('.reference').first().textContent()) ?? '';
      ({ id } = await untilInReview(await signInStaff(cloud, 'agent'), reference));
    });

    it('staff find what is meant, accept one point and refuse the other', async () => {
      const agent = await openConsole(cloud, browser, 'Agent 1');
      await openRequest(agent, reference);
      await openTab(agent, 'Review');
      await agent.getByText('2 changes to decide').waitFor();
      await agent.getByRole('button', { name: 'Read what was asked' }).click();
      await agent.getByRole('heading', { name: 'Correction 1' }).waitFor();
      await expectSound(agent, { title: `${reference} – Privacy requests`, lang: 'en' });

      const choose = async (label: string, option: string | RegExp) => {
        await agent.getByRole('button', { name: label }).first().click();
        await agent.getByRole('option', { name: option }).first().click();
      };
      await choose('Source', 'Your account');
      await choose('Record', new RegExp(email.split('@')[0]?.replace('.', '.') ?? ''));
      await choose('Field', /^Telephone/);
      await agent.getByText('Stored now:').waitFor();
      await expectSound(agent, { title: `${reference} – Privacy requests`, lang: 'en' });
      await agent.getByRole('button', { name: 'Accept', exact: true }).first().click();
      await agent.getByText('Accepted as asked').waitFor();

      await agent.getByText('Refuse this change').first().click();
      await choose('Reason', 'What is stored is right');
      await agent
        .getByRole('textbox', { name: 'Plain words for the member' })
        .fill('Your company told us another title.');
      await agent.getByRole('button', { name: 'Refuse this change' }).last().click();
      await agent.getByText('Every change is decided').waitFor();
      await expectSound(agent, { title: `${reference} – Privacy requests`, lang: 'en' });
      await openTab(agent, 'Decide');
      await agent.getByRole('button', { name: 'Approve and send' }).click();
      await untilStatus(await signInStaff(cloud, 'agent'), id, 'partly_completed');
      await agent.close();
    });

    it('the store holds the one, and the member reads both answers with the ways to complain', async () => {
      expect(await accountOf(email)).toMatchObject({ phone });
      expect((await accountOf(email))?.job_title).not.toBe(job);
      await expect
        .poll(async () => (await mailsTo(cloud, email, 'correction_done')).length, { timeout: 30_000 })
        .toBe(1);
      const [mail] = await mailsTo(cloud, email, 'correction_done');
      expect(mail?.text).not.toContain(phone);
      await openByReference(cloud, page, { words, language, reference, email });
      await page.getByText(words.statuses.partly_changed.text).waitFor();
      await sound(words.status.title);
      await follow(page, words.status.readAnswer);
      await sound(changes.partlyTitle);
      const said = (await page.locator('main').textContent()) ?? '';
      for (const text of [changes.ends.done, changes.ends.refused, 'Your company told us another title.'])
        expect(said).toContain(text);
      expect(said).toContain(words.outcome.complainTitle);
    });
  },
);

it('a listing is taken down, and nobody finds it any more', async () => {
  const email = 'wang.fang@wangfang-trade.example';
  const listings = cloud.listingsUrl ?? '';
  const all = await (await fetch(listings)).text();
  const number = /listings\/(L000003-\d+)/.exec(all)?.[1] ?? '';
  expect((await fetch(`${listings}/listings/${number}`)).status).toBe(200);
  const { reference } = await askAndConfirm(cloud, {
    email,
    rights: ['listing_takedown'],
    listing: { listing: `${listings}/listings/${number}\nL000001-1`, extent: 'listing' },
  });
  const staff = await signInStaff(cloud, 'agent');
  const { id } = await untilInReview(staff, reference);
  const decide = async (change: string, decision: object) => {
    const { version } = (await staff.call('GET', `/requests/${id}`)).body as { version: number };
    return staff.call('POST', `/requests/${id}/changes/${change}`, { ...decision, expectedVersion: version });
  };
  // Somebody else's listing is not among what belongs to this person.
  expect(await decide('l2', { type: 'take_down', extent: 'listing' })).toMatchObject({
    status: 422,
    body: { code: 'unknown_record' },
  });
  const words = 'It is not a listing of your company.';
  expect((await decide('l2', { type: 'refuse', reason: 'not_theirs', words })).status).toBe(200);
  expect((await decide('l1', { type: 'take_down', extent: 'listing' })).status).toBe(200);
  expect((await staff.command(id, { type: 'approve' })).status).toBe(200);
  await untilStatus(staff, id, 'partly_completed');
  const gone = await fetch(`${listings}/listings/${number}`);
  expect(gone.status).toBe(404);
  expect(await (await fetch(listings)).text()).not.toContain(number);
  expect((await fetch(`${listings}/listings/L000001-1`)).status).toBe(200);
  await expect
    .poll(async () => (await mailsTo(cloud, email, 'listing_taken_down')).length, { timeout: 30_000 })
    .toBe(1);
});
