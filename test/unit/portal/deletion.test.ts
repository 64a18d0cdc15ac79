import { describe, expect, it } from 'vitest';
import { aPortal, ferronex, filledIn, formId, Visitor } from '../../support/a-portal.ts';

const anna = { kind: 'staff', id: 'anna', roles: ['agent'] } as const;
const ben = { kind: 'staff', id: 'ben', roles: ['approver'] } as const;
const collections = ferronex.dataMap.collections.map(({ id }) => id);
const day = 86_400_000;

type Counts = Partial<Record<'deleted' | 'changed' | 'kept' | 'held', number>>;

async function asked(right: string | string[] = 'deletion', more: Record<string, string | string[]> = {}) {
  const portal = aPortal();
  const member = new Visitor(portal);
  await member.post('/en/request/send', { ...filledIn, ...more, right, form_id: formId });
  const { give } = portal;
  const state = async () => {
    const found = await portal.requests.load(portal.lastRequest());
    if (!found) throw new Error('no request');
    return found;
  };
  const confirm = async () => member.post('/en/code', { code: await portal.mailedCode('confirm') });
  const toApproved = async () => {
    await confirm();
    await give({ type: 'match_account', account: 'on_record' });
    await give({ type: 'plan_gathering', collections });
    for (const collection of collections)
      await give({ type: 'record_collection', collection, gathering: 1, outcome: 'found', count: 2 });
    await give({ type: 'finish_gathering' });
    await give({ type: 'approve' }, anna);
    await give({ type: 'approve_answer' }, ben);
  };
  const toStarted = async () => {
    portal.clock.at += 8 * day;
    await give({ type: 'start_erasure' });
    await member.post('/en/track', { reference: (await state()).reference });
    await member.post('/en/code', { code: await portal.mailedCode('track') });
  };
  const toErased = async (counts: Readonly<Record<string, Counts>>) => {
    await give({ type: 'plan_erasure', collections });
    for (const collection of collections) {
      const none = { deleted: 0, changed: 0, kept: 0, held: 0 };
      await give({ type: 'record_erasure', collection, outcome: 'erased', ...none, ...counts[collection] });
    }
    await give({ type: 'finish_erasure' });
  };
  return { portal, member, give, state, confirm, toApproved, toStarted, toErased };
}

