import { beforeEach, describe, expect, test } from 'vitest';
import { erasurePlanner } from '../../../functions/fulfilment/plan-erasure.ts';
import { type Command, commandHandler } from '../../../functions/requests/index.ts';
import type { CollectionBinding, DataMap } from '../../../functions/shared/organisation.ts';
import { erasingRequest } from '../../support/an-erasure.ts';
import { orders, people, shop, visits } from '../../support/erasing-world.ts';
import { type FakeRequestStore, fakeRequestStore } from '../../support/fake-request-store.ts';

const now = () => '2026-11-20T10:00:00.000Z';
const erasers = { crm: 'arn:erase-crm', shop: 'arn:erase-shop' };

describe('planning what to erase', () => {
  let requests: FakeRequestStore;
  beforeEach(() => {
    requests = fakeRequestStore();
  });
  const handle = (command: Command) =>
    commandHandler({ requests, now })({
      requestId: 'request-1',
      command,
      actor: { kind: 'system', part: 'erasing' },
    });
  const plan = async (known: Readonly<Record<string, string>> = erasers) => {
    const { waves } = await erasurePlanner({
      dataMap: shop,
      requests,
      handle: commandHandler({ requests, now }),
      erasers: known,
      now,
    })('request-1');
    return waves.map((wave) => wave.map(({ collection, eraser }) => `${collection} by ${eraser}`));
  };
  const ended = (collection: string, outcome: 'erased' | 'failed') =>
    handle({ type: 'record_erasure', collection, outcome, deleted: 0, changed: 0, kept: 0, held: 0 });
  const inTheWayRound = [
    [`${visits} by arn:erase-shop`, `${orders} by arn:erase-shop`],
    [`${people} by arn:erase-crm`],
  ];

  test('takes what was found through something before it, and the account last', async () => {
    await erasingRequest(requests, [people, visits, orders], { until: 'started' });
    expect(await plan()).toEqual(inTheWayRound);
    expect((await requests.load('request-1'))?.erasing?.collections[visits]?.outcome).toBe('waiting');
  });

  test('again leaves out what is done and takes up what failed', async () => {
    await erasingRequest(requests, [people, visits, orders], { until: 'started' });
    await plan();
    await ended(visits, 'erased');
    await ended(orders, 'failed');
    expect(await plan()).toEqual([[`${orders} by arn:erase-shop`], [`${people} by arn:erase-crm`]]);
    expect((await requests.load('request-1'))?.erasing?.collections[orders]?.outcome).toBe('waiting');
  });

  test('leaves alone what holds nothing of the categories asked about', async () => {
    await erasingRequest(requests, [people, visits], { until: 'started', categories: ['usage'] });
    expect(await plan()).toEqual([[`${visits} by arn:erase-shop`]]);
  });

  const { collections, ...map } = shop;
  const book = (id: string): CollectionBinding => ({
    id,
    store: 'paper',
    location: 'a drawer',
    title: {},
    primaryKey: ['id'],
    fields: [{ name: 'id' }, { name: 'email', identity: 'email', category: 'account' }],
  });
  const withPaper: DataMap = {
    ...map,
    stores: [...map.stores, { id: 'paper', kind: 'manual', dueDays: 5 }],
    collections: [...collections, book('paper.cards'), book('paper.letters')],
  };
  const planWithPaper = () =>
    erasurePlanner({ dataMap: withPaper, requests, handle: commandHandler({ requests, now }), erasers, now })(
      'request-1',
    );

  test('leaves to people what staff decided to have corrected there, and nothing where nothing is to be erased', async () => {
    const corrected = (change: string, collection: string): Command => ({
      type: 'decide_change',
      change,
      decision: 'accepted',
      collection,
      fields: ['name'],
      sealed: `${change}-1`,
    });
    await erasingRequest(requests, [people, 'paper.cards', 'paper.letters'], {
      until: 'started',
      ask: {
        rights: ['correction', 'restriction'],
        changes: [{ id: 'c1', right: 'correction' }],
        erasure: { waitingDays: 0 },
      },
      decided: [{ command: corrected('c1', 'paper.letters'), sealed: [] }],
    });
    const planned = await planWithPaper();
    expect(planned.waves.flat().map(({ collection }) => collection)).toEqual([people]);
    expect((await requests.load('request-1'))?.erasing?.collections).toMatchObject({
      'paper.cards': { outcome: 'erased', changed: 0 },
      'paper.letters': { outcome: 'by_hand', due: '2026-11-25' },
    });
  });

  test('leaves to people what they found, with a date, and nothing where they found nothing', async () => {
    await erasingRequest(requests, [people, 'paper.cards'], { until: 'started', nothingIn: ['paper.letters'] });
    const planned = await planWithPaper();
    expect(planned.waves.flat().map(({ collection }) => collection)).toEqual([people]);
    const nothing = { deleted: 0, changed: 0, kept: 0, held: 0 };
    expect((await requests.load('request-1'))?.erasing?.collections).toMatchObject({
      'paper.cards': { outcome: 'by_hand', due: '2026-11-25' },
      'paper.letters': { outcome: 'erased', ...nothing },
    });
  });

  test('has nothing for a request that can still be taken back', async () => {
    await erasingRequest(requests, [people, visits, orders], { until: 'waiting_period' });
    expect(await plan()).toEqual([]);
    expect((await requests.load('request-1'))?.erasing?.collections).toEqual({});
  });

  test('of a store that nothing can change is a fault', async () => {
    await erasingRequest(requests, [people, visits, orders], { until: 'started' });
    await expect(plan({ crm: 'arn:erase-crm' })).rejects.toMatchObject({ name: 'ErasureUnplannable' });
  });
});
