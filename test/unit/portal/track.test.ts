import { describe, expect, it } from 'vitest';
import { aPortal, ferronex, filledIn, formId, Visitor } from '../../support/a-portal.ts';

const anna = { kind: 'staff', id: 'anna', roles: ['agent'] } as const;
const ben = { kind: 'staff', id: 'ben', roles: ['approver'] } as const;
const collections = ferronex.dataMap.collections.map(({ id }) => id);

async function opened() {
  const portal = aPortal();
  const member = new Visitor(portal);
  await member.post('/en/request/send', { ...filledIn, form_id: formId });
  await member.post('/en/code', { code: await portal.mailedCode('confirm') });
  const { give } = portal;
  const toReview = async () => {
    await give({ type: 'match_account', account: 'on_record' });
    await give({ type: 'plan_gathering', collections });
    for (const [index, collection] of collections.entries())
      await give({
        type: 'record_collection',
        collection,
        gathering: 1,
        outcome: index === 0 ? 'found' : 'nothing',
        count: index === 0 ? 1240 : 0,
      });
    await give({ type: 'finish_gathering' });
  };
  const toReady = async () => {
    await toReview();
    await give({ type: 'approve' }, anna);
    const expiresAt = '2026-11-16T10:00:00.000Z';
    await give({ type: 'record_package', packageId: 'p-1', bytes: 48_200_123, expiresAt });
  };
  return { portal, member, give, toReview, toReady };
}

describe('tracking a request', () => {
  it('tells each status in members’ words', async () => {
    const { member, give, toReview } = await opened();
    const status = async () => {
      await member.get('/en/status');
      return /<p class="status"><span[^>]*>[^<]*<\/span>([^<]*)/.exec(member.body)?.[1];
    };
    expect(await status()).toBe('Checking who you are');
    expect(member.text).toContain('2 December 2026');
    await toReview();
    expect(await status()).toBe('Checking our reply');
    await give({ type: 'note_holds', matters: ['matter-7'] });
    await give({ type: 'park', step: 'BuildPackage', error: 'StoreUnavailable' });
    expect(await status()).toBe('Checking our reply');
    expect(member.body).not.toMatch(/matter-7|BuildPackage|hold/i);
  });

  it('knows nothing of a request whose record was erased, as of a reference that never was', async () => {
    const { portal, member, give } = await opened();
    await give({ type: 'withdraw' }, { kind: 'data_subject' });
    portal.clock.at = Date.parse('2029-11-10T10:00:00.000Z');
    const id = portal.lastRequest();
    const { reference = '' } = (await portal.requests.load(id)) ?? {};
    await member.post('/en/track', { reference });
    await member.post('/en/code', { code: await portal.mailedCode('track', id) });
    await member.get('/en/status');
    expect(member.text).toContain(reference);

    await give({ type: 'erase_record' });
    await portal.requests.remains.erase(id, reference);
    // The session that is still open leads nowhere.
    await member.get('/en/status');
    expect(member.path).toBe('/en/track?notice=ended');
    const stranger = new Visitor(portal);
    const answers: string[] = [];
    for (const typed of [reference, 'PR-0000-0000']) {
      await stranger.post('/en/track', { reference: typed });
      await stranger.get('/en/code');
      answers.push(stranger.body.replaceAll(typed, 'PR-…'));
    }
    expect(answers[1]).toBe(answers[0]);
  });

  it('shows the history without what staff did to come to it', async () => {
    const { member, give, toReview } = await opened();
    await toReview();
    await give({ type: 'propose_refusal', reason: 'excessive', words: 'words' }, anna, 'Draft, do not send');
    await give({ type: 'return_refusal', words: 'words' }, ben, 'No');
    await member.get('/en/status');
    const told = [...member.body.matchAll(/<li>([^<]*)<time/g)].map(([, text]) => text);
    expect(told).toEqual([
      'You sent your request',
      'You confirmed your email address',
      'We know who you are',
      'We began to gather your data',
      'We gathered your data and began to check it',
    ]);
    expect(member.body).not.toMatch(/anna|ben|Draft/);
  });

  it('asks before it withdraws, and a GET changes nothing', async () => {
    const { portal, member } = await opened();
    const { version } = (await portal.requests.load(portal.lastRequest())) ?? {};
    for (const path of ['withdraw', 'leave', 'code', 'code/resend', 'code/change-email', 'data/code', 'request/send'])
      await member.get(`/en/${path}`);
    expect((await portal.requests.load(portal.lastRequest()))?.version).toBe(version);
    await member.get('/en/withdraw');
    expect(member.heading).toBe('Do you want to withdraw this request?');
    await member.post('/en/withdraw', {});
    expect(member.path).toBe('/en/status');
    expect(member.text).toContain('Withdrawn');
    await member.post('/en/withdraw', {});
    await member.get('/en/outcome');
    expect(member.heading).toBe('You withdrew this request');
  });
});

describe('the answer', () => {
  it('is downloaded with a fresh code each time', async () => {
    const { portal, member, toReady } = await opened();
    await member.get('/en/data');
    expect(member.heading).toBe('There is no file yet');
    await toReady();
    await member.get('/en/status');
    expect(member.text).toContain('Ready');
    await member.get('/en/data');
    expect(member.text).toContain('1,240 records');
    expect(member.text).toContain('48.2 MB');
    expect(member.text).toContain('16 November 2026');
    expect(member.body).not.toContain('action="/requests/download"');
    await member.post('/en/data/code', {});
    expect(member.path).toBe('/en/data?notice=sent');
    expect(member.body).toContain('action="/requests/download"');
    expect(portal.codes.asks.at(-1)).toMatchObject({ purpose: 'download', decoy: false });
    // The form's answer leads to the object store, on another origin.
    expect(member.headers.get('content-security-policy')).not.toContain('form-action');
    await member.get('/en/data?problem=locked');
    expect(member.status).toBe(422);
    expect(member.problems[0]).toContain('no longer works');
    await member.post('/en/data/code', {});
    expect(member.text).toContain('You can ask for another in 60 seconds');
  });

  it('is gone after its days', async () => {
    const { portal, member, toReady } = await opened();
    await toReady();
    portal.clock.at = Date.parse('2026-11-16T10:00:00.001Z');
    await member.post('/en/track', { reference: (await portal.requests.load(portal.lastRequest()))?.reference ?? '' });
    await member.post('/en/code', { code: await portal.mailedCode('track') });
    expect(member.text).toContain('Done');
    await member.get('/en/data');
    expect(member.heading).toBe('The file has been deleted');
    await member.get('/en/outcome');
    expect(member.heading).toBe('We answered your request');
  });

  it('gives a refusal with its reason, our words and every way to complain', async () => {
    const { member, give, toReview } = await opened();
    await toReview();
    const words = 'You asked three times this month.\n<b>Nothing</b> changed since.';
    await give({ type: 'propose_refusal', reason: 'excessive', words: 'words' }, anna, words);
    await member.get('/en/outcome');
    expect(member.path).toBe('/en/status');
    await give({ type: 'approve_refusal' }, ben);
    await member.get('/en/outcome');
    expect(member.heading).toBe('We could not do what you asked');
    expect(member.text).toContain('We refused because the request is excessive');
    expect(member.body).toContain('&lt;b&gt;Nothing&lt;/b&gt;');
    expect(member.text).toContain(ferronex.complaints.authority.en);
    expect(member.body).toContain(`href="${ferronex.complaints.authorityUrl}"`);
    expect(member.text).toContain(ferronex.complaints.court.en);
    await member.get('/zh/outcome');
    expect(member.text).toContain('我们拒绝的理由：该申请过度');
  });
});
