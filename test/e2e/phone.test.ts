import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chinese as words } from '../../functions/portal/words-zh.ts';
import { expectSound, isFocused, openWindow, startBrowser } from '../support/browser.ts';
import {
  approve,
  askAndConfirm,
  askForData,
  codeFor,
  mailsTo,
  signInStaff,
  untilInReview,
  untilStatus,
} from '../support/journey.ts';
import { errorSummary, follow, openByReference, press, typeCode } from '../support/member-window.ts';
import { startTestCloud, type TestCloud } from '../support/test-cloud.ts';

const email = 'li.wei@hengxin-steel.example';
const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;

let cloud: TestCloud;
let browser: Browser;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
});

const newPhone = () => openWindow(browser, { width: 390, locale: 'zh-CN', scripts: false });
const sound = (page: Page, title: string) => expectSound(page, { title: `${title} – FerroNex`, lang: 'zh-Hans' });

/** The page says first what is wrong, has the focus there, and says so in its title. */
async function expectRefused(page: Page, title: string, problems: readonly string[]): Promise<void> {
  await sound(page, `${words.errorPrefix}${title}`);
  expect(await errorSummary(page).getByRole('link').allTextContents()).toEqual(problems);
  expect(await isFocused(errorSummary(page))).toBe(true);
}

/** From the start to "Check your answers". */
async function fillIn(page: Page, address: string): Promise<void> {
  await page.goto(`${cloud.url}/zh/request`);
  await page.getByLabel(words.rights.access.label).check();
  await press(page, words.continue);
  await page.getByLabel(words.who.relations.member.label, { exact: true }).check();
  await page.getByLabel(words.who.actings.myself.label).check();
  await press(page, words.continue);
  await page.getByLabel(words.email.email).fill(address);
  await press(page, words.continue);
  await press(page, words.continue);
}

describe('a member asks, confirms and comes back on another device', () => {
  let phone: Page;
  let reference: string;

  it('speaks the language of the phone', async () => {
    phone = await newPhone();
    await phone.goto(cloud.url);
    expect(new URL(phone.url()).pathname).toBe('/zh');
    await sound(phone, words.start.title);
  });

  it('asks a page at a time, and says on each what is missing', async () => {
    await follow(phone, words.start.start);
    await sound(phone, words.what.title);
    await press(phone, words.continue);
    await expectRefused(phone, words.what.title, [words.problems.right_missing]);
    await phone.getByLabel(words.rights.access.label).check();
    await press(phone, words.continue);

    await sound(phone, words.who.title);
    await press(phone, words.continue);
    await expectRefused(phone, words.who.title, [words.problems.relation_missing, words.problems.acting_missing]);
    await phone.getByLabel(words.who.actings.someone_else.label).check();
    await phone.getByLabel(words.who.relations.member.label, { exact: true }).check();
    await press(phone, words.continue);
    const { agent_name_missing, agent_statement_missing } = words.problems;
    await expectRefused(phone, words.who.title, [agent_name_missing, agent_statement_missing]);
    await phone.getByLabel(words.who.actings.myself.label).check();
    await press(phone, words.continue);

    await sound(phone, words.email.title);
    await press(phone, words.continue);
    await expectRefused(phone, words.email.title, [words.problems.email_missing]);
    await phone.getByLabel(words.email.email).fill('li.wei');
    await press(phone, words.continue);
    await expectRefused(phone, words.email.title, [words.problems.email_malformed]);
    expect(await phone.getByLabel(words.email.email).inputValue()).toBe('li.wei');
    await phone.getByLabel(words.email.email).fill(email);
    await press(phone, words.continue);

    await sound(phone, words.data.title);
    for (const kind of await phone.getByRole('checkbox').all()) await kind.uncheck();
    await phone.locator('#from_day').fill('31');
    await phone.locator('#from_month').fill('2');
    await phone.locator('#from_year').fill('2024');
    await press(phone, words.continue);
    await expectRefused(phone, words.data.title, [words.problems.category_missing, words.problems.from_unreal]);
    await phone.getByRole('checkbox').first().check();
    await phone.locator('#from_day').fill('1');
    await press(phone, words.continue);
    await sound(phone, words.check.title);
  });

  it('keeps the answers when one is changed, or the language', async () => {
    await press(phone, `${words.change} ${words.check.categories}`);
    await sound(phone, words.data.title);
    expect(await phone.locator('#from_year').inputValue()).toBe('2024');
    for (const kind of await phone.getByRole('checkbox').all()) await kind.check();
    for (const part of ['day', 'month', 'year']) await phone.locator(`#from_${part}`).fill('');
    await press(phone, words.continue);
    await press(phone, 'English');
    await expectSound(phone, { title: 'Check your answers – FerroNex', lang: 'en' });
    await press(phone, words.languageName);
    await sound(phone, words.check.title);
    expect(await phone.locator('dl.summary').textContent()).toContain(email);
  });

  it('gives reference and reply-by date once the code from the mail is entered', async () => {
    await press(phone, words.check.send);
    await sound(phone, words.code.title);
    await typeCode(phone, words, await codeFor(cloud, email, 'confirmation_code'));
    await sound(phone, words.received.title);
    reference = (await phone.locator('dd.reference').textContent()) ?? '';
    expect(reference).toMatch(/^PR-/);
    const replyBy = await phone.locator('.panel time').getAttribute('datetime');
    expect(replyBy).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(await phone.locator('.panel time').textContent()).toMatch(/\d{4}年\d{1,2}月\d{1,2}日/);
  });

  it('opens on another device by reference and a code', async () => {
    const other = await newPhone();
    await other.goto(`${cloud.url}/zh/track`);
    await sound(other, words.find.title);
    await press(other, words.find.submit);
    await expectRefused(other, words.find.title, [words.problems.reference_missing]);
    await other.getByLabel(words.find.label).fill('7K3M');
    await press(other, words.find.submit);
    await expectRefused(other, words.find.title, [words.problems.reference_malformed]);
    await openByReference(cloud, other, { words, language: 'zh', reference, email });
    await sound(other, words.status.title);
    expect(await other.locator('main').textContent()).toContain(reference);
    await follow(other, words.status.withdraw);
    await sound(other, words.withdraw.title);
    await follow(other, words.withdraw.keep);
    await press(other, words.status.leave);
    await sound(other, words.find.title);
    expect(await other.getByRole('status').textContent()).toBe(words.status.left);
  });
});