/** The part of the page about one kind of data. */
function about(member: Visitor, kind: string): string {
  const part = member.body.split('<dt>').find((text) => text.startsWith(`${kind}</dt>`)) ?? '';
  return (part.split('</dl>')[0] ?? '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

describe('asking for a deletion', () => {
  it('says before it is chosen what goes, what stays and why, and how long it can be taken back', async () => {
    const member = await new Visitor(aPortal()).get('/en/request');
    expect(member.body).not.toMatch(/type="checkbox"[^>]*checked/);
    expect(member.text).toContain('you have 7 days to take it back. After that it can’t be undone');
    expect(about(member, 'We delete data from')).toContain('Devices · Access logs');
    const kept = about(member, 'We must keep');
    expect(kept).toContain('Tax and company law oblige us to keep records of trades and payments');
    expect(kept).toContain('How long: 6 years after the end of the financial year.');
    expect(kept).toContain('Kept as a code only: Your account');
    expect(kept).not.toMatch(/undefined|\[object/);
  });

  it('asks for kinds of data and no period, and says what sending it means for those kinds', async () => {
    const { portal, member } = await asked([]);
    const form = { ...filledIn, right: 'deletion', form_id: formId };
    await member.post('/en/request/email', form);
    expect(member.heading).toBe('Which data should we delete?');
    expect(member.body).not.toContain('from_day');
    await member.post('/en/request/data', { ...form, category: ['devices'] });
    expect(member.heading).toBe('Check your answers');
    expect(member.text).toContain('Delete my data');
    expect(member.text).not.toContain('Period');
    expect(member.text).toContain('You have 7 days from our approval to take the deletion back');
    expect(about(member, 'We delete data from')).toMatch(/Devices\s*$/);
    expect(member.text).not.toContain('Tax and company law');
    await member.post('/en/request/send', member.hidden);
    const state = await portal.requests.load(portal.lastRequest());
    expect(state).toMatchObject({ rights: ['deletion'], categories: ['devices'], erasure: { waitingDays: 7 } });
  });

  it('takes a copy and a deletion as one request; the dates are the copy’s', async () => {
    const period = { from_day: '1', from_month: '2', from_year: '2025' };
    const { portal, member, state } = await asked(['deletion', 'access', 'deletion'], period);
    expect(portal.requests.count()).toBe(1);
    expect(await state()).toMatchObject({ rights: ['access', 'deletion'], period: { from: '2025-02-01' } });
    const form = { ...filledIn, ...period, right: ['access', 'deletion'], form_id: formId };
    await member.post('/en/request/email', form);
    expect(member.text).toContain('The dates are for the copy only');
    await member.post('/en/request/data', form);
    expect(member.text).toMatch(/Period of the copy\s+Since 1 February 2025/);
  });

  it('forgets dates that were typed in for a copy no longer wanted', async () => {
    const { state } = await asked('deletion', { from_day: '31', from_month: '2', from_year: '2025' });
    expect((await state()).period).toBeUndefined();
  });

  it('sets no waiting period where nothing is deleted', async () => {
    const { state } = await asked('access');
    expect((await state()).erasure).toBeUndefined();
  });

  it('offers only what the policy grants', async () => {
    const rights = ferronex.rights.filter(({ right }) => right === 'access');
    const portal = aPortal({ organisation: { ...ferronex, rights } });
    const member = await new Visitor(portal).get('/en/request');
    expect(member.text).not.toContain('Delete my data');
    expect(member.body).toMatch(/type="radio"[^>]*value="access"[^>]*checked/);
    expect(member.text).toContain('such as a correction or deletion?');
    await member.post('/en/request/send', { ...filledIn, right: 'deletion', form_id: formId });
    expect(member.problems).toEqual(['Choose from what is in the list']);
    expect(portal.requests.count()).toBe(0);
    await member.get('/en');
    expect(member.text).not.toContain('or to delete it');
  });

  it('keeps what was asked when the address is changed', async () => {
    const { member } = await asked(['access', 'deletion']);
    await member.post('/en/code/change-email', {});
    expect(member.heading).toBe('What is your email address?');
    expect(member.hidden.right).toEqual(['access', 'deletion']);
  });
});

describe('an approved deletion', () => {
  it('can be taken back until it starts', async () => {
    const { member, state, toApproved } = await asked();
    await toApproved();
    await member.get('/en/status');
    expect(member.text).toContain('You can take it back until 9 November 2026');
    expect(member.text).not.toContain('There are no files yet');
    await member.get('/en/withdraw');
    expect(member.text).toContain('Nothing has been deleted yet, and nothing will be.');
    await member.post('/en/withdraw', {});
    expect(member.text).toContain('Withdrawn');
    expect((await state()).status).toBe('withdrawn');
  });

  it('can’t be taken back once it has started', async () => {
    const { member, state, toApproved, toStarted } = await asked();
    await toApproved();
    await toStarted();
    await member.get('/en/status');
    expect(member.text).toContain('Deleting your data');
    expect(member.body).not.toContain('/en/withdraw');
    await member.get('/en/withdraw');
    expect(member.path).toBe('/en/status');
    await member.post('/en/withdraw', {});
    expect((await state()).status).toBe('fulfilling');
  });

  it('has no page of files when no copy was asked for', async () => {
    const { member, confirm } = await asked();
    await confirm();
    await member.get('/en/data');
    expect(member.path).toBe('/en/status');
  });
});

describe('the answer to a deletion', () => {
  it('says by kind of data what went, what stayed, why, on which basis and how long; no word of a hold', async () => {
    const { member, give, toApproved, toStarted, toErased } = await asked();
    await toApproved();
    await give({ type: 'note_holds', matters: ['matter-7'] });
    await toStarted();
    await toErased({
      'members.devices': { deleted: 3 },
      'archive.access_logs': { deleted: 320, held: 5 },
      'members.vouchers': { kept: 2 },
      'members.members': { changed: 1 },
    });
    await member.get('/en/status');
    expect(member.text).toContain('Partly done');
    expect(member.text).toContain('We finished the deletion');
    await member.get('/en/outcome');
    expect(member.heading).toBe('We deleted what we could');
    expect(about(member, 'Devices')).toContain('Deleted: Access logs and Your devices');
    expect(about(member, 'Access logs and pages visited')).toContain(
      'Kept: Access logs It must be kept for legal claims (Art. 17(3)(e) GDPR). How long: Until these claims are settled.',
    );
    const vouchers = about(member, 'Vouchers and virtual property');
    expect(vouchers).not.toContain('Deleted:');
    expect(vouchers).toContain('Kept: Your vouchers Tax and company law oblige us');
    expect(vouchers).toContain('How long: 6 years after the end of the financial year.');
    expect(about(member, 'Registration details')).toContain('Kept as a code only: Your account');
    expect(about(member, 'Messages')).toBe('');
    expect(member.text).toContain(ferronex.processing.backups.en);
    expect(member.text).toContain('Advertising partner whose software kit is part of our apps');
    expect(member.text).not.toContain('The payment institution you chose');
    expect(member.body).toContain(`href="${ferronex.complaints.authorityUrl}"`);
    expect(member.body).not.toMatch(/matter-7|legal hold|undefined/i);
    await member.get('/zh/outcome');
    expect(member.heading).toBe('我们已删除可以删除的信息');
    expect(about(member, '代金券等虚拟财产')).toContain('税法和公司法要求');
    expect(member.body).not.toMatch(/undefined|\[object/);
  });

  it('stays to be read while the rest, no longer held, goes', async () => {
    const { member, give, toApproved, toStarted, toErased } = await asked();
    await toApproved();
    await toStarted();
    await toErased({ 'archive.access_logs': { deleted: 320, held: 5 } });
    await give({ type: 'lift_holds' });
    await member.get('/en/status');
    expect(member.text).toContain('Deleting your data');
    expect(member.body).not.toMatch(/legal hold|\/en\/withdraw/i);
    await member.get('/en/outcome');
    expect(about(member, 'Access logs and pages visited')).toContain('Kept: Access logs It must be kept');
    await give({ type: 'approve_answer' }, ben);
    await toErased({ 'archive.access_logs': { deleted: 5 } });
    await member.get('/en/status');
    expect(member.text.split('We finished the deletion').length - 1).toBe(2);
  });

  it('says that nothing was found', async () => {
    const { member, toApproved, toStarted, toErased } = await asked();
    await toApproved();
    await toStarted();
    await toErased({});
    await member.get('/en/status');
    expect(member.text).toContain('Done');
    await member.get('/en/outcome');
    expect(member.heading).toBe('We deleted your data');
    expect(member.text).toContain('there was nothing to delete');
  });

  it('speaks of the kinds of data asked for only', async () => {
    const { member, toApproved, toStarted, toErased } = await asked('deletion', { category: ['devices'] });
    await toApproved();
    await toStarted();
    await toErased({ 'members.devices': { changed: 3 }, 'archive.access_logs': { changed: 2 } });
    await member.get('/en/outcome');
    expect(about(member, 'Devices')).toContain('Deleted: Access logs and Your devices');
    expect(member.text).not.toContain('Access logs and pages visited');
  });

  it('leaves the copy to be downloaded beside it', async () => {
    const { portal, member, give, state, toApproved, toErased } = await asked(['access', 'deletion']);
    await toApproved();
    const expiresAt = new Date(portal.clock.at + 14 * day).toISOString();
    await give({ type: 'record_package', packageId: 'p-1', bytes: 48_200, expiresAt });
    await member.get('/en/status');
    expect(member.text).toContain('Go to the download');
    await member.get('/en/withdraw');
    expect(member.text).toContain('can then no longer be downloaded');
    portal.clock.at += 8 * day;
    await give({ type: 'start_erasure' });
    await toErased({ 'members.devices': { deleted: 1 } });
    await member.post('/en/track', { reference: (await state()).reference });
    await member.post('/en/code', { code: await portal.mailedCode('track') });
    expect(member.path).toBe('/en/status');
    expect(member.text).toContain('We deleted your data.');
    expect(member.text).toContain('Go to the download');
    expect(member.text).toContain('Read our answer');
    await member.get('/en/outcome');
    expect(member.heading).toBe('We deleted your data');
    portal.clock.at += 20 * day;
    await member.post('/en/track', { reference: (await state()).reference });
    await member.post('/en/code', { code: await portal.mailedCode('track') });
    await member.get('/en/data');
    expect(member.heading).toBe('The file has been deleted');
  });
});
