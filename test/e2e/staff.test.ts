import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { english as words } from '../../functions/portal/words-en.ts';
import { chinese } from '../../functions/portal/words-zh.ts';
import { expectSound, openWindow, startBrowser } from '../support/browser.ts';
import { acceptRedactions, askAndConfirm, mailsTo, signInStaff, untilInReview } from '../support/journey.ts';
import { follow, openByReference, press } from '../support/member-window.ts';
import { openConsole, openRequest, openTab, tabTo } from '../support/staff-window.ts';
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

const sound = (page: Page, title: string) => expectSound(page, { title: `${title} – Privacy requests`, lang: 'en' });

const hasFocus = (control: Locator) => control.evaluate((element) => element === document.activeElement);

/** A confirmed request that staff can decide. */
async function requestInReview(email: string): Promise<string> {
  const { reference } = await askAndConfirm(cloud, { email });
  await untilInReview(await signInStaff(cloud, 'agent'), reference);
  return reference;
}

describe('a legal hold', () => {
  const email = 'olga.petrova@baltic-met.example';
  let legal: Page;

  it('is placed with matter, scope and reason', async () => {
    legal = await openConsole(cloud, browser, 'Legal');
    await legal.getByRole('link', { name: 'Legal holds' }).click();
    await legal.getByText('No legal holds').waitFor();
    await sound(legal, 'Legal holds');
    await legal.getByRole('button', { name: 'Place a hold' }).click();
    await sound(legal, 'Place a hold');
    await legal.getByRole('button', { name: 'Place the hold' }).click();
    await legal.getByText('Fill in at least one part.').waitFor();
    expect(await hasFocus(legal.getByLabel('Name'))).toBe(true);
    await sound(legal, 'Place a hold');
    await legal.getByLabel('Name').fill('Supplier dispute');
    await legal.getByLabel('Owner').fill('Legal department');
    await legal.getByLabel('Reason').fill('A claim is expected');
    const reviewOn = new Date(cloud.now() + 90 * day).toISOString().slice(0, 10).replaceAll('-', '/');
    await legal.getByLabel('Review on').fill(reviewOn);
    await legal.getByRole('button', { name: 'Place the hold' }).click();
    expect(await hasFocus(legal.getByLabel('Person: email address'))).toBe(true);
    await legal.getByLabel('Person: email address').fill(email);
    await legal.getByRole('button', { name: 'Place the hold' }).click();
    await legal.getByText('Active since').waitFor();
    await sound(legal, 'Legal holds');
  });

  it('shows in the queue and on the request it covers', async () => {
    const reference = await requestInReview(email);
    const agent = await openConsole(cloud, browser, 'Agent 1');
    await agent.getByRole('link', { name: 'Requests', exact: true }).click();
    const row = agent.getByRole('row').filter({ hasText: reference });
    await row.getByText('On hold').waitFor();
    await sound(agent, 'Requests');
    await openRequest(agent, reference);
    await agent.getByText('Under legal hold').first().waitFor();
    await sound(agent, reference);
  });

  it('is released with a reason, when a second person agrees', async () => {
    await legal.getByRole('button', { name: 'Release Supplier dispute' }).click();
    await legal.getByRole('dialog').getByLabel('Reason').fill('Settled');
    await sound(legal, 'Legal holds');
    await legal.getByRole('button', { name: 'Propose the release' }).click();
    await legal.getByText('waits for a second person').waitFor();
    await legal.getByRole('button', { name: 'Approve or decline the release of Supplier dispute' }).click();
    await legal.getByRole('dialog').getByText('Someone else has to approve it.').waitFor();
    expect(await legal.getByRole('button', { name: 'Release the hold' }).count()).toBe(0);
    await sound(legal, 'Legal holds');

    const officer = await openConsole(cloud, browser, 'Privacy officer');
    await officer.getByRole('link', { name: 'Legal holds' }).click();
    await officer.getByRole('button', { name: 'Approve or decline the release of Supplier dispute' }).click();
    await officer.getByRole('button', { name: 'Keep the hold' }).click();
    await officer.getByText('Say why.').waitFor();
    await sound(officer, 'Legal holds');
    await officer.getByRole('button', { name: 'Release the hold' }).click();
    await officer.getByText('Released').first().waitFor();
    await sound(officer, 'Legal holds');
  });
});

