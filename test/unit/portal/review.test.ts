import { describe, expect, it } from 'vitest';
import type { Organisation } from '../../../functions/shared/organisation.ts';
import { aPortal, ferronex, filledIn, formId, Visitor } from '../../support/a-portal.ts';
import { lawProfile, workCalendar } from '../../support/law.ts';

const anna = { kind: 'staff', id: 'anna', roles: ['agent'] } as const;
const ben = { kind: 'staff', id: 'ben', roles: ['approver'] } as const;
const collections = ferronex.dataMap.collections.map(({ id }) => id);

const complaints = { ...ferronex.complaints, appeal: { en: 'You can appeal to us.', zh: '您可以向我们申诉。' } };

/** The policy with members in these states of the USA. */
function withLaws(...laws: readonly (readonly [law: string, place: string])[]): Organisation {
  const added = laws.map(([law, place]) => ({ law, place, calendar: law, name: { en: place, zh: place }, complaints }));
  return {
    ...ferronex,
    laws: { ...ferronex.laws, ...Object.fromEntries(laws.map(([law]) => [law, lawProfile(law)])) },
    calendars: { ...ferronex.calendars, ...Object.fromEntries(laws.map(([law]) => [law, workCalendar(law)])) },
    otherLaws: [...ferronex.otherLaws, ...added],
  };
}

/** A request that was refused by two people, and its owner's browser. */
async function refused({ residence = '', at = '2026-11-02T10:00:00.000Z', organisation = ferronex } = {}) {
  const portal = aPortal({ organisation });
  portal.clock.at = Date.parse(at);
  const member = new Visitor(portal);
  await member.post('/en/request/send', { ...filledIn, residence, form_id: formId });
  await member.post('/en/code', { code: await portal.mailedCode('confirm') });
  const first = portal.lastRequest();
  await portal.give({ type: 'match_account', account: 'on_record' });
  await portal.give({ type: 'plan_gathering', collections });
  for (const collection of collections)
    await portal.give({ type: 'record_collection', collection, gathering: 1, outcome: 'nothing', count: 0 });
  await portal.give({ type: 'finish_gathering' });
  await portal.give({ type: 'propose_refusal', reason: 'excessive', words: 'words' }, anna, 'Three times this week.');
  await portal.give({ type: 'approve_refusal' }, ben);
  const load = async (id: string) => {
    const state = await portal.requests.load(id);
    if (!state) throw new Error('no request');
    return state;
  };
  const complain = async (words = 'You never looked.') => {
    await member.get('/en/complain');
    return member.post('/en/complain', { form_id: String(member.hidden.form_id), complaint: words });
  };
  return { portal, member, first, load, complain };
}

describe('a complaint about an answer', () => {
  it('is a request of its own, linked both ways, confirmed by the code of the first', async () => {
    const { portal, member, first, load, complain } = await refused();
    await member.get('/en/outcome');
    expect(member.body).toContain('href="/en/complain"');
    await complain();
    expect(member.path).toBe('/en/received');
    const id = portal.lastRequest();
    expect(id).not.toBe(first);
    const state = await load(id);
    expect(state).toMatchObject({
      rights: ['complaint'],
      status: 'verifying_identity',
      follows: { requestId: first, decidedBy: ['anna', 'ben'] },
      law: 'gdpr',
      replyBy: '2026-12-02',
    });
    expect((await load(first)).followUps).toEqual([{ requestId: id, reference: state.reference, right: 'complaint' }]);
    const mails = portal.requests.effects
      .filter(({ requestId }) => requestId === id)
      .flatMap(({ effect }) => (effect.kind === 'mail' ? [effect.milestone] : []));
    expect(mails).toEqual(['complaint_acknowledged']);
    expect((await portal.requests.readSealed(id, 'subject'))?.reveal()).toEqual({
      email: filledIn.email,
      name: filledIn.name,
      complaint: { words: 'You never looked.', reference: (await load(first)).reference },
    });
    const stored = JSON.stringify([state, await portal.requests.history(id), portal.lines]);
    for (const secret of ['never looked', filledIn.email, filledIn.name]) expect(stored).not.toContain(secret);
  });

  it('is answered by somebody who did not decide the first', async () => {
    const { portal, complain } = await refused();
    await complain();
    await portal.give({ type: 'match_account', account: 'on_record' });
    const answer = { type: 'answer_complaint', words: 'words' } as const;
    for (const decider of [anna, ben])
      await expect(portal.give(answer, { ...decider, roles: ['agent'] }, 'No.')).rejects.toThrow('same_person');
    await portal.give(answer, { kind: 'staff', id: 'cleo', roles: ['agent'] }, 'We looked again.');
    expect(await portal.requests.load(portal.lastRequest())).toMatchObject({ status: 'completed' });
  });

  it('is one when the form is sent twice, and only one is open at a time', async () => {
    const { portal, member, first, load } = await refused();
    const elsewhere = new Visitor(portal);
    await elsewhere.post('/en/track', { reference: (await load(first)).reference });
    await elsewhere.post('/en/code', { code: await portal.mailedCode('track', first) });
    await member.get('/en/complain');
    const form = { form_id: String(member.hidden.form_id), complaint: 'You never looked.' };
    await Promise.all([member.post('/en/complain', form), elsewhere.post('/en/complain', form)]);
    expect([member.path, elsewhere.path]).toEqual(['/en/received', '/en/received']);
    const again = new Visitor(portal);
    await again.post('/en/track', { reference: (await load(first)).reference });
    await again.post('/en/code', { code: await portal.mailedCode('track', first) });
    await again.get('/en/complain');
    expect(again.path).toBe('/en/status');
    expect((await load(first)).followUps).toHaveLength(1);
    expect(portal.requests.count()).toBe(2);
  });

  it('needs words, and keeps what was typed', async () => {
    const { portal, member, complain } = await refused();
    await complain('  ');
    expect(member.status).toBe(422);
    expect(member.problems).toEqual(['Write what you want to tell or ask us']);
    await complain('x'.repeat(4001));
    expect(member.status).toBe(422);
    expect(member.body).toContain(`${'x'.repeat(4001)}</textarea>`);
    expect(portal.requests.count()).toBe(1);
  });

  it('is not there for strangers, nor while a request is open, nor about the answer to a complaint', async () => {
    const { portal, member, complain } = await refused();
    const stranger = new Visitor(portal);
    await stranger.get('/en/complain');
    expect(stranger.path).toBe('/en/track?notice=ended');
    await complain();
    for (const page of ['/en/complain', '/en/status']) {
      await member.get(page);
      expect(member.path).toBe('/en/status');
      expect(member.body).not.toContain('/en/complain"');
    }
    await portal.give({ type: 'match_account', account: 'on_record' });
    await portal.give({ type: 'answer_complaint', words: 'words' }, { ...anna, id: 'cleo' }, 'We looked again.');
    await member.get('/zh/complain');
    expect(member.path).toBe('/zh/status');
  });

  it('goes to the authority alone once the record of the first is erased', async () => {
    const { portal, member, first, complain } = await refused();
    portal.requests.erase(first, 'subject');
    await complain();
    expect(member.text).toContain('We can no longer open this request');
    expect(portal.requests.count()).toBe(1);
  });
});

