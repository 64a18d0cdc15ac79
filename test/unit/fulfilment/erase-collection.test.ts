import { beforeEach, describe, expect, test } from 'vitest';
import { StoreRefusal } from '../../../functions/discovery/store-connector.ts';
import type { ErasureReceipt } from '../../../functions/fulfilment/erasure-claims.ts';
import { keyHashesIn, recordKeyHash } from '../../../functions/fulfilment/record-keys.ts';
import { deletion, ErasingWorld, email, orders, people, shop, visits } from '../../support/erasing-world.ts';

let world: ErasingWorld;
beforeEach(() => {
  world = new ErasingWorld();
  world.records.set(people, [
    { person_id: 'P1', email, name: 'Ada' },
    { person_id: 'P2', email: 'tom@example.org', name: 'Tom' },
  ]);
  world.records.set(visits, [visit('V1', 'P1'), visit('V2', 'P1'), visit('V3', 'P2')]);
  world.records.set(orders, [order('O1', 'P1'), order('O2', 'P2')]);
});

const visit = (visit_id: string, person_id: string, at = '2026-05-01T10:00:00Z') => ({ visit_id, person_id, at });
const order = (order_id: string, person_id: string) => ({ order_id, person_id, item: 'Bread', name: 'Ada' });
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => visit(`V${String(index).padStart(5, '0')}`, 'P1'));

async function receipts(collection: string): Promise<ErasureReceipt[]> {
  const all: ErasureReceipt[] = [];
  for await (const receipt of world.claims.receipts('request-1', collection)) all.push(receipt);
  return all;
}

