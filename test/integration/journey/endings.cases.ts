import { expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { textOf } from '../../support/form-browser.ts';
import {
  askAndConfirm,
  askForData,
  mailsOf,
  mailsTo,
  placeHold,
  signInStaff,
  track,
  untilInReview,
  untilStatus,
  withdraw,
} from '../../support/journey.ts';
import { storedItems } from '../../support/stored-items.ts';
import type { TestCloud } from '../../support/test-cloud.ts';

const day = 86_400_000;

/** The other ways a request can end, and what holds it up. */
export function endingCases(running: () => TestCloud): void {
  it('stops when the member withdraws', async () => {
    const cloud = running();
    const { member, reference } = await askAndConfirm(cloud, {
      email: 'chen.jing@ruifeng-metal.example',
      language: 'zh',
      relation: 'former_member',
    });
    const agent = await signInStaff(cloud, 'agent');
    const { id } = await untilInReview(agent, reference);
    const page = await withdraw(member);
    expect(page.url.pathname).toBe('/zh/status');
    const view = await untilStatus(agent, id, 'withdrawn');
    expect(view.next).toBe('nothing');
    expect((await agent.command(id, { type: 'approve' })).status).toBe(409);
    await eventually('the member is told', async () => (await milestonesOf(cloud, id)).includes('withdrawn'), 30_000);
    await eventually('nothing is left to do', async () => (await openWork(cloud, id)).length === 0, 30_000);
    // Withdrawing again changes nothing.
    await member.open('/withdraw');
    expect((await agent.request(id)).version).toBe(view.version);
  });

  it('reminds once of what nobody confirmed, closes it after seven days, and says so', async () => {
    const cloud = running();
    const email = 'never.confirmed@elsewhere.example';
    const { page } = await askForData(cloud, { email, relation: 'non_member' });
    const reference = /PR-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(textOf(page.html))?.[0];
    await eventually('the code is mailed', async () => (await mailsTo(cloud, email)).length === 1, 30_000);
    const { requestId } = (await mailsTo(cloud, email))[0] ?? {};
    if (!reference || !requestId) throw new Error('no reference on the page or no mail');

    await cloud.advanceClock(6 * day);
    expect((await (await signInStaff(cloud, 'agent')).request(requestId)).status).toBe('awaiting_confirmation');
    await cloud.advanceClock(2 * day);
    const agent = await signInStaff(cloud, 'agent');
    await untilStatus(agent, requestId, 'closed_unverified');
    await eventually(
      'the member is told',
      async () => (await milestonesOf(cloud, requestId)).includes('verification_expired'),
      30_000,
    );
    expect(await milestonesOf(cloud, requestId)).toEqual([
      'confirmation_code',
      'verification_reminder',
      'verification_expired',
    ]);
    const { page: status } = await track(cloud, { reference, email });
    expect(textOf(status.html)).toContain('Closed: not verified');
  });

  it('refuses only when a second person approves the refusal', async () => {
    const cloud = running();
    const email = 'layla.haddad@haddad-metals.example';
    const { member, reference } = await askAndConfirm(cloud, { email });
    const first = await signInStaff(cloud, 'approver');
    const { id } = await untilInReview(first, reference);
    const words = 'The same copy was sent to you three times this week.';
    const proposed = await first.command(id, { type: 'propose_refusal', reason: 'excessive', words });
    expect([proposed.status, proposed.body.status]).toEqual([200, 'awaiting_approval']);

    const own = await first.command(id, { type: 'approve_refusal' });
    expect([own.status, own.body]).toMatchObject([403, { code: 'same_person' }]);
    const agent = await signInStaff(cloud, 'agent');
    const low = await agent.command(id, { type: 'approve_refusal' });
    expect([low.status, low.body]).toMatchObject([403, { code: 'role_required' }]);
    expect((await agent.request(id)).status).toBe('awaiting_approval');
    expect(await milestonesOf(cloud, id)).not.toContain('refusal');

    const second = await signInStaff(cloud, 'approver-2');
    expect((await second.command(id, { type: 'approve_refusal' })).status).toBe(200);
    const view = await untilStatus(second, id, 'refused');
    expect(view.decision).toMatchObject({ kind: 'refuse', by: 'approver', approvedBy: 'approver-2', words });
    await eventually('the member is told', async () => (await milestonesOf(cloud, id)).includes('refusal'), 30_000);
    expect(textOf((await member.open('/outcome')).html)).toContain(words);
    expect((await mailsOf(cloud, id)).filter(({ milestone }) => milestone === 'refusal')).toHaveLength(1);
  });

  it('asks staff about a claimed account that is not on record', async () => {
    const cloud = running();
    const { reference } = await askAndConfirm(cloud, { email: 'no.such.member@elsewhere.example', relation: 'member' });
    const agent = await signInStaff(cloud, 'agent');
    const { id } = (await agent.find(reference)) ?? {};
    if (id === undefined) throw new Error('not in the queue');
    await eventually('staff are asked', async () => (await agent.request(id)).next === 'decide_identity', 30_000);
    expect((await agent.command(id, { type: 'accept_identity' })).status).toBe(200);
    const view = await untilStatus(agent, id, 'in_review');
    expect(view.collections.every(({ outcome }) => outcome === 'nothing')).toBe(true);
  });

  it('shows a legal hold on the request it covers, and only there', async () => {
    const cloud = running();
    const legal = await signInStaff(cloud, 'legal');
    const email = 'olga.petrova@baltic-met.example';
    const matter = await placeHold(legal, { email }, new Date(cloud.now()));
    const held = await askAndConfirm(cloud, { email });
    const free = await askAndConfirm(cloud, { email: 'quiet.account@quiet.example' });
    const view = await untilInReview(legal, held.reference);
    expect(view.holds).toMatchObject([{ matter, name: 'Supplier dispute' }]);
    expect(view.held).toBe(true);
    expect((await untilInReview(legal, free.reference)).held).toBe(false);
    const agent = await signInStaff(cloud, 'agent');
    expect((await agent.request(view.id)).holds).toMatchObject([{ matter }]);
    expect((await agent.request(view.id)).holds[0]).not.toHaveProperty('name');

    const refused = await agent.call('POST', `/holds/${matter}/release`, { reason: 'I would rather not have it' });
    expect(refused.status).toBe(403);
    expect((await legal.call('POST', `/holds/${matter}/release`, { reason: 'Settled' })).status).toBe(200);
    expect((await legal.call('POST', `/holds/${matter}/release/approve`)).status).toBe(403);
    expect((await legal.request(view.id)).held).toBe(true);
    const officer = await signInStaff(cloud, 'privacy-officer');
    expect((await officer.call('POST', `/holds/${matter}/release/approve`)).status).toBe(200);
    expect((await legal.request(view.id)).held).toBe(false);
  });

  it('lets an auditor read, and write nothing', async () => {
    const cloud = running();
    const { reference } = await askAndConfirm(cloud, { email: 'zhang.min@hengxin-steel.example', language: 'zh' });
    const auditor = await signInStaff(cloud, 'auditor');
    const { id, version } = await untilInReview(auditor, reference);
    const commands = [
      { type: 'approve' },
      { type: 'propose_refusal', reason: 'excessive', words: 'No.' },
      { type: 'approve_refusal' },
      { type: 'return_refusal', words: 'No.' },
      { type: 'assign', assignee: 'auditor' },
      { type: 'accept_identity' },
      { type: 'fail_identity' },
      { type: 'retry_collection', collection: 'members.members' },
      { type: 'retry_parked' },
    ];
    for (const command of commands) {
      const { status, body } = await auditor.command(id, command);
      expect([command.type, status, body]).toMatchObject([command.type, 403, { code: 'role_required' }]);
    }
    const reading = [
      await auditor.call('POST', `/requests/${id}/subject`),
      await auditor.call('GET', `/requests/${id}/collections/members.members/findings`),
      await auditor.call('GET', `/requests/${id}/refusal-preview?reason=excessive`),
      await auditor.call('POST', `/requests/${id}/mails/00000001-confirmation_code/resend`),
    ];
    expect(reading.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    await expect(placeHold(auditor, { email: 'li.wei@hengxin-steel.example' }, new Date(cloud.now()))).rejects.toThrow(
      /^403/,
    );
    expect((await auditor.request(id)).version).toBe(version);
    expect((await auditor.call('GET', '/holds')).status).toBe(200);
  });
}

async function milestonesOf(cloud: TestCloud, id: string): Promise<string[]> {
  return (await mailsOf(cloud, id)).map(({ milestone }) => milestone);
}

async function openWork(cloud: TestCloud, id: string): Promise<unknown[]> {
  const items = storedItems(cloud);
  try {
    const { mails, work } = await items.request(id);
    return [...mails, ...work].filter(({ status }) => status !== 'done');
  } finally {
    items.close();
  }
}
