import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { citer, type Words } from '../../functions/portal/words.ts';
import { english } from '../../functions/portal/words-en.ts';
import { chinese } from '../../functions/portal/words-zh.ts';
import { citedReason } from '../../functions/shared/citations.ts';
import { ferronex } from '../support/a-portal.ts';
import { expectSound, openWindow, startBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import {
  acceptRedactions,
  codeFor,
  mailsTo,
  placeHold,
  signInStaff,
  untilInReview,
  untilStatus,
} from '../support/journey.ts';
import { memberStores } from '../support/member-stores.ts';
import { errorSummary, follow, openByReference, press, typeCode } from '../support/member-window.ts';
import { readZip } from '../support/read-zip.ts';
import { openConsole, openRequest, openTab } from '../support/staff-window.ts';
import { startTestCloud, type TestCloud } from '../support/test-cloud.ts';

let cloud: TestCloud;
let browser: Browser;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
  // No hold stops a choice: nothing is lost by it.
  await placeHold(await signInStaff(cloud, 'legal'), { collection: 'members.members' }, new Date(cloud.now()));
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
});

/** What the account says of itself under these names. */
async function noted<Name extends string>(email: string, names: readonly Name[]) {
  const stores = memberStores(cloud);
  try {
    const rows = (await stores.read())['members.members'] ?? [];
    const account = rows.find((row) => row.email === email);
    return Object.fromEntries(names.map((name) => [name, account?.[name]]));
  } finally {
    await stores.close();
  }
}

/** A function or use of the policy, by its words in a language. */
function option(key: string, language: string): { readonly name: string; readonly effect: string } {
  const all = ferronex.rights.flatMap(({ functions = [], uses = [] }) => [...functions, ...uses]);
  const found = all.find((one) => one.key === key);
  return { name: found?.name[language] ?? '', effect: found?.effect[language] ?? '' };
}

async function whoAndEmail(page: Page, words: Words, email: string): Promise<void> {
  await page.getByLabel(words.who.relations.member.label, { exact: true }).check();
  await page.getByLabel(words.who.actings.myself.label).check();
  await press(page, words.continue);
  await page.getByLabel(words.email.email).fill(email);
  await press(page, words.continue);
}

describe.each([
  { words: english, language: 'en', lang: 'en', width: 1280, email: 'layla.haddad@haddad-metals.example' },
  { words: chinese, language: 'zh', lang: 'zh-Hans', width: 390, email: 'chen.jing@ruifeng-metal.example' },
])('in $language at $width px, without scripts', ({ words, language, lang, width, email }) => {
  let page: Page;
  const sound = (title: string) => expectSound(page, { title: `${title} – FerroNex`, lang });
  const names = ['marketing_email', 'personal_advertising', 'market_reports', 'recommendations', 'surveys'] as const;

  it('a member stops advertising, marketing mails and two functions: nothing else is asked', async () => {
    page = await openWindow(browser, { width, scripts: false });
    await page.goto(`${cloud.url}/${language}/request`);
    await sound(words.what.title);
    await page.getByLabel(words.rights.advertising_opt_out.label).check();
    await page.getByLabel(words.rights.marketing_unsubscribe.label).check();
    await page.getByLabel(words.rights.consent_withdrawal.label).check();
    await press(page, words.continue);
    await whoAndEmail(page, words, email);
    await sound(words.functions.title);
    await press(page, words.continue);
    await sound(`${words.errorPrefix}${words.functions.title}`);
    await errorSummary(page).getByText(words.problems.function_missing).waitFor();
    await page.getByLabel(option('market_reports', language).name).check();
    await page.getByLabel(option('surveys', language).name).check();
    await press(page, words.continue);
    await sound(words.check.title);
    await page.getByText(option('surveys', language).name).waitFor();
    expect(await page.getByText(words.check.categories, { exact: true }).count()).toBe(0);
    await press(page, words.check.send);
    await sound(words.code.title);
  });

  it('confirms by code, and it is done without staff', async () => {
    expect(await noted(email, names)).toEqual(Object.fromEntries(names.map((name) => [name, true])));
    await typeCode(page, words, await codeFor(cloud, email, 'confirmation_code'));
    await sound(words.received.title);
    await eventually(
      'the mail says so',
      async () => (await mailsTo(cloud, email, 'choices_noted')).length === 1,
      60_000,
      100,
    );
    expect(await noted(email, names)).toEqual({
      marketing_email: false,
      personal_advertising: false,
      market_reports: false,
      recommendations: true,
      surveys: false,
    });
    const [mail] = await mailsTo(cloud, email, 'choices_noted');
    for (const part of ['market_reports', 'surveys']) expect(mail?.text).toContain(option(part, language).effect);
    expect(mail?.text).not.toContain(option('recommendations', language).name);
    await follow(page, words.received.track);
    await sound(words.status.title);
    await page.getByText(words.statuses.noted.text).waitFor();
    await page.getByRole('listitem').filter({ hasText: words.events.ChoicesNoted }).waitFor();
    await follow(page, words.status.readAnswer);
    await sound(words.outcome.titleNoted);
    await page.getByText(words.noted.marketing_unsubscribe()).waitFor();
    await page.getByText(words.noted.advertising_opt_out()).waitFor();
    await page.getByText(words.noted.consent_withdrawal(citer(ferronex, 'gdpr', language))).waitFor();
    await page.getByText(option('surveys', language).effect).waitFor();
  });
});

