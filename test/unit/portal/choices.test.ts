import { describe, expect, it } from 'vitest';
import { subjectItem } from '../../../functions/requests/index.ts';
import { aPortal, filledIn, formId, Visitor } from '../../support/a-portal.ts';

function visit() {
  const portal = aPortal();
  return { portal, member: new Visitor(portal) };
}

const { category: _, ...who } = filledIn;
const base = { ...who, form_id: formId };
const consent = { ...base, right: 'consent_withdrawal' };
const objection = { ...base, right: 'objection' };
const restriction = { ...base, right: 'restriction' };
const why = { restriction_ground: 'needed_for_claims', restriction_statement: 'The claim against Orion.' };

describe('withdrawing consent', () => {
  it('asks which functions, with what stops, and nothing else', async () => {
    const { member } = visit();
    await member.post('/en/request/email', consent);
    expect(member.heading).toBe('Which functions should stop?');
    expect(member.text).toContain('We no longer ask you to take part in surveys.');
    expect(member.text).toContain('What we did with your data before stays lawful');
    await member.post('/en/request/functions', { ...member.hidden });
    expect(member.problems).toEqual(['Choose at least one function']);
    await member.post('/en/request/functions', { ...member.hidden, function: 'everything' });
    expect(member.problems).toEqual(['Choose from the functions in the list']);
    await member.post('/en/request/functions', { ...member.hidden, function: ['surveys', 'market_reports'] });
    expect(member.heading).toBe('Check your answers');
    expect(member.text).toContain('Surveys about our services');
    expect(member.text).toContain('We then note your choice');
  });

  it('becomes a request that needs nobody, looks only where the choice stands, and names the functions', async () => {
    const { portal, member } = visit();
    await member.post('/zh/request/send', { ...consent, function: ['surveys', 'market_reports'] });
    expect(await portal.requests.load(portal.lastRequest())).toMatchObject({
      rights: ['consent_withdrawal'],
      functions: ['market_reports', 'surveys'],
      categories: ['preferences'],
      erasure: { waitingDays: 0, approvals: 0 },
    });
  });

  it('keeps the functions when the address is changed', async () => {
    const { member } = visit();
    await member.post('/en/request/send', { ...consent, function: ['recommendations'] });
    await member.post('/en/code/change-email', {});
    expect(member.hidden.function).toEqual(['recommendations']);
  });
});

describe('objecting', () => {
  it('is about uses of the policy, with reasons that are sealed and may be left out', async () => {
    const { portal, member } = visit();
    await member.post('/en/request/objection', objection);
    expect(member.problems).toEqual(['Choose at least one use you object to']);
    await member.post('/en/request/objection', { ...objection, use: 'surveys' });
    expect(member.problems).toEqual(['Choose from the uses in the list']);
    await member.post('/en/request/objection', {
      ...objection,
      use: 'usage_statistics',
      objection_statement: 'x'.repeat(2001),
    });
    expect(member.problems).toEqual(['The text must have 2,000 characters or fewer']);
    await member.post('/en/request/objection', { ...objection, use: 'usage_statistics' });
    expect(member.heading).toBe('Check your answers');
    expect(member.text).toContain('One of our staff then decides on it');

    await member.post('/en/request/send', {
      ...objection,
      use: 'usage_statistics',
      objection_statement: 'I am a judge.',
    });
    const state = await portal.requests.load(portal.lastRequest());
    expect(state).toMatchObject({ uses: ['usage_statistics'], erasure: { waitingDays: 0, approvals: 1 } });
    expect(JSON.stringify(await portal.requests.history(portal.lastRequest()))).not.toContain('judge');
    const subject = await portal.requests.readSealed(portal.lastRequest(), subjectItem);
    expect(subject?.reveal()).toMatchObject({ objection: 'I am a judge.' });
    await member.post('/en/code/change-email', {});
    expect(member.hidden).toMatchObject({ use: ['usage_statistics'], objection_statement: ['I am a judge.'] });
  });
});

describe('having processing restricted', () => {
  it('wants one of the four grounds and what it is about', async () => {
    const { portal, member } = visit();
    await member.post('/en/request/restriction', restriction);
    expect(member.problems).toEqual(['Choose which of these is so', 'Say what it is about']);
    expect(member.body.match(/type="radio"/g)).toHaveLength(4);
    await member.post('/en/request/restriction', { ...restriction, ...why, restriction_ground: 'other' });
    expect(member.problems).toEqual(['Choose which of these is so']);
    await member.post('/en/request/restriction', { ...restriction, ...why });
    expect(member.text).toContain('You no longer need it, but I do, for legal claims');
    expect(member.text).toContain('The claim against Orion.');
    await member.post('/en/request/send', { ...restriction, ...why });
    expect(await portal.requests.load(portal.lastRequest())).toMatchObject({
      rights: ['restriction'],
      restrictionGround: 'needed_for_claims',
      erasure: { waitingDays: 0, approvals: 1 },
    });
    await member.post('/en/code/change-email', {});
    expect(member.hidden).toMatchObject({ restriction_statement: ['The claim against Orion.'] });
  });
});

describe('several rights in one visit', () => {
  const everything = {
    ...base,
    right: ['deletion', 'restriction', 'access', 'consent_withdrawal', 'objection', 'advertising_opt_out'],
    category: ['devices'],
    function: ['surveys'],
    use: ['analysis_algorithms'],
    ...why,
  };

  it('ask page after page for what each needs, and become one request', async () => {
    const { portal, member } = visit();
    const { function: functions, use, restriction_ground, restriction_statement, category, ...first } = everything;
    await member.post('/en/request/email', first);
    expect(member.heading).toBe('Which data do you want copied and then deleted?');
    await member.post('/en/request/data', { ...member.hidden, category });
    expect(member.heading).toBe('Which functions should stop?');
    await member.post('/en/request/functions', { ...member.hidden, function: functions });
    expect(member.heading).toBe('What do you object to?');
    await member.post('/en/request/objection', { ...member.hidden, use });
    expect(member.heading).toBe('Why should your data be restricted?');
    await member.post('/en/request/restriction', { ...member.hidden, restriction_ground, restriction_statement });
    expect(member.heading).toBe('Check your answers');
    await member.post('/en/request/send', member.hidden);
    const state = await portal.requests.load(portal.lastRequest());
    expect(state).toMatchObject({
      rights: ['access', 'advertising_opt_out', 'consent_withdrawal', 'objection', 'restriction', 'deletion'],
      categories: ['devices', 'preferences'],
      functions: ['surveys'],
      uses: ['analysis_algorithms'],
      erasure: { waitingDays: 7 },
    });
    expect(state?.erasure?.approvals).toBeUndefined();
  });

  it('with what staff decide about, choices wait for them too', async () => {
    const { portal, member } = visit();
    await member.post('/en/request/send', {
      ...base,
      right: ['marketing_unsubscribe', 'objection'],
      use: ['analysis_algorithms'],
    });
    const state = await portal.requests.load(portal.lastRequest());
    expect(state).toMatchObject({ erasure: { waitingDays: 0, approvals: 1 }, categories: ['preferences'] });
  });

  it('what only a right asks that was taken back does not count', async () => {
    const { portal, member } = visit();
    await member.post('/en/request/send', { ...consent, function: ['surveys'], use: ['usage_statistics'], ...why });
    const state = await portal.requests.load(portal.lastRequest());
    expect(state).toMatchObject({ functions: ['surveys'] });
    expect(state?.uses).toBeUndefined();
    expect(state?.restrictionGround).toBeUndefined();
  });
});
