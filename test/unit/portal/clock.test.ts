import { describe, expect, it } from 'vitest';
import { aPortal, ferronex, filledIn, formId, Visitor } from '../../support/a-portal.ts';

const anna = { kind: 'staff', id: 'anna', roles: ['agent'] } as const;
const collections = ferronex.dataMap.collections.map(({ id }) => id);

async function opened(fields: Readonly<Record<string, string>> = {}, at = '2026-11-02T10:00:00.000Z') {
  const portal = aPortal();
  portal.clock.at = Date.parse(at);
  const member = new Visitor(portal);
  await member.post('/en/request/send', { ...filledIn, ...fields, form_id: formId });
  await member.post('/en/code', { code: await portal.mailedCode('confirm') });
  await portal.give({ type: 'match_account', account: 'on_record' });
  await portal.give({ type: 'plan_gathering', collections });
  for (const collection of collections)
    await portal.give({ type: 'record_collection', collection, gathering: 1, outcome: 'nothing', count: 0 });
  await portal.give({ type: 'finish_gathering' });
  const load = async () => {
    const state = await portal.requests.load(portal.lastRequest());
    if (!state) throw new Error('no request');
    return state;
  };
  return { portal, member, load };
}

describe('the law that sets the time', () => {
  it('follows from where the member lives, where the policy names another law for it', async () => {
    expect(await (await opened()).load()).toMatchObject({ law: 'gdpr', calendar: 'ie', replyBy: '2026-12-02' });
    const london = await (await opened({ residence: 'GB' })).load();
    expect(london).toMatchObject({ law: 'uk-gdpr', calendar: 'gb-eng', residence: 'GB', timeZone: 'Europe/Dublin' });
    const beijing = await (await opened({ residence: 'CN' })).load();
    expect(beijing).toMatchObject({ law: 'pipl', calendar: 'cn', replyBy: '2026-11-23' });
    expect(beijing).not.toHaveProperty('extensionNoticeBy');
  });

  it('is told before the request is sent', async () => {
    const member = new Visitor(aPortal());
    await member.post('/en/request/check', { ...filledIn, residence: 'CN', form_id: formId });
    expect(member.text).toContain('within 15 working days of today');
    await member.post('/en/request/check', { ...filledIn, form_id: formId });
    expect(member.text).toContain('within one month of today');
  });

  it('is asked with places of the policy alone', async () => {
    const portal = aPortal();
    const member = new Visitor(portal);
    await member.post('/en/request/check', { ...filledIn, residence: 'XX', form_id: formId });
    expect(member.text).toContain('Choose where you live from the list');
  });

  it('is not asked where there is only one', async () => {
    const only = aPortal({ organisation: { ...ferronex, otherLaws: [] } });
    const member = new Visitor(only);
    await member.post('/en/request/who', { right: 'access', form_id: formId });
    expect(member.text).not.toContain('Where do you live?');
  });

  it('shows how far each rule was checked', async () => {
    const { member } = await opened({ residence: 'CN' });
    await member.get('/zh/status');
    expect(member.text).toContain('15 个工作日后');
    expect(member.text).toContain('未与法律原文核对');
    expect(member.text).toContain('这是我们的承诺');
  });
});

describe('an extension', () => {
  it('shows the new date, how it came about, why, and where to complain', async () => {
    const { portal, member } = await opened();
    await portal.give(
      { type: 'extend_deadline', reason: 'complexity', words: 'words' },
      anna,
      'Nine <stores> to read.',
    );
    await member.get('/en/status');
    expect(member.text).toContain('2 February 2027');
    expect(member.text).toContain('We extended this time once');
    expect(member.text).toContain('Your request is complex.');
    expect(member.text).toContain('Data Protection Commission');
    expect(member.body).toContain('Nine &lt;stores&gt; to read.');
    await member.get('/zh/status');
    expect(member.text).toContain('您的申请较为复杂。');
  });
});

describe('a question to the member', () => {
  it('is read and answered after a code, says what it does to the date, and goes on', async () => {
    // Shortly before midnight in the office, so that the answer comes on the next day.
    const { portal, member, load } = await opened({ residence: 'GB' }, '2026-11-02T23:00:00.000Z');
    await portal.give({ type: 'ask_member', words: 'words' }, anna, 'Which of your shops?');
    await member.get('/en/status');
    expect(member.text).toContain('We need something from you');
    await member.get('/en/answer');
    expect(member.text).toContain('Which of your shops?');
    expect(member.text).toContain('stands still');
    expect(await member.post('/en/answer', { answer: '  ' })).toMatchObject({ status: 422 });
    expect(member.text).toContain('Enter your answer');
    portal.clock.at = Date.parse('2026-11-03T00:30:00.000Z');
    await member.post('/en/answer', { answer: 'The one in Leeds.' });
    const state = await load();
    expect(state).toMatchObject({ status: 'in_review', replyBy: '2026-12-03' });
    const [question] = state.clarifications ?? [];
    const sealed = await portal.requests.readSealed(state.id, question?.answer ?? '');
    expect(sealed?.reveal()).toBe('The one in Leeds.');
    await member.get('/en/status');
    expect(member.text).toContain('You answered our question');
    expect(member.text).toContain('One day in which we waited for your answer to our question is not counted');
    expect(member.text).not.toContain('Leeds');
  });

  it('says that the date stays where the law does not pause', async () => {
    const { portal, member } = await opened();
    await portal.give({ type: 'ask_member', words: 'words' }, anna, 'Which?');
    await member.get('/zh/answer');
    expect(member.text).toContain('我们的问题不会改变日期');
  });

  it('is nobody else’s to read or answer', async () => {
    const { portal, member } = await opened();
    await portal.give({ type: 'ask_member', words: 'words' }, anna, 'Which of your shops?');
    const stranger = new Visitor(portal);
    await stranger.get('/en/answer');
    expect(stranger.text).not.toContain('shops');
    await member.post('/en/answer', { answer: 'Leeds' });
    await member.post('/en/answer', { answer: 'York' });
    const state = await portal.requests.load(portal.lastRequest());
    expect(state?.clarifications).toHaveLength(1);
    expect((await portal.requests.readSealed(state?.id ?? '', 'answer-1'))?.reveal()).toBe('Leeds');
  });
});