describe('an objection and a restriction, which staff decide', () => {
  let answer: Page;
  const email = 'olga.petrova@baltic-met.example';
  const names = ['algorithm_use', 'usage_statistics', 'processing_restricted'] as const;
  const words = english;
  const why = 'My prices show through in the results.\nCompetitors told me so.';
  let reference: string;

  it('are asked for with what they are about', async () => {
    const page = await openWindow(browser, { width: 390, scripts: false });
    const sound = (title: string) => expectSound(page, { title: `${title} – FerroNex`, lang: 'en' });
    await page.goto(`${cloud.url}/en/request`);
    await page.getByLabel(words.rights.objection.label).check();
    await page.getByLabel(words.rights.restriction.label).check();
    await press(page, words.continue);
    await whoAndEmail(page, words, email);
    await sound(words.objection.title);
    await page.getByLabel(option('analysis_algorithms', 'en').name).check();
    await page.getByLabel(words.objection.statement).fill(why);
    await press(page, words.continue);
    await sound(words.restriction.title);
    await press(page, words.continue);
    await sound(`${words.errorPrefix}${words.restriction.title}`);
    await errorSummary(page).getByText(words.problems.restriction_ground_missing).waitFor();
    await errorSummary(page).getByText(words.problems.restriction_statement_missing).waitFor();
    await page.getByLabel(words.restriction.grounds.objection_pending).check();
    await page.getByLabel(words.restriction.statement).fill('The algorithms, until you have decided.');
    await press(page, words.continue);
    await sound(words.check.title);
    await page.getByText('Competitors told me so.').waitFor();
    await press(page, words.check.send);
    await typeCode(page, words, await codeFor(cloud, email, 'confirmation_code'));
    await sound(words.received.title);
    reference = (await page.locator('.reference').first().textContent()) ?? '';
    await page.close();
  });

  it('wait for staff, who see why and what would change, and approve', async () => {
    await untilInReview(await signInStaff(cloud, 'agent'), reference);
    expect(await noted(email, names)).toEqual({
      algorithm_use: true,
      usage_statistics: true,
      processing_restricted: false,
    });
    const agent = await openConsole(cloud, browser, 'Agent 1');
    await openRequest(agent, reference);
    await agent.getByText(option('analysis_algorithms', 'en').name, { exact: true }).waitFor();
    await agent.getByText('Objection pending (Art. 18(1)(d))').waitFor();
    await agent.getByRole('button', { name: 'Show who asked' }).click();
    await agent.getByText('Competitors told me so.').waitFor();
    await openTab(agent, 'Decide');
    const row = agent.getByRole('row').filter({ hasText: 'Use in data analysis algorithms: false (1 record)' });
    await row.getByText('Processing restricted: true (1 record)').waitFor();
    await expectSound(agent, { title: `${reference} – Privacy requests`, lang: 'en' });
    await agent.getByRole('button', { name: 'Approve and send' }).click();
    await agent.getByRole('heading', { name: 'Changes in the stores' }).waitFor();
    await expectSound(agent, { title: `${reference} – Privacy requests`, lang: 'en' });
    await agent.close();
  });

  it('are carried out; mail and page say what stopped and what a restriction means', async () => {
    await eventually(
      'the mail says so',
      async () => (await mailsTo(cloud, email, 'choices_noted')).length === 1,
      60_000,
      100,
    );
    expect(await noted(email, names)).toEqual({
      algorithm_use: false,
      usage_statistics: true,
      processing_restricted: true,
    });
    const [mail] = await mailsTo(cloud, email, 'choices_noted');
    expect(mail?.text).toContain(option('analysis_algorithms', 'en').effect);
    expect(mail?.text).toContain('Before we lift the restriction, we tell you (Art. 18(3) GDPR)');
    expect(mail?.text).toContain('Real-name authentication bureau: we told them');
    expect(mail?.text).toContain('our staff tell them');
    answer = await openWindow(browser, { width: 1280 });
    await openByReference(cloud, answer, { words, language: 'en', reference, email });
    await follow(answer, words.status.readAnswer);
    await expectSound(answer, { title: `${words.outcome.titleNoted} – FerroNex`, lang: 'en' });
    await answer.getByText(words.noted.restriction(citer(ferronex, 'gdpr', 'en'))).waitFor();
    await answer.getByText(option('analysis_algorithms', 'en').effect).waitFor();
  });

  it('the restriction is lifted, days after the member was told and could read why', async () => {
    const staff = await openConsole(cloud, browser, 'Agent 1');
    const { id } = await closedRequest(reference);
    await staff.goto(`${cloud.url}/staff/requests/${id}`);
    await openTab(staff, 'Decide');
    await staff.getByLabel('Reason for the member').fill('Your objection was decided.');
    await staff.getByRole('button', { name: 'Tell the member and lift it' }).click();
    await staff.getByText('The restriction will be lifted').waitFor();
    await expectSound(staff, { title: `${reference} – Privacy requests`, lang: 'en' });
    await staff.close();
    await eventually(
      'the member is told',
      async () => (await mailsTo(cloud, email, 'restriction_lifting')).length === 1,
      60_000,
      100,
    );
    expect(await noted(email, ['processing_restricted'])).toEqual({ processing_restricted: true });
    await answer.reload();
    await answer.getByText('Your objection was decided.').waitFor();
    await expectSound(answer, { title: `${words.outcome.titleNoted} – FerroNex`, lang: 'en' });

    await cloud.advanceClock(7 * day);
    await cloud.advanceClock(day / 12);
    await eventually(
      'it no longer stands in the account',
      async () => (await noted(email, ['processing_restricted'])).processing_restricted === false,
      60_000,
      200,
    );
    expect((await mailsTo(cloud, email, 'choices_noted')).length).toBe(1);
  });
});

