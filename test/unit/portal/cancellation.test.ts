import { describe, expect, it } from 'vitest';
import { aPortal, ferronex, filledIn, formId, Visitor } from '../../support/a-portal.ts';

const anna = { kind: 'staff', id: 'anna', roles: ['agent'] } as const;
const ben = { kind: 'staff', id: 'ben', roles: ['approver'] } as const;
const accounts = 'members.members';
const form = { ...filledIn, right: 'account_cancellation', category: [], form_id: formId };
const rule = ferronex.rights.find(({ right }) => right === 'account_cancellation');

/** A cancellation that is confirmed, its accounts about to be read. */
async function whileGathering() {
  const portal = aPortal();
  const member = new Visitor(portal);
  await member.post('/en/request/send', form);
  await member.post('/en/code', { code: await portal.mailedCode('confirm') });
  const { give } = portal;
  await give({ type: 'match_account', account: 'on_record' });
  await give({ type: 'plan_gathering', collections: [accounts] });
  return { portal, member, give };
}

describe('cancelling an account', () => {
  it('says in general words what it means before it is sent, and asks for no kinds of data', async () => {
    const member = new Visitor(aPortal());
    await member.post('/en/request/email', form);
    expect(member.heading).toBe('Check your answers');
    for (const { text } of rule?.consequences ?? []) expect(member.text).toContain(text.en);
    expect(member.text).toContain('you have 7 days to take it back');
    await member.post('/zh/request/check', form);
    for (const { text } of rule?.consequences ?? []) expect(member.text).toContain(text.zh);
  });

  it('is of all data, whatever else is asked and left out', async () => {
    const portal = aPortal();
    await new Visitor(portal).post('/en/request/send', {
      ...form,
      right: ['access', 'deletion', 'account_cancellation'],
      category: ['devices'],
    });
    expect(await portal.requests.load(portal.lastRequest())).toMatchObject({
      categories: [],
      erasure: { waitingDays: 7 },
    });
  });

  it('tells nothing of a company, and in the end that the account is closed and what stayed', async () => {
    const { portal, member, give } = await whileGathering();
    const standing = { accounts, others: 4711, administrators: 0, needsHandover: true, isLast: false };
    await give({ type: 'record_company', ...standing });
    await give({ type: 'record_collection', collection: accounts, gathering: 1, outcome: 'found', count: 1 });
    await give({ type: 'finish_gathering' });
    await member.get('/en/status');
    expect(member.text).toContain('Checking our reply');
    expect(member.body).not.toMatch(/4711|administrator/);
    await give({ type: 'close_company' }, anna);
    await give({ type: 'approve' }, anna);
    await give({ type: 'approve_answer' }, ben);
    portal.clock.at += 8 * 86_400_000;
    await give({ type: 'start_erasure' });
    await give({ type: 'plan_erasure', collections: [accounts] });
    const done = { outcome: 'erased', deleted: 0, changed: 1, kept: 0, held: 0 } as const;
    await give({ type: 'record_erasure', collection: accounts, ...done });
    await give({ type: 'finish_erasure' });

    const again = new Visitor(portal);
    const { reference } = (await portal.requests.load(portal.lastRequest())) ?? { reference: '' };
    await again.post('/en/track', { reference });
    await again.post('/en/code', { code: await portal.mailedCode('track') });
    await again.get('/en/outcome');
    expect(again.heading).toBe('Your account is cancelled');
    expect(again.text).toContain('nobody can sign in with it. What your company published is no longer public.');
    expect(again.text).toContain('Data Protection Commission');
  });

  it('says that it was stopped, that nothing is deleted, and what the member can do', async () => {
    const { portal, give } = await whileGathering();
    const read = async (administrators: number, gathering: number) => {
      const standing = { accounts, others: 3, administrators, needsHandover: administrators === 0, isLast: false };
      await give({ type: 'record_company', ...standing });
      await give({ type: 'record_collection', collection: accounts, gathering, outcome: 'found', count: 1 });
      await give({ type: 'finish_gathering' });
    };
    await read(1, 1);
    await give({ type: 'approve' }, anna);
    await give({ type: 'approve_answer' }, ben);
    portal.clock.at += 8 * 86_400_000;
    await give({ type: 'start_erasure' });
    const again = new Visitor(portal);
    const { reference } = (await portal.requests.load(portal.lastRequest())) ?? { reference: '' };
    await again.post('/en/track', { reference });
    await again.post('/en/code', { code: await portal.mailedCode('track') });
    await again.get('/en/status');
    expect(again.text).toContain('You can take it back until the deletion starts.');
    await read(0, 2);
    await again.get('/en/status');
    expect(again.text).toContain('make a colleague administrator');
    expect(again.text).not.toContain('You don’t need to do anything');
    expect(again.text).toContain('We stopped the cancellation');
    await again.get('/zh/status');
    expect(again.text).toContain('您现在是企业的最后一名管理员');
  });
});