describe('a refusal', () => {
  const email = 'quiet.account@quiet.example';
  const why = 'You received the same copy last week, and nothing has changed since.';
  let reference: string;
  let member: Page;

  it('is proposed with a reason and plain words', async () => {
    reference = await requestInReview(email);
    const agent = await openConsole(cloud, browser, 'Agent 1');
    await openRequest(agent, reference);
    await openTab(agent, 'Decide');
    await agent.getByText('Still missing: the reason, plain words for the member').waitFor();
    await agent.getByRole('button', { name: 'Propose refusal' }).click();
    await agent.getByText('Choose a reason.').waitFor();
    expect(await mailsTo(cloud, email, 'refusal')).toEqual([]);
    await sound(agent, reference);
    await agent.getByRole('button', { name: /^Reason/ }).click();
    await agent.getByRole('option', { name: 'Excessive or repeated' }).click();
    await agent.getByText('Still missing: plain words for the member').waitFor();
    const parts = agent.getByRole('list', { name: 'What the law wants said' }).getByRole('listitem');
    await parts.first().waitFor();
    for (const part of ['The reasons: said', 'Complaint to the authority: said', 'The way to court: said'])
      expect((await parts.allTextContents()).join()).toContain(part);
    await agent.getByLabel('Plain words for the member').fill(why);
    await agent.getByText('Our answer to your request').waitFor();
    await sound(agent, reference);
    await agent.getByRole('button', { name: 'Propose refusal' }).click();
    await agent.getByText('A second person has to approve the refusal').waitFor();
    await sound(agent, reference);
    expect(await agent.getByRole('button', { name: 'Approve and send the refusal' }).count()).toBe(0);
  });

  it('goes out once a second person approved it', async () => {
    const approver = await openConsole(cloud, browser, 'Approver 1');
    await openRequest(approver, reference);
    await approver.getByRole('button', { name: 'Show the refusal' }).click();
    await approver.getByRole('button', { name: 'Approve and send the refusal' }).waitFor();
    await sound(approver, reference);
    await approver.getByRole('button', { name: 'Approve and send the refusal' }).click();
    await approver.getByText('Nothing: this request is closed.').waitFor();
    await sound(approver, reference);
    member = await openWindow(browser, { width: 1280 });
    await openByReference(cloud, member, { words, language: 'en', reference, email });
    await follow(member, words.status.readAnswer);
    await expectSound(member, { title: `${words.outcome.titleRefused} – FerroNex`, lang: 'en' });
    expect(await member.locator('main').textContent()).toContain(why);
    expect(await mailsTo(cloud, email, 'refusal')).toHaveLength(1);
  });

  it('says in the other language, on a phone, where to complain; and a complaint is one page away', async () => {
    await member.setViewportSize({ width: 390, height: 844 });
    await member.goto(`${cloud.url}/zh/status`);
    await follow(member, chinese.status.readAnswer);
    await expectSound(member, { title: `${chinese.outcome.titleRefused} – FerroNex`, lang: 'zh-Hans' });
    const told = (await member.locator('main').textContent()) ?? '';
    for (const route of ['爱尔兰数据保护委员会', 'https://www.dataprotection.ie/', '法院', 'privacy@ferronex.example'])
      expect(told).toContain(route);
    await follow(member, chinese.review.open);
    await press(member, chinese.review.send.complaint);
    await expectSound(member, { title: `${chinese.errorPrefix}${chinese.review.title} – FerroNex`, lang: 'zh-Hans' });
    await member.getByLabel(chinese.review.label).fill('我上周没有收到任何副本。');
    await press(member, chinese.review.send.complaint);
    await member.getByRole('heading', { name: chinese.received.title }).waitFor();
    await follow(member, chinese.received.track);
    await follow(member, chinese.messages.open(0));
    await expectSound(member, { title: `${chinese.messages.title} – FerroNex`, lang: 'zh-Hans' });
    const file = { name: '截图.txt', mimeType: 'text/plain', buffer: Buffer.from('没有邮件') };
    await member.getByLabel(chinese.messages.files).setInputFiles(file);
    await member.getByLabel(chinese.messages.label).fill('请看附件。');
    await press(member, chinese.messages.send);
    await member.getByText(chinese.messages.sent).waitFor();
    await expectSound(member, { title: `${chinese.messages.title} – FerroNex`, lang: 'zh-Hans' });

    // Staff who did not decide read it, answer, and note something for each other.
    const desk = await signInStaff(cloud, 'agent');
    const { id = '' } = (await desk.find(reference, 'closed')) ?? {};
    const [followUp] = (await desk.request(id)).followUps ?? [];
    const officer = await openConsole(cloud, browser, 'Privacy officer');
    await openRequest(officer, followUp?.reference ?? '');
    await openTab(officer, 'Messages');
    await officer.getByText('请看附件。').waitFor();
    await officer.getByRole('button', { name: /截图\.txt/ }).waitFor();
    await sound(officer, followUp?.reference ?? '');
    await officer.getByLabel('Your message').fill('我们正在查看。');
    await officer.getByRole('button', { name: 'Send the message' }).click();
    await officer.getByText('我们正在查看。').waitFor();
    await openTab(officer, 'Internal notes');
    await officer.getByLabel('Note for colleagues').fill('Check the mail log.');
    await officer.getByRole('button', { name: 'Add the note' }).click();
    await officer.getByText('Check the mail log.').first().waitFor();
    await sound(officer, followUp?.reference ?? '');
    await member.reload();
    await member.getByText('我们正在查看。').waitFor();
    expect(await member.locator('main').textContent()).not.toContain('mail log');
  });
});