describe('an appeal', () => {
  const organisation = withLaws(['us-va', 'US-VA'], ['us-co', 'US-CO']);

  /** Refused on 2 November 2026; the policy gives 60 days. */
  async function opened(at: string, residence = 'US-VA') {
    const made = await refused({ residence, organisation });
    made.portal.clock.at = Date.parse(at);
    await made.member.post('/en/track', { reference: (await made.load(made.first)).reference });
    await made.member.post('/en/code', { code: await made.portal.mailedCode('track', made.first) });
    return made;
  }

  it('can be made until a day that the answer names, to its end at the office', async () => {
    const { portal, member, load, complain } = await opened('2027-01-01T23:59:00.000Z');
    for (const page of ['/en/status', '/en/outcome', '/en/complain']) {
      await member.get(page);
      expect(member.text).toContain('You can appeal until 1 January 2027.');
    }
    expect(member.text).toContain('You can appeal to us.');
    await member.get('/zh/outcome');
    expect(member.text).toContain('您可以在 2027年1月1日 之前（含当日）提出申诉。');
    await complain();
    expect(await load(portal.lastRequest())).toMatchObject({ rights: ['appeal'] });
  });

  it.each(['US-VA', 'US-CO'])('is refused with words after that, in %s', async (residence) => {
    const { portal, member, complain } = await opened('2027-01-02T00:00:00.000Z', residence);
    for (const page of ['/en/status', '/en/outcome', '/en/complain']) {
      await member.get(page);
      expect(member.text).toContain('The time to appeal against our decision ended on 1 January 2027.');
      expect(member.body).not.toContain('action="/en/complain"');
      expect(member.body).not.toContain('href="/en/complain"');
    }
    expect(member.text).toContain('Data Protection Commission');
    expect(member.text).not.toContain('You can appeal to us.');
    await complain();
    expect(portal.requests.count()).toBe(1);
  });

  it('is refused when the time ends while it is written', async () => {
    const { portal, member } = await opened('2027-01-01T23:30:00.000Z');
    await member.get('/en/complain');
    portal.clock.at = Date.parse('2027-01-02T00:00:00.000Z');
    await member.post('/en/complain', { form_id: String(member.hidden.form_id), complaint: 'You never looked.' });
    expect(member.status).toBe(409);
    expect(member.text).toContain('The time to appeal is over');
    expect(portal.requests.count()).toBe(1);
  });

  it('ends with no day under a law that names none', async () => {
    const { portal, member, complain } = await opened('2027-09-02T10:00:00.000Z', '');
    await member.get('/en/outcome');
    expect(member.text).not.toContain('You can appeal until');
    await complain();
    expect(portal.requests.count()).toBe(2);
  });
});

describe('the time for it', () => {
  it.each([
    // The UK acknowledges within 30 days from the day after receipt and answers within the general month.
    ['uk-gdpr', 'GB', 'complaint', '2026-12-02', '2026-12-02'],
    ['us-va', 'US-VA', 'appeal', '2027-01-01', undefined],
    ['us-co', 'US-CO', 'appeal', '2026-12-17', undefined],
    ['pipl', 'CN', 'complaint', '2026-11-23', undefined],
  ])('under %s follows its own rule', async (law, residence, right, replyBy, acknowledgeBy) => {
    const organisation = withLaws(['us-va', 'US-VA'], ['us-co', 'US-CO']);
    const { portal, load, complain } = await refused({ residence, organisation });
    await complain();
    const state = await load(portal.lastRequest());
    expect(state).toMatchObject({ law, rights: [right], replyBy });
    expect(state.acknowledgeBy).toBe(acknowledgeBy);
  });

  it('of an appeal in Colorado can be extended by 60 days', async () => {
    const organisation = withLaws(['us-co', 'US-CO']);
    const { portal, load, complain } = await refused({ residence: 'US-CO', organisation });
    await complain();
    expect(await load(portal.lastRequest())).toMatchObject({ extendedReplyBy: '2027-02-15' });
  });
});