describe('a code', () => {
  const trader = 'wang.fang@wangfang-trade.example';
  let phone: Page;

  it('can be wrong until it is locked', async () => {
    phone = await newPhone();
    await fillIn(phone, trader);
    await press(phone, words.check.send);
    await press(phone, words.code.submit);
    await expectRefused(phone, words.code.title, [words.problems.code_missing]);
    await typeCode(phone, words, '12');
    await expectRefused(phone, words.code.title, [words.problems.code_malformed]);
    const right = await codeFor(cloud, trader, 'confirmation_code');
    const wrong = right === '000000' ? '000001' : '000000';
    for (const left of [4, 3, 2, 1]) {
      await typeCode(phone, words, wrong);
      expect(await errorSummary(phone).textContent()).toContain(words.problems.code_wrong_tries(left));
    }
    await sound(phone, `${words.errorPrefix}${words.code.title}`);
    await typeCode(phone, words, wrong);
    await expectRefused(phone, words.code.title, [words.problems.code_locked]);
    await typeCode(phone, words, right);
    await expectRefused(phone, words.code.title, [words.problems.code_locked]);
  });

  it('comes anew on request, but not at once', async () => {
    await press(phone, words.code.resend);
    await sound(phone, words.code.title);
    expect(await phone.getByRole('status').textContent()).toMatch(/\d+ 秒/);
    await cloud.advanceClock(minute);
    await press(phone, words.code.resend);
    await sound(phone, words.code.title);
    expect(await phone.getByRole('status').textContent()).toBe(words.code.sentAgain);
  });

  it('expires, and another one opens the request on another device', async () => {
    const late = await codeFor(cloud, trader, 'confirmation_code', 1);
    await cloud.advanceClock(11 * minute);
    await typeCode(phone, words, late);
    await expectRefused(phone, words.code.title, [words.problems.code_expired]);
    const reference = /PR-\w{4}-\w{4}/.exec((await phone.locator('main').textContent()) ?? '')?.[0] ?? '';
    const other = await newPhone();
    await other.goto(`${cloud.url}/zh/track`);
    await other.getByLabel(words.find.label).fill(reference);
    await press(other, words.find.submit);
    await sound(other, words.code.title);
    await typeCode(other, words, await codeFor(cloud, trader, 'confirmation_code', 2));
    await sound(other, words.received.title);
  });
});