describe('erasing a collection', () => {
  test('deletes what is the person’s and nothing else, and says so on the request', async () => {
    await world.begin();
    expect(await world.erase(visits)).toEqual({ outcome: 'erased', deleted: 2, changed: 0 });
    expect(world.all(visits)).toEqual([visit('V3', 'P2')]);
    expect(await world.outcome(visits)).toEqual({ outcome: 'erased', deleted: 2, changed: 0, kept: 0, held: 0 });
  });

  test('empties what goes of records that stay', async () => {
    await world.begin();
    expect(await world.erase(orders)).toEqual({ outcome: 'erased', deleted: 0, changed: 1 });
    expect(world.all(orders)).toEqual([
      { order_id: 'O1', person_id: null, item: 'Bread', name: null },
      order('O2', 'P2'),
    ]);
    expect(await world.outcome(orders)).toMatchObject({ changed: 1, kept: 0 });
  });

  test('keeps receipts: how many, when, by whom, and keyed hashes that only name a record to who has it', async () => {
    await world.begin();
    await world.erase(visits);
    const [receipt, ...more] = await receipts(visits);
    expect(more).toEqual([]);
    expect(receipt).toMatchObject({
      batch: 1,
      holdsVersion: 0,
      by: 'erasing',
      at: expect.stringMatching(/^2026-11-20T/),
      carriedOut: { deleted: 2, changed: 0, unchanged: 0, stale: 0, at: expect.stringMatching(/^2026-11-20T/) },
    });
    const binding = shop.collections.find(({ id }) => id === visits);
    if (!binding) throw new Error('no such collection');
    const hashOf = (id: string, key = 'secret') =>
      Buffer.from(recordKeyHash(key)(binding, visit(id, 'P1'))).toString('hex');
    expect([...keyHashesIn(receipt?.deleted ?? new Uint8Array())]).toEqual([hashOf('V1'), hashOf('V2')]);
    expect(hashOf('V1', 'another key')).not.toBe(hashOf('V1'));
    expect(JSON.stringify(receipt)).not.toMatch(/V1|P1|ada@/);
  });

  test('again answers as before and does nothing', async () => {
    await world.begin();
    await world.erase(visits);
    world.records.get(visits)?.push(visit('V9', 'P1'));
    expect(await world.erase(visits)).toEqual({ outcome: 'erased', deleted: 2, changed: 0 });
    expect(world.all(visits)).toHaveLength(2);
  });

  test('of which nothing is there ends with nothing', async () => {
    world.records.set(visits, []);
    await world.begin();
    expect(await world.erase(visits)).toEqual({ outcome: 'erased', deleted: 0, changed: 0 });
    expect(await receipts(visits)).toEqual([]);
  });

  test('is done in calls that each stop in time, and counts each record once', async () => {
    world.records.set(visits, many(2600));
    await world.begin();
    const { calls, ...result } = await world.eraseAll(visits, 2);
    expect(result).toEqual({ outcome: 'erased', deleted: 2600, changed: 0 });
    expect(calls).toBeGreaterThan(2);
    expect(world.all(visits)).toEqual([]);
    expect((await receipts(visits)).map(({ batch }) => batch)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('waits for what was found through it', async () => {
    await world.begin();
    await expect(world.erase(people)).rejects.toMatchObject({ name: 'DependentsUnfinished' });
    expect(world.all(people)).toHaveLength(2);
    await world.erase(visits);
    await world.erase(orders);
    expect(await world.erase(people)).toMatchObject({ outcome: 'erased', deleted: 1 });
    expect(world.all(people)).toEqual([{ person_id: 'P2', email: 'tom@example.org', name: 'Tom' }]);
  });

  test('fails with what failed of that, so that it can still be found', async () => {
    await world.begin();
    world.refuses = () => new StoreRefusal('still_referenced');
    await world.erase(visits);
    await world.erase(orders);
    expect(await world.erase(people)).toMatchObject({ outcome: 'failed' });
    expect(await world.outcome(people)).toMatchObject({ outcome: 'failed', reason: 'dependent_failed', deleted: 0 });
    expect(world.all(people)).toHaveLength(2);
  });

  test('that nobody planned is a fault', async () => {
    await world.begin({ collections: [visits, people] });
    await expect(world.erase(orders)).rejects.toMatchObject({ name: 'CollectionNotPlanned' });
  });

  test('of a request that has not begun is a fault', async () => {
    await world.begin({ until: 'waiting_period' });
    await expect(world.erase(visits)).rejects.toMatchObject({ name: 'CollectionNotPlanned' });
    expect(world.all(visits)).toHaveLength(3);
  });
});

test('rows that share a key all go, and count as one', async () => {
  world.records.set(visits, [visit('V1', 'P1'), visit('V1', 'P1')]);
  await world.begin();
  expect(await world.erase(visits)).toMatchObject({ outcome: 'erased', deleted: 1 });
  expect(world.all(visits)).toEqual([]);
});

describe('a legal hold', () => {
  test('keeps its records; the rest goes', async () => {
    world.records.set(visits, [visit('V1', 'P1', '2025-05-01'), visit('V2', 'P1', '2026-05-01')]);
    await world.place('m-1', [{ collection: visits, period: { to: '2025-12-31' } }]);
    await world.begin();
    expect(await world.erase(visits)).toMatchObject({ outcome: 'erased', deleted: 1 });
    expect(world.all(visits)).toEqual([visit('V1', 'P1', '2025-05-01')]);
    expect(await world.outcome(visits)).toMatchObject({ deleted: 1, held: 1, kept: 0 });
  });

  test('that comes between two batches keeps what is left', async () => {
    world.records.set(visits, many(1200));
    await world.begin();
    let claimed = 0;
    world.before = async (port) => {
      if (port === 'claims.claim' && ++claimed === 2) await world.place('m-1', [{ collection: visits }]);
    };
    expect(await world.erase(visits)).toMatchObject({ outcome: 'erased', deleted: 500 });
    expect(world.all(visits)).toHaveLength(700);
    expect(await world.outcome(visits)).toMatchObject({ deleted: 500, held: 700 });
    expect((await receipts(visits)).map(({ batch }) => batch)).toEqual([1]);
  });

  test('released meanwhile, or on something else, only has the batch claimed again', async () => {
    await world.begin();
    let placed = false;
    world.before = async (port) => {
      if (port !== 'claims.claim' || placed) return;
      placed = true;
      await world.place('m-1', [{ collection: orders }]);
    };
    expect(await world.erase(visits)).toMatchObject({ outcome: 'erased', deleted: 2 });
    expect((await receipts(visits)).map(({ holdsVersion }) => holdsVersion)).toEqual([1]);
  });

  test('on records of which some would stay anyway tells what it holds back', async () => {
    world.records.set(orders, [order('O1', 'P1'), { ...order('O2', 'P1'), name: '' }]);
    await world.place('m-1', [{ collection: orders }]);
    await world.begin();
    expect(await world.erase(orders)).toMatchObject({ outcome: 'erased', changed: 0 });
    expect(await world.outcome(orders)).toMatchObject({ held: 2, kept: 0, changed: 0 });
    expect(world.all(orders)).toEqual([order('O1', 'P1'), { ...order('O2', 'P1'), name: '' }]);
  });
});

describe('a value that the policy sets, such as a choice', () => {
  const closing = { ...deletion, sets: { [`${orders}.item`]: 'closed' } };
  const choosing = { right: 'marketing_unsubscribe', actions: {}, sets: { [`${orders}.item`]: 'none' } };

  test('is set under a legal hold, which keeps all else', async () => {
    world.change = (dependencies) => ({ ...dependencies, rights: [closing] });
    await world.place('m-1', [{ collection: orders }]);
    await world.begin();
    expect(await world.erase(orders)).toMatchObject({ outcome: 'erased' });
    expect(world.all(orders)).toEqual([{ ...order('O1', 'P1'), item: 'closed' }, order('O2', 'P2')]);
    expect(await world.outcome(orders)).toMatchObject({ changed: 0, held: 1, kept: 0 });
  });

  test('is all that was asked, and done as without the hold', async () => {
    world.change = (dependencies) => ({ ...dependencies, rights: [choosing] });
    await world.place('m-1', [{ collection: orders }]);
    await world.begin({ ask: { rights: ['marketing_unsubscribe'] } });
    await world.erase(orders);
    expect(world.all(orders)[0]).toEqual({ ...order('O1', 'P1'), item: 'none' });
    expect(await world.outcome(orders)).toMatchObject({ changed: 1, held: 0 });
  });
});

describe('a store', () => {
  test('that is down is an error for the workflow, and nothing is lost by it', async () => {
    await world.begin();
    world.isDown = true;
    await expect(world.erase(visits)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    expect(await world.outcome(visits)).toMatchObject({ outcome: 'waiting' });
    world.isDown = false;
    expect(await world.erase(visits)).toMatchObject({ outcome: 'erased', deleted: 2 });
  });

  test('that breaks off in the middle of a batch is gone on with, and each record counts once', async () => {
    world.records.set(visits, many(30));
    await world.begin();
    let applied = 0;
    world.before = (port) => {
      if (port === 'eraser.apply' && ++applied === 11) throw Object.assign(new Error('lost'), { name: 'ECONNRESET' });
    };
    await expect(world.erase(visits)).rejects.toMatchObject({ name: 'ECONNRESET' });
    expect(world.all(visits)).toHaveLength(20);
    expect(await world.erase(visits)).toEqual({ outcome: 'erased', deleted: 30, changed: 0 });
    const [first, second] = await receipts(visits);
    expect(first?.carriedOut).toBeUndefined();
    expect(second?.carriedOut).toMatchObject({ deleted: 20 });
  });

  test('that refuses for good is told to staff, with what was done', async () => {
    world.records.set(visits, many(700));
    await world.begin();
    world.refuses = ({ visit_id }) => (visit_id === 'V00600' ? new StoreRefusal('still_referenced') : undefined);
    expect(await world.erase(visits)).toMatchObject({ outcome: 'failed', deleted: 500 });
    expect(await world.outcome(visits)).toMatchObject({ outcome: 'failed', reason: 'still_referenced', deleted: 500 });
  });

  test('that says it is done and keeps a record is found out', async () => {
    await world.begin();
    world.stubborn = ({ visit_id }) => visit_id === 'V2';
    expect(await world.erase(visits)).toMatchObject({ outcome: 'failed' });
    expect(await world.outcome(visits)).toMatchObject({ outcome: 'failed', reason: 'left_behind' });
    expect(world.all(visits)).toContainEqual(visit('V2', 'P1'));
  });
});

test('a period asked for is of the copy: what is deleted goes whatever its date', async () => {
  world.records.set(visits, [visit('V1', 'P1', '2025-05-01'), visit('V2', 'P1', '2026-05-01')]);
  await world.begin({ period: { from: '2026-01-01' } });
  expect(await world.erase(visits)).toMatchObject({ outcome: 'erased', deleted: 2 });
  expect(world.all(visits)).toEqual([]);
});
