import { beforeEach, describe, expect, test } from 'vitest';
import { staffRoles } from '../../../functions/requests/index.ts';
import { Story, untilReview } from '../../support/a-request.ts';
import { aConsole } from './a-console.ts';

const matter = '6f1c1f0e-8a52-4d0c-9a53-0c1f3c5d7e11';
const placing = {
  matter,
  name: 'Orion v. us',
  owner: 'Lena',
  reason: 'Court order 4 O 17/26',
  reviewOn: '2027-05-01',
  scopes: [{ collection: 'trade.orders', period: { from: '2025-01-01' } }],
};
let desk: ReturnType<typeof aConsole>;
const place = (who: string, change: object = {}) => desk.call(who, 'POST', '/holds', { ...placing, ...change });

beforeEach(() => {
  desk = aConsole();
  const story = Story.of(...untilReview);
  desk.requests.put(story.known, story.events);
});

describe('a hold placed over the API', () => {
  test('is listed with its words, shows on the request it covers, and goes when released', async () => {
    const placed = await place('legal.lena');
    expect(placed.status).toBe(201);
    const { matter: _, ...words } = placing;
    expect(placed.body.holds).toMatchObject([{ matter, status: 'active', placedBy: 'lena', ...words }]);

    const seenBy = async (who: string) => (await desk.call(who, 'GET', '/requests/request-1')).body;
    expect(await seenBy('legal.lena')).toMatchObject({
      held: true,
      holds: [{ matter, name: 'Orion v. us', collections: ['trade.orders'] }],
    });
    const flagged = async () => (await desk.call('agent.anna', 'GET', '/queue')).body.requests[0].held;
    expect(await flagged()).toBe(true);
    const asAgent = await seenBy('agent.anna');
    expect(asAgent.holds).toEqual([{ matter, collections: ['trade.orders'] }]);
    expect(JSON.stringify(asAgent)).not.toContain('Orion');

    const proposed = await desk.call('legal.lena', 'POST', `/holds/${matter}/release`, { reason: 'Settled' });
    expect(proposed.body.holds).toMatchObject([{ status: 'active', releaseProposed: { by: 'lena' } }]);
    expect(await seenBy('legal.lena')).toMatchObject({ held: true });
    expect(await desk.call('legal.lena', 'POST', `/holds/${matter}/release/approve`)).toMatchObject({
      status: 403,
      body: { code: 'same_person' },
    });
    const released = await desk.call('privacy-officer.ines', 'POST', `/holds/${matter}/release/approve`);
    expect(released.body.holds).toMatchObject([{ status: 'released', releasedBy: 'ines', releaseReason: 'Settled' }]);
    expect(await seenBy('legal.lena')).toMatchObject({ held: false, holds: [] });
    expect(await flagged()).toBe(false);
  });

  test('is looked at again on another day, with the reason why it is still needed', async () => {
    await place('legal.lena');
    const renewed = await desk.call('legal.lena', 'POST', `/holds/${matter}/review`, {
      reviewOn: '2027-06-01',
      reason: 'The claim is pending.',
    });
    expect(renewed).toMatchObject({
      status: 200,
      body: { holds: [{ reviewOn: '2027-06-01', reviewReason: 'The claim is pending.' }] },
    });
  });

  test('stays when a second person declines the release, with the reason; then the release has to be proposed anew', async () => {
    await place('legal.lena');
    await desk.call('legal.lena', 'POST', `/holds/${matter}/release`, { reason: 'Settled' });
    const declined = await desk.call('privacy-officer.ines', 'POST', `/holds/${matter}/release/decline`, {
      reason: 'An appeal is open',
    });
    expect(declined.body.holds).toMatchObject([{ status: 'active', declineReason: 'An appeal is open' }]);
    expect(await desk.call('privacy-officer.ines', 'POST', `/holds/${matter}/release/approve`)).toMatchObject({
      status: 409,
      body: { code: 'release_not_proposed' },
    });
    const again = await desk.call('privacy-officer.ines', 'POST', `/holds/${matter}/release`, {
      reason: 'Appeal lost',
    });
    expect(again.body.holds).toMatchObject([{ releaseProposed: { by: 'ines' }, releaseReason: 'Appeal lost' }]);
  });

  test('is not for others to release, approve or decline', async () => {
    await place('legal.lena');
    for (const path of ['release', 'release/approve', 'release/decline'])
      expect(await desk.call('agent.anna', 'POST', `/holds/${matter}/${path}`, { reason: 'x' })).toMatchObject({
        status: 403,
      });
  });

  test('sent twice is one hold; the same matter with another scope is refused', async () => {
    await place('legal.lena');
    expect((await place('legal.lena')).body.holds).toHaveLength(1);
    expect(await place('legal.lena', { scopes: [{ store: 'trade' }] })).toMatchObject({
      status: 409,
      body: { code: 'matter_taken' },
    });
    expect((await desk.holds.register()).version).toBe(1);
  });

  test('on a person keeps the keyed hash of the address, never the address', async () => {
    const { body } = await place('legal.lena', { scopes: [{ email: ' Mei@Example.ORG ' }] });
    expect(body.holds[0].scopes).toEqual([{ subject: true }]);
    const [hold] = (await desk.holds.register()).holds;
    expect(hold?.scopes[0]?.subjectKey).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify([hold, await desk.holds.history(matter)]).toLowerCase()).not.toContain('mei@');
  });

  test('is placed and released by legal and the privacy officer, and read by the auditor too', async () => {
    for (const role of staffRoles) {
      const changes = role === 'legal' || role === 'privacy-officer';
      const placed = await place(`${role}.x`, { matter: crypto.randomUUID() });
      expect([role, placed.status]).toEqual([role, changes ? 201 : 403]);
      const listed = await desk.call(`${role}.x`, 'GET', '/holds');
      expect([role, listed.status]).toEqual([role, changes || role === 'auditor' ? 200 : 403]);
    }
  });

  test.each<[string, object, number, string]>([
    ['no scope', { scopes: [] }, 400, 'bad_input'],
    ['a scope of everything', { scopes: [{}] }, 422, 'scope_empty'],
    ['an unknown store', { scopes: [{ store: 'moon' }] }, 422, 'unknown_store'],
    ['an unknown collection', { scopes: [{ collection: 'moon.rocks' }] }, 422, 'unknown_collection'],
    ['an unknown category', { scopes: [{ category: 'rocks' }] }, 422, 'unknown_category'],
    ['something that is no address', { scopes: [{ email: 'mei' }] }, 422, 'not_an_address'],
    ['an empty period', { scopes: [{ period: {} }] }, 422, 'period_empty'],
    ['a reversed period', { scopes: [{ period: { from: '2026-01-02', to: '2026-01-01' } }] }, 422, 'period_reversed'],
    ['a day that does not exist', { reviewOn: '2027-02-30' }, 400, 'bad_input'],
    ['a review in the past', { reviewOn: '2026-11-15' }, 422, 'review_not_ahead'],
    ['no reason', { reason: ' ' }, 400, 'bad_input'],
    ['a matter that is no id', { matter: '../x' }, 400, 'bad_input'],
    ['a keyed hash of its own', { scopes: [{ subjectKey: 'f'.repeat(64) }] }, 400, 'bad_input'],
  ])('with %s is refused and nothing written', async (_, change, status, code) => {
    expect(await place('legal.lena', change)).toMatchObject({ status, body: { code } });
    expect(await desk.holds.register()).toEqual({ version: 0, holds: [] });
  });

  test('an unknown one is not found', async () => {
    expect(await desk.call('legal.lena', 'POST', `/holds/${matter}/release`, { reason: 'Settled' })).toMatchObject({
      status: 404,
    });
  });
});
