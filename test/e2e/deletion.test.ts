import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { english as words } from '../../functions/portal/words-en.ts';
import { expectSound, openWindow, startBrowser } from '../support/browser.ts';
import { askAndConfirm, mailsTo, signInStaff, untilInReview, untilStatus } from '../support/journey.ts';
import { follow, openByReference } from '../support/member-window.ts';
import { openConsole, openRequest, openTab } from '../support/staff-window.ts';
import { startTestCloud, type TestCloud } from '../support/test-cloud.ts';

const email = 'anna.keller@keller-stahl.example';
const hour = 3_600_000;
const day = 24 * hour;
const matter = crypto.randomUUID();

let cloud: TestCloud;
let browser: Browser;
let reference: string;
let id: string;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
});

const staffSees = (page: Page, title: string) =>
  expectSound(page, { title: `${title} – Privacy requests`, lang: 'en' });

it('orders are put under a legal hold, and the member asks for a deletion', async () => {
  const legal = await signInStaff(cloud, 'legal');
  const placed = await legal.call('POST', '/holds', {
    matter,
    name: 'Orion v. us',
    owner: 'Legal department',
    reason: 'A claim is expected',
    reviewOn: new Date(cloud.now() + 90 * day).toISOString().slice(0, 10),
    scopes: [{ email, collection: 'trade.orders' }],
  });
  expect(placed.status).toBe(201);
  ({ reference } = await askAndConfirm(cloud, { email, rights: ['deletion'] }));
  ({ id } = await untilInReview(await signInStaff(cloud, 'agent'), reference));
});

it('staff see what would go and what would stay before deciding, and hand it to a second person', async () => {
  const agent = await openConsole(cloud, browser, 'Agent 1');
  await openRequest(agent, reference);
  await openTab(agent, 'Decide');
  const row = (name: string) => agent.getByRole('row').filter({ hasText: name });
  await row('Orders of your company').getByText('kept under legal hold').waitFor();
  await row('Your devices').getByText('deleted').waitFor();
  await row('Your vouchers').getByText('Tax and company law').waitFor();
  await staffSees(agent, reference);
  await agent.getByRole('button', { name: 'Approve and hand to a second person' }).click();
  await agent.getByText('A second person has to approve the deletion').waitFor();
  await staffSees(agent, reference);
  await agent.close();
});

it('the second person approves, and the member is told when it starts', async () => {
  const approver = await openConsole(cloud, browser, 'Approver 1');
  await openRequest(approver, reference);
  await openTab(approver, 'Decide');
  await approver.getByRole('button', { name: 'Approve the deletion' }).click();
  await approver.getByText('until then the member can take it back').waitFor();
  await staffSees(approver, reference);
  await approver.close();
  await expect
    .poll(async () => (await mailsTo(cloud, email, 'deletion_scheduled')).length, { timeout: 30_000 })
    .toBe(1);
});

it('after the waiting period the rest goes; mail and page say what stayed and why, and nothing of the matter', async () => {
  // To the hour, not beyond: what runs would be timed out by a clock that goes on jumping.
  await cloud.advanceClock(7 * day);
  await cloud.advanceClock(hour);
  await untilStatus(await signInStaff(cloud, 'agent'), id, 'partly_completed');
  await expect.poll(async () => (await mailsTo(cloud, email, 'deletion_done')).length, { timeout: 30_000 }).toBe(1);
  const [mail] = await mailsTo(cloud, email, 'deletion_done');
  expect(mail?.text).toContain('must be kept for legal claims');
  expect(mail?.text).toContain('Orders of your company');
  expect(mail?.text).not.toContain('Orion');

  const member = await openWindow(browser, { width: 1280 });
  await openByReference(cloud, member, { words, language: 'en', reference, email });
  await member.getByText(words.statuses.partly_done.text).waitFor();
  await expectSound(member, { title: `${words.status.title} – FerroNex`, lang: 'en' });
  await follow(member, words.status.readAnswer);
  await expectSound(member, { title: `${words.outcome.titlePartlyDeleted} – FerroNex`, lang: 'en' });
  const said = (await member.locator('main').textContent()) ?? '';
  expect(said).toContain(words.deletion.heldBasis(' (Art. 17(3)(e) GDPR)'));
  expect(said).not.toContain('Orion');
});

it('staff see what became of every source', async () => {
  const agent = await openConsole(cloud, browser, 'Agent 1');
  await agent.goto(`${cloud.url}/staff/requests/${id}`);
  await openTab(agent, 'Decide');
  await agent.getByRole('heading', { name: 'Deletion' }).waitFor();
  await agent.getByRole('row').filter({ hasText: 'Access logs' }).getByText('Done').waitFor();
  await staffSees(agent, reference);
});

it('is listed as held back; when the hold has ended, staff agree and the rest goes too', async () => {
  const agent = await openConsole(cloud, browser, 'Agent 1');
  await agent.getByRole('link', { name: 'Requests', exact: true }).click();
  await agent.getByRole('button', { name: 'Held back' }).click();
  await agent.getByRole('link', { name: reference }).waitFor();
  await staffSees(agent, 'Requests');

  const legal = await signInStaff(cloud, 'legal');
  expect((await legal.call('POST', `/holds/${matter}/release`, { reason: 'Settled' })).status).toBe(200);
  const officer = await signInStaff(cloud, 'privacy-officer');
  expect((await officer.call('POST', `/holds/${matter}/release/approve`)).status).toBe(200);
  await cloud.advanceClock(2 * hour);
  await untilStatus(await signInStaff(cloud, 'agent'), id, 'awaiting_approval');
  const approver = await signInStaff(cloud, 'approver');
  expect((await approver.command(id, { type: 'approve_answer' })).status).toBe(200);
  const view = await untilStatus(approver, id, 'partly_completed');
  expect(view.erasing?.collections['trade.orders']).toMatchObject({ outcome: 'erased', held: 0 });
  expect(view.erasing?.collections['trade.orders']?.changed).toBeGreaterThan(0);
  expect(view.integrity.intact).toBe(true);
});
