import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { english } from '../../functions/portal/words-en.ts';
import { chinese } from '../../functions/portal/words-zh.ts';
import { expectSound, openWindow, startBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { codeFor, mailsTo } from '../support/journey.ts';
import { memberStores } from '../support/member-stores.ts';
import { follow, press, typeCode } from '../support/member-window.ts';
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

/** What the account says of marketing and advertising. */
async function choicesOf(email: string) {
  const stores = memberStores(cloud);
  try {
    const rows = (await stores.read())['members.members'] ?? [];
    const { marketing_email, personal_advertising } = rows.find((row) => row.email === email) ?? {};
    return { marketing_email, personal_advertising };
  } finally {
    await stores.close();
  }
}

describe.each([
  { words: english, language: 'en', lang: 'en', width: 1280, email: 'layla.haddad@haddad-metals.example' },
  { words: chinese, language: 'zh', lang: 'zh-Hans', width: 390, email: 'chen.jing@ruifeng-metal.example' },
])('in $language at $width px, without scripts', ({ words, language, lang, width, email }) => {
  let page: Page;
  const sound = (title: string) => expectSound(page, { title: `${title} – FerroNex`, lang });

  it('a member stops advertising and marketing mails: nothing else is asked', async () => {
    page = await openWindow(browser, { width, scripts: false });
    await page.goto(`${cloud.url}/${language}/request`);
    await page.getByLabel(words.rights.advertising_opt_out.label).check();
    await page.getByLabel(words.rights.marketing_unsubscribe.label).check();
    await press(page, words.continue);
    await page.getByLabel(words.who.relations.member.label, { exact: true }).check();
    await page.getByLabel(words.who.actings.myself.label).check();
    await press(page, words.continue);
    await page.getByLabel(words.email.email).fill(email);
    await press(page, words.continue);
    await sound(words.check.title);
    expect(await page.getByText(words.check.categories, { exact: true }).count()).toBe(0);
    await press(page, words.check.send);
    await sound(words.code.title);
  });

  it('confirms by code, and it is done without staff', async () => {
    expect(await choicesOf(email)).toEqual({ marketing_email: true, personal_advertising: true });
    await typeCode(page, words, await codeFor(cloud, email, 'confirmation_code'));
    await sound(words.received.title);
    await eventually(
      'the mail says so',
      async () => (await mailsTo(cloud, email, 'choices_noted')).length === 1,
      60_000,
      100,
    );
    expect(await choicesOf(email)).toEqual({ marketing_email: false, personal_advertising: false });
    await follow(page, words.received.track);
    await sound(words.status.title);
    await page.getByText(words.statuses.noted.text).waitFor();
    await page.getByRole('listitem').filter({ hasText: words.events.ChoicesNoted }).waitFor();
    await follow(page, words.status.readAnswer);
    await sound(words.outcome.titleNoted);
    await page.getByText(words.noted.marketing_unsubscribe).waitFor();
    await page.getByText(words.noted.advertising_opt_out).waitFor();
  });
});