describe('a withdrawal', () => {
  it('stops the work, and staff see it', async () => {
    const email = 'marta.kowalska@kowal-stal.example';
    const reference = await requestInReview(email);
    const member = await openWindow(browser, { width: 1280 });
    await openByReference(cloud, member, { words, language: 'en', reference, email });
    await follow(member, words.status.withdraw);
    await press(member, words.withdraw.confirm);
    await expectSound(member, { title: `${words.status.title} – FerroNex`, lang: 'en' });
    expect(await member.locator('.standing').textContent()).toContain(words.statuses.withdrawn.name);
    await follow(member, words.status.readAnswer);
    await expectSound(member, { title: `${words.outcome.titleWithdrawn} – FerroNex`, lang: 'en' });
    const agent = await openConsole(cloud, browser, 'Agent 1');
    // The answer to what was looked at before comes last, and is not shown in the other's place.
    const closedShown = Promise.withResolvers<void>();
    await agent.route(/queue\?name=open/, async (route) => {
      await closedShown.promise;
      await route.continue();
    });
    await agent.getByRole('link', { name: 'Requests', exact: true }).click();
    await agent.getByRole('button', { name: 'Closed', exact: true }).click();
    await agent.getByRole('link', { name: reference }).waitFor();
    const late = agent.waitForResponse(/queue\?name=open/);
    closedShown.resolve();
    await (await late).finished();
    await agent.getByRole('link', { name: reference }).click();
    await agent.getByText('Withdrawn by the member').waitFor();
    await sound(agent, reference);
  });
});

