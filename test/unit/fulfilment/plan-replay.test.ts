import { beforeEach, describe, expect, test } from 'vitest';
import { replayPlanner } from '../../../functions/fulfilment/plan-replay.ts';
import { commandHandler } from '../../../functions/requests/index.ts';
import type { DataMap } from '../../../functions/shared/organisation.ts';
import { erasingRequest } from '../../support/an-erasure.ts';
import { orders, people, shop, visits } from '../../support/erasing-world.ts';
import { type FakeRequestStore, fakeRequestStore } from '../../support/fake-request-store.ts';

const erasers = { crm: 'arn:erase-crm', shop: 'arn:erase-shop' };

describe('planning a replay', () => {
  let requests: FakeRequestStore;
  beforeEach(() => {
    requests = fakeRequestStore();
  });
  const plan = (day: string, timeZone = 'Asia/Shanghai', dataMap: DataMap = shop) =>
    replayPlanner({
      organisation: { dataMap, office: { country: 'CN', timeZone, calendar: 'cn' } },
      requests,
      erasers,
      now: () => '2026-12-01T10:00:00.000Z',
    })(day);

  /** The request's erasing ends on 18 November, 10 in the morning in UTC. */
  async function erased(id: string): Promise<void> {
    await erasingRequest(requests, [orders], { id });
    const handle = commandHandler({ requests, now: () => '2026-11-18T10:00:00.000Z' });
    const actor = { kind: 'system', part: 'erasing' } as const;
    const counts = { deleted: 1, changed: 0, kept: 0, held: 0 };
    for (const command of [
      { type: 'record_erasure', collection: orders, outcome: 'erased', ...counts },
      { type: 'finish_erasure' },
    ] as const)
      expect((await handle({ requestId: id, actor, command })).ok).toBe(true);
  }

  test('begins with the day at the office and ends now', async () => {
    await erased('one');
    expect(await plan('2026-11-18')).toMatchObject({
      since: '2026-11-17T16:00:00.000Z',
      until: '2026-12-01T10:00:00.000Z',
    });
    expect(await plan('2026-11-18', 'America/New_York')).toMatchObject({ since: '2026-11-18T05:00:00.000Z' });
  });

  test('takes all collections in the order of every deletion, the account last', async () => {
    await erased('one');
    const { waves, requests: count } = await plan('2026-11-18');
    expect(count).toBe(1);
    expect(waves.map((wave) => wave.map(({ collection }) => collection))).toEqual([[visits, orders], [people]]);
    expect(waves.flat()[0]).toEqual({ collection: visits, store: 'shop', eraser: 'arn:erase-shop' });
  });

  test('counts what was answered since, and what is still being erased', async () => {
    await erased('one');
    await erased('two');
    await erasingRequest(requests, [orders], { id: 'under-way' });
    await erasingRequest(requests, [orders], { id: 'waiting', until: 'waiting_period' });
    expect((await plan('2026-11-18')).requests).toBe(3);
    expect((await plan('2026-11-19')).requests).toBe(1);
  });

  test('leaves what people erased to people, and says which', async () => {
    await erased('one');
    const byPeople = { ...shop, stores: [{ id: 'shop', kind: 'manual', dueDays: 5 }] } as const;
    const planned = await plan('2026-11-18', 'Asia/Shanghai', byPeople);
    const reference = (await requests.load('one'))?.reference;
    expect(planned).toMatchObject({ byHand: [{ reference, collection: orders }], byHandUnlisted: 0 });
    expect(planned.waves.flat().map(({ collection }) => collection)).toEqual([people]);
    expect((await plan('2026-11-18')).byHand).toEqual([]);
  });

  test('reads nothing where nothing was erased', async () => {
    expect(await plan('2026-11-18')).toMatchObject({ requests: 0, waves: [] });
  });
});
