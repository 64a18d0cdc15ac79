import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { english } from '../../functions/portal/words-en.ts';
import { chinese } from '../../functions/portal/words-zh.ts';
import { dayInZone } from '../../functions/shared/days.ts';
import { expectSound, openWindow, startBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { askAndConfirm, codeFor, mailsTo, signInStaff, untilInReview } from '../support/journey.ts';
import { lawProfile, workCalendar } from '../support/law.ts';
import { errorSummary, follow, openByReference, press, typeCode } from '../support/member-window.ts';
import { openConsole, openRequest, openTab } from '../support/staff-window.ts';
import { startTestCloud, type TestCloud } from '../support/test-cloud.ts';
import { countDayByDay } from '../unit/deadlines/count-day-by-day.ts';

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

const today = () => dayInZone(new Date(cloud.now()).toISOString(), 'Europe/Dublin');
const staffSees = (page: Page, reference: string) =>
  expectSound(page, { title: `${reference} – Privacy requests`, lang: 'en' });

/** The reply-by date as the member's page has it. */
const replyBy = (page: Page) => page.locator('.summary time').last().getAttribute('datetime');

describe.each([
  {
    words: english,
    language: 'en',
    lang: 'en',
    width: 1280,
    place: 'United Kingdom',
    email: 'anna.keller@keller-stahl.example',
  },
  { words: chinese, language: 'zh', lang: 'zh-Hans', width: 390, place: '英国', email: 'li.wei@hengxin-steel.example' },
] as const)(
  'a question to a member in the United Kingdom, in $language at $width px, without scripts',
  ({ words, language, lang, width, place, email }) => {
    let page: Page;
    let reference: string;
    let received: string;
    let asked: string;
    const sound = (title: string) => expectSound(page, { title: `${title} – FerroNex`, lang });

    it('the member says where they live, and is told which law sets the date', async () => {
      page = await openWindow(browser, { width, scripts: false });
      await page.goto(`${cloud.url}/${language}/request`);
      await page.getByLabel(words.rights.access.label, { exact: true }).check();
      await press(page, words.continue);
      await page.getByLabel(words.who.relations.member.label, { exact: true }).check();
      await page.getByLabel(place, { exact: true }).check();
      await page.getByLabel(words.who.actings.myself.label).check();
      await sound(words.who.title);
      await press(page, words.continue);
      await page.getByLabel(words.email.email).fill(email);
      await press(page, words.continue);
      await press(page, words.continue);
      await page.getByText(place, { exact: true }).waitFor();
      await press(page, words.check.send);
      received = today();
      await typeCode(page, words, await codeFor(cloud, email, 'confirmation_code'));
      await sound(words.received.title);
      reference = (await page.locator('.reference').first().textContent()) ?? '';
      await page.getByText('UK GDPR').first().waitFor();
    });

    it('staff ask; the time stands still, and the mail says so without the question', async () => {
      await untilInReview(await signInStaff(cloud, 'agent'), reference);
      const staff = await openConsole(cloud, browser, 'Agent 1');
      await openRequest(staff, reference);
      await staff.getByText('The member lives where it applies (GB)').waitFor();
      await openTab(staff, 'Questions');
      await staff.getByRole('button', { name: 'Send the question' }).click();
      await staff.getByText('Write your question.').waitFor();
      await staff.getByLabel('Your question').fill('Which of your shops do you mean?');
      await staffSees(staff, reference);
      await staff.getByRole('button', { name: 'Send the question' }).click();
      await staff.getByText('The time stands still since').waitFor();
      await staffSees(staff, reference);
      asked = today();
      await eventually(
        'the mail about the question',
        async () => (await mailsTo(cloud, email, 'clarification_needed')).length === 1,
        60_000,
        100,
      );
      const mails = await mailsTo(cloud, email, 'clarification_needed');
      expect(JSON.stringify(mails)).toContain(reference);
      expect(JSON.stringify(mails)).not.toContain('shops');
      await staff.context().close();
    });

    it('the member answers three days later, after a code; the date equals the count by hand', async () => {
      await cloud.advanceClock(3 * day);
      await page.context().clearCookies();
      await openByReference(cloud, page, { words, language, reference, email });
      await page.getByText(words.statuses.asked.text).waitFor();
      await sound(words.status.title);
      await follow(page, words.question.open);
      await page.getByText('Which of your shops do you mean?').waitFor();
      await press(page, words.question.send);
      expect(await errorSummary(page).getByRole('link').allTextContents()).toEqual([words.problems.answer_missing]);
      await expectSound(page, { title: `${words.errorPrefix}${words.question.title} – FerroNex`, lang });
      await page.getByLabel(words.question.label).fill('Leeds 利兹');
      await press(page, words.question.send);
      const counted = countDayByDay(lawProfile('uk-gdpr'), workCalendar('gb-eng'), {
        received,
        rights: ['access'],
        clarifications: [{ asked, answered: today() }],
      });
      await page.getByText(words.events.ClarificationReceived).waitFor();
      expect(await replyBy(page)).toBe(counted.due);
      await sound(words.status.title);
    });

    it('staff read the answer and go on', async () => {
      const staff = await openConsole(cloud, browser, 'Agent 1');
      await openRequest(staff, reference);
      await openTab(staff, 'Questions');
      await staff.getByText('Leeds 利兹').waitFor();
      await staff.getByText('Look through what was found, then approve or refuse.').waitFor();
      await staff.context().close();
    });
  },
);

describe('more time', () => {
  const email = 'olga.petrova@baltic-met.example';
  const late = 'layla.haddad@haddad-metals.example';
  let first: string;
  let second: string;

  it('is taken on day 28: staff give ground and reasons, and the member is told the date, why and where to complain', async () => {
    const agent = await signInStaff(cloud, 'agent');
    first = (await askAndConfirm(cloud, { email })).reference;
    second = (await askAndConfirm(cloud, { email: late })).reference;
    const view = await untilInReview(agent, first);
    await untilInReview(agent, second);
    await cloud.advanceClock(27 * day);
    const staff = await openConsole(cloud, browser, 'Agent 1');
    await openRequest(staff, first);
    await staff.getByRole('button', { name: 'Extend', exact: true }).click();
    await staff.getByRole('button', { name: 'Extend and tell the member' }).click();
    await staff.getByText('Choose a ground.').waitFor();
    await staffSees(staff, first);
    await staff.getByRole('button', { name: /^Ground/ }).click();
    await staff.getByRole('option', { name: 'The request is complex' }).click();
    await staff
      .getByLabel('Why, in plain words for the member')
      .fill('Nine stores have to be read, one of them on paper.');
    await staff.getByRole('button', { name: 'Extend and tell the member' }).click();
    await staff.getByText('The time can be extended only once.').waitFor();
    await staffSees(staff, first);
    await staff.context().close();

    const extended = view.deadline.extendedReplyBy;
    const page = await openWindow(browser, { width: 390, scripts: false });
    await eventually(
      'the mail about the extension',
      async () => (await mailsTo(cloud, email, 'extension_notice')).length === 1,
      60_000,
      100,
    );
    await openByReference(cloud, page, { words: english, language: 'en', reference: first, email });
    await page.getByRole('heading', { name: english.question.extendedTitle }).waitFor();
    expect(await replyBy(page)).toBe(extended);
    await page.getByText('Nine stores have to be read').waitFor();
    await expectSound(page, { title: `${english.status.title} – FerroNex`, lang: 'en' });
    await page.goto(`${cloud.url}/zh/status`);
    await page.getByText(chinese.question.grounds.complexity ?? '').waitFor();
    await expectSound(page, { title: `${chinese.status.title} – FerroNex`, lang: 'zh-Hans' });
  });

  it('the guide lets weeks, days and hours pass, and staff see the mails arrive: each reminder once, overdue daily', async () => {
    const guide = await openWindow(browser, { width: 1280 });
    await guide.goto(`${cloud.url}/guide`);
    await expectSound(guide, { title: 'Guide – privacy requests on this machine', lang: 'en' });
    for (const name of ['1 week', '1 day', '6 hours', '1 hour']) {
      const jumped = guide.waitForResponse((answer) => answer.url() === `${cloud.url}/guide`, { timeout: 120_000 });
      await guide.getByRole('button', { name, exact: true }).click();
      await jumped;
    }
    await guide.context().close();

    const agent = await signInStaff(cloud, 'agent');
    const { replyBy: due = '' } = (await agent.find(second)) ?? {};
    const daysOver = Math.round((Date.parse(today()) - Date.parse(due)) / day);
    expect(daysOver).toBeGreaterThan(1);
    const box = await openWindow(browser, { width: 390 });
    const arrived = async (): Promise<string[]> => {
      await box.goto(`${cloud.mailboxUrl}/?to=privacy-desk%40ferronex.example`);
      return box.locator('.list strong').allTextContents();
    };
    const overdue = async () => (await arrived()).filter((subject) => subject.startsWith(`Overdue: request ${second}`));
    await eventually('the last mail about it', async () => (await overdue()).length === daysOver, 60_000, 200);
    const subjects = await arrived();
    const about = subjects.filter((subject) => subject.includes(second) && !subject.startsWith('Overdue'));
    expect(about.toSorted()).toEqual([
      `Request ${second} is due in 1 day`,
      `Request ${second} is due in 3 days`,
      `Request ${second} is due in 7 days`,
      expect.stringContaining(`Request ${second}: an extension can be announced until`),
    ]);
    // The other one was extended: nobody is told of the date it had.
    expect(subjects.filter((subject) => subject === `Request ${first} is due in 1 day`)).toEqual([]);
    const digests = subjects.filter((subject) => subject.startsWith('Privacy requests on'));
    expect(digests.length).toBeGreaterThan(0);
    expect(new Set(digests.map((subject) => subject.split(':')[0])).size).toBe(digests.length);
    await box.context().close();
  });

  it('is refused when the first month is over', async () => {
    const staff = await openConsole(cloud, browser, 'Agent 1');
    await openRequest(staff, second);
    await staff.getByText('The time for an answer is over, so it can no longer be extended.').waitFor();
    expect(await staff.getByRole('button', { name: 'Extend', exact: true }).count()).toBe(0);
    await staffSees(staff, second);
    const agent = await signInStaff(cloud, 'agent');
    const { id } = (await agent.find(second)) ?? { id: '' };
    const refused = await agent.command(id, { type: 'extend_deadline', reason: 'complexity', words: 'Too late.' });
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'deadline_passed' }]);
  });
});