describe('with the keyboard alone', () => {
  it('a member of staff finds a request, looks at a record and approves', async () => {
    const reference = await requestInReview('sean.murphy@murphy-metals.example');
    const colleague = await signInStaff(cloud, 'agent-2');
    await acceptRedactions(colleague, (await untilInReview(colleague, reference)).id);
    const agent = await openConsole(cloud, browser, 'Agent 1');
    await tabTo(agent, 'Requests');
    await agent.keyboard.press('Enter');
    await agent.getByRole('link', { name: reference }).waitFor();
    await tabTo(agent, reference);
    await agent.keyboard.press('Enter');
    await agent.getByRole('heading', { name: reference, level: 1 }).waitFor();
    await tabTo(agent, /^Your account \(/);
    await agent.keyboard.press('Enter');
    await agent.getByRole('button', { name: 'Show record 1 of Your account' }).waitFor();
    await tabTo(agent, 'Show record 1 of Your account');
    await agent.keyboard.press('Enter');
    await agent.getByText('sean.murphy@murphy-metals.example').nth(1).waitFor();
    await sound(agent, reference);
    await tabTo(agent, 'Close Your account, record 1');
    await agent.keyboard.press('Enter');
    await tabTo(agent, 'Decide');
    await agent.keyboard.press('Enter');
    await tabTo(agent, 'Approve and send');
    await agent.keyboard.press('Enter');
    await agent.getByText('the member was told that the data is ready').waitFor({ timeout: 60_000 });
  });
});

describe('on a phone', () => {
  it('every screen fits and is sound', async () => {
    const reference = await requestInReview('layla.haddad@haddad-metals.example');
    const agent = await openConsole(cloud, browser, 'Privacy officer', 390);
    await sound(agent, 'Home');
    await agent.goto(`${cloud.url}/staff/holds`);
    await agent.getByRole('heading', { name: 'Legal holds' }).waitFor();
    await sound(agent, 'Legal holds');
    await agent.goto(`${cloud.url}/staff/reports`);
    await agent.getByRole('heading', { name: 'Time per step' }).waitFor();
    await sound(agent, 'Reports');
    await agent.goto(`${cloud.url}/staff/templates`);
    await agent.getByRole('tab', { name: 'HTML' }).waitFor();
    await sound(agent, 'Email templates');
    await agent.goto(`${cloud.url}/staff/requests`);
    await agent.getByRole('link', { name: reference }).waitFor();
    await sound(agent, 'Requests');
    await agent.getByRole('link', { name: reference }).click();
    await agent.getByRole('heading', { name: reference, level: 1 }).waitFor();
    for (const tab of ['Gather', 'Review', 'Decide', 'Emails', 'Timeline'] as const) {
      await openTab(agent, tab);
      await sound(agent, reference);
    }
    await agent.goto(`${cloud.url}/staff/nothing`);
    await agent.getByRole('heading', { name: 'Page not found' }).waitFor();
    await sound(agent, 'Page not found');
  });
});

describe('email templates', () => {
  it('are looked at under a law, in a language, as HTML and as text', async () => {
    const officer = await openConsole(cloud, browser, 'Privacy officer');
    await officer.getByRole('link', { name: 'Email templates' }).click();
    const choose = async (label: string, option: string) => {
      await officer.getByLabel(label, { exact: true }).click();
      await officer.getByRole('option', { name: option, exact: true }).click();
    };
    await choose('Email', 'Refusal');
    await officer.getByRole('heading', { name: 'Our answer to your request PR-7K3M-9QXZ' }).waitFor();
    await sound(officer, 'Email templates');
    await choose('Language', 'Chinese');
    await officer.getByRole('tab', { name: 'Plain text' }).click();
    await officer.getByText('我们审查了您的申请 PR-7K3M-9QXZ，决定不予办理。').waitFor();
  });
});

describe('reports', () => {
  it('tell the privacy officer what was received and closed, on the screen and as CSV', async () => {
    const officer = await openConsole(cloud, browser, 'Privacy officer');
    await officer.getByRole('link', { name: 'Reports' }).click();
    await officer.getByRole('img', { name: /^\d+ requests? received/ }).waitFor();
    const perRight = officer.getByRole('table', { name: 'By right' });
    const [copies] = await perRight.getByRole('row', { name: /^Copy of data/ }).allTextContents();
    expect(Number(/^Copyofdata(\d)/.exec(copies?.replaceAll(/\s/g, '') ?? '')?.[1] ?? 0)).toBeGreaterThan(0);
    await sound(officer, 'Reports');
    const [file] = await Promise.all([
      officer.waitForEvent('download'),
      officer.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^privacy-requests-\d{4}-\d\d-\d{4}-\d\d\.csv$/);
  });

  it('are not for who decides', async () => {
    const agent = await openConsole(cloud, browser, 'Agent 1');
    expect(await agent.getByRole('link', { name: 'Reports' }).count()).toBe(0);
    await agent.goto(`${cloud.url}/staff/reports`);
    await agent.getByText('Your role does not allow this.').waitFor();
  });
});