describe.each([
  { words: english, language: 'en', lang: 'en', width: 1280, email: 'anna.keller@keller-stahl.example' },
  { words: chinese, language: 'zh', lang: 'zh-Hans', width: 390, email: 'li.wei@hengxin-steel.example' },
])(
  'a portable copy, an objection and a question in $language at $width px, without scripts',
  ({ words, language, lang, width, email }) => {
    let page: Page;
    let reference: string;
    const sound = (title: string) => expectSound(page, { title: `${title} – FerroNex`, lang });
    const onDesk = (staff: Page) => expectSound(staff, { title: `${reference} – Privacy requests`, lang: 'en' });
    const question = 'Who else reads my prices?';
    const answer = 'Nobody: only the analysis does.';
    const weighed = 'Without it nobody would find false offers.';

    it('are asked for in one request', async () => {
      page = await openWindow(browser, { width, scripts: false });
      await page.goto(`${cloud.url}/${language}/request`);
      for (const right of ['portability', 'objection', 'complaint'] as const)
        await page.getByLabel(words.rights[right].label).check();
      await press(page, words.continue);
      await whoAndEmail(page, words, email);
      await sound(words.data.title);
      await press(page, words.continue);
      await sound(words.complaint.title);
      await press(page, words.continue);
      await sound(`${words.errorPrefix}${words.complaint.title}`);
      await page.getByLabel(words.complaint.words).fill(question);
      await press(page, words.continue);
      await page.getByLabel(option('analysis_algorithms', language).name).check();
      await press(page, words.continue);
      await sound(words.check.title);
      await page.getByText(question).waitFor();
      await press(page, words.check.send);
      await typeCode(page, words, await codeFor(cloud, email, 'confirmation_code'));
      await sound(words.received.title);
      reference = (await page.locator('.reference').first().textContent()) ?? '';
    });

    it('staff answer the question and refuse the objection alone; a second person agrees', async () => {
      const agent = await signInStaff(cloud, 'agent');
      const { id } = await untilInReview(agent, reference);
      await acceptRedactions(agent, id);
      // Staff's pages speak one language: one walk through them is enough.
      if (language === 'zh') return decideByHttp(id);
      const staff = await openConsole(cloud, browser, 'Agent 1');
      await openRequest(staff, reference);
      await openTab(staff, 'Decide');
      await staff.getByLabel('Answer', { exact: true }).fill(answer);
      await staff.getByRole('button', { name: 'Send the answer' }).click();
      await staff.getByRole('button', { name: 'Refuse only: Objection' }).click();
      const form = staff.getByRole('form', { name: 'Refuse only: Objection' });
      await form.getByRole('button', { name: 'Refuse this right' }).click();
      await form.getByText('Choose a reason.').waitFor();
      await form.getByRole('button', { name: /^Reason/ }).click();
      await staff.getByRole('option', { name: 'Compelling legitimate grounds' }).click();
      await form.getByText('The reasons: said').waitFor();
      await form.getByLabel('Plain words for the member').fill(weighed);
      await onDesk(staff);
      await form.getByRole('button', { name: 'Refuse this right' }).click();
      await staff.getByText('Refused: Compelling legitimate grounds').waitFor();
      await staff.getByRole('button', { name: 'Approve and hand to a second person' }).click();
      await staff.getByText('A second person has to approve the answer').waitFor();
      await onDesk(staff);
      await staff.close();

      const second = await openConsole(cloud, browser, 'Approver 1');
      await openRequest(second, reference);
      await openTab(second, 'Decide');
      await second.getByText(weighed).waitFor();
      await second.getByText('The way to court: said').waitFor();
      await onDesk(second);
      await second.getByRole('button', { name: 'Approve the answer' }).click();
      await untilStatus(agent, id, 'partly_completed');
      await second.close();
      expect(await noted(email, ['algorithm_use'])).toEqual({ algorithm_use: true });
    });

    async function decideByHttp(id: string) {
      const [agent, approver] = await Promise.all([signInStaff(cloud, 'agent'), signInStaff(cloud, 'approver')]);
      const refusal = { right: 'objection', reason: 'compelling_grounds', words: weighed };
      expect((await agent.command(id, { type: 'answer_complaint', words: answer })).status).toBe(200);
      expect((await agent.command(id, { type: 'refuse_right', ...refusal })).status).toBe(200);
      expect((await agent.command(id, { type: 'approve' })).status).toBe(200);
      expect((await approver.command(id, { type: 'approve_answer' })).status).toBe(200);
      await untilStatus(agent, id, 'partly_completed');
    }

    it('mail and page say right by right what was done, what not, why, and where to complain', async () => {
      await eventually('the mail', async () => (await mailsTo(cloud, email, 'access_ready')).length === 1, 60_000, 100);
      const [mail] = await mailsTo(cloud, email, 'access_ready');
      const reason = citedReason(ferronex, ferronex.law, 'compelling_grounds')?.[language] ?? '?';
      for (const part of [reason, ferronex.complaints.authorityUrl, ferronex.complaints.court[language] ?? '?'])
        expect(mail?.text).toContain(part);
      await follow(page, words.received.track);
      await sound(words.status.title);
      await follow(page, words.status.readAnswer);
      await sound(words.changes.partlyTitle);
      for (const part of [answer, reason, weighed, words.rightByRight.copy, ferronex.complaints.authorityUrl])
        await page.getByText(part).first().waitFor();
      await page.goto(`${cloud.url}/${language}/data`);
      await sound(words.ready.title);
      await page.getByText(words.ready.portable).waitFor();
      await press(page, words.ready.sendCode);
      await page.getByLabel(words.code.label).fill(await codeFor(cloud, email, 'download_code'));
      const downloading = page.waitForEvent('download');
      await press(page, words.ready.download);
      const files = readZip(readFileSync(await (await downloading).path()));
      expect([...files.keys()]).toEqual(
        expect.arrayContaining(['README.txt', 'datapackage.json', 'data/members.members.json']),
      );
      await page.close();
    });
  },
);

const day = 86_400_000;

async function closedRequest(reference: string): Promise<{ readonly id: string }> {
  const summary = await (await signInStaff(cloud, 'agent')).find(reference, 'closed');
  if (!summary) throw new Error(`${reference} is not closed`);
  return summary;
}