describe('the answer', () => {
  it('waits behind a fresh code, until it is deleted', async () => {
    const member = 'chen.jing@ruifeng-metal.example';
    const { reference } = await askAndConfirm(cloud, { email: member, language: 'zh', relation: 'former_member' });
    const agent = await signInStaff(cloud, 'agent');
    const { id } = await untilInReview(agent, reference);
    const phone = await newPhone();
    await openByReference(cloud, phone, { words, language: 'zh', reference, email: member });
    await phone.goto(`${cloud.url}/zh/data`);
    await sound(phone, words.ready.notReadyTitle);
    await approve(cloud, agent, id);
    await phone.goto(`${cloud.url}/zh/status`);
    await sound(phone, words.status.title);
    await follow(phone, words.status.openFiles);
    await sound(phone, words.ready.title);
    await press(phone, words.ready.sendCode);
    await sound(phone, words.ready.title);
    await phone.getByLabel(words.code.label).fill('12');
    await press(phone, words.ready.download);
    await expectRefused(phone, words.ready.title, [words.problems.code_malformed]);
    await cloud.advanceClock(60 * day);
    await openByReference(cloud, phone, { words, language: 'zh', reference, email: member, already: 1 });
    await sound(phone, words.status.title);
    await phone.goto(`${cloud.url}/zh/data`);
    await sound(phone, words.ready.goneTitle);
    await phone.goto(`${cloud.url}/zh/outcome`);
    await sound(phone, words.outcome.titleDone);
  });

  it('can be a refusal, with its reasons and where to complain', async () => {
    const member = 'zhang.min@hengxin-steel.example';
    const { reference } = await askAndConfirm(cloud, { email: member, language: 'zh' });
    const agent = await signInStaff(cloud, 'agent');
    const { id } = await untilInReview(agent, reference);
    const why = '您上周已经收到同样的副本。';
    await agent.command(id, { type: 'propose_refusal', reason: 'excessive', words: why });
    const approver = await signInStaff(cloud, 'approver');
    await approver.command(id, { type: 'approve_refusal' });
    await untilStatus(agent, id, 'refused');
    const phone = await newPhone();
    await openByReference(cloud, phone, { words, language: 'zh', reference, email: member });
    await sound(phone, words.status.title);
    await follow(phone, words.status.readAnswer);
    await sound(phone, words.outcome.titleRefused);
    expect(await phone.locator('main').textContent()).toContain(why);
    await phone.getByRole('heading', { name: words.outcome.complainTitle }).waitFor();
  });
});

describe('what is over says so', () => {
  it('a session that ended leads to where the reference is asked for', async () => {
    const phone = await newPhone();
    await phone.goto(`${cloud.url}/zh/status`);
    await sound(phone, words.find.title);
    expect(await phone.getByRole('status').textContent()).toBe(words.find.ended);
  });

  it('a page that does not exist, and a form from elsewhere', async () => {
    const phone = await newPhone();
    await phone.goto(`${cloud.url}/zh/nothing`);
    await sound(phone, words.trouble.notFound.title);
    const form = `<form method="post" action="${cloud.url}/zh/request/what"><button>Win a prize</button></form>`;
    await phone.goto(`data:text/html,${encodeURIComponent(form)}`);
    await press(phone, 'Win a prize');
    await sound(phone, words.trouble.forged.title);
  });

  it('more requests than one address is sent codes for', async () => {
    const phone = await newPhone();
    const address = 'liu.yang@visitor.example';
    for (let asked = 0; asked < 10; asked++) await askForData(cloud, { email: address, language: 'zh' });
    await fillIn(phone, address);
    await press(phone, words.check.send);
    await expectRefused(phone, words.check.title, [words.problems.too_many]);
    expect(await mailsTo(cloud, address)).toHaveLength(10);
  });

  it('a request that was not confirmed in seven days', async () => {
    const phone = await newPhone();
    const forgetful = 'sean.murphy@murphy-metals.example';
    await fillIn(phone, forgetful);
    await press(phone, words.check.send);
    const reference = /PR-\w{4}-\w{4}/.exec((await phone.locator('main').textContent()) ?? '')?.[0] ?? '';
    await cloud.advanceClock(8 * day);
    await openByReference(cloud, phone, { words, language: 'zh', reference, email: forgetful });
    await sound(phone, words.status.title);
    expect(await phone.locator('.standing').textContent()).toContain(words.statuses.not_verified.name);
    await follow(phone, words.status.readAnswer);
    await sound(phone, words.outcome.titleNotVerified);
  });
});
