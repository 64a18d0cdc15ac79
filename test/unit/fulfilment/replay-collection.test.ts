import { beforeEach, describe, expect, test } from 'vitest';
import { StoreRefusal } from '../../../functions/discovery/store-connector.ts';
import { deletion, ErasingWorld, email, orders, people, visits } from '../../support/erasing-world.ts';

const visit = (visit_id: string, person_id: string, at = '2026-05-01T10:00:00Z') => ({ visit_id, person_id, at });
const order = (order_id: string, person_id: string) => ({ order_id, person_id, item: 'Bread', name: 'Ada' });
const many = Array.from({ length: 1200 }, (_, index) => visit(`V${String(index).padStart(5, '0')}`, 'P1'));
const others = [visit('W1', 'P2'), visit('W2', 'P2')];

let world: ErasingWorld;
const fill = () => {
  world.records.set(people, [
    { person_id: 'P1', email, name: 'Ada' },
    { person_id: 'P2', email: 'tom@example.org', name: 'Tom' },
  ]);
  world.records.set(visits, [...many, ...others]);
  world.records.set(orders, [order('O1', 'P1'), order('O2', 'P2')]);
};
beforeEach(async () => {
  world = new ErasingWorld();
  fill();
  await world.begin();
  for (const collection of [visits, orders, people]) await world.erase(collection);
});

const nothing = { found: 0, deleted: 0, changed: 0, held: 0 };

describe('replaying what was erased from a collection', () => {
  test('finds nothing where nothing came back, though changed records are there', async () => {
    for (const collection of [visits, orders, people])
      expect(await world.replay(collection)).toEqual({ outcome: 'done', ...nothing });
  });

  test('deletes again what was deleted and leaves everybody else’s alone', async () => {
    fill();
    expect(await world.replay(visits)).toEqual({ outcome: 'done', found: 1200, deleted: 1200, changed: 0, held: 0 });
    expect(world.all(visits)).toEqual(others);
  });

  test('changes again what was changed, in the same way', async () => {
    const before = world.all(orders);
    fill();
    expect(await world.replay(orders)).toEqual({ outcome: 'done', found: 1, deleted: 0, changed: 1, held: 0 });
    expect(world.all(orders)).toEqual(before);
  });

  test('needs nothing of the person: not the account, and not what gathering found', async () => {
    fill();
    world.records.set(people, []);
    world.change = (dependencies) => ({
      ...dependencies,
      identifiers: { of: () => Promise.reject(new Error('not needed')) },
    });
    expect(await world.replay(orders)).toMatchObject({ found: 1, changed: 1 });
  });

  test('done again, by the same name or another, finds nothing more', async () => {
    fill();
    const first = await world.replay(visits);
    expect(await world.replay(visits)).toEqual(first);
    expect(await world.replay(visits, { replayId: 'replay-2' })).toEqual({ outcome: 'done', ...nothing });
  });

  test('in a dry run counts and touches nothing', async () => {
    fill();
    const before = structuredClone(world.all(visits));
    expect(await world.replay(visits, { dryRun: true })).toMatchObject({ found: 1200, deleted: 1200 });
    expect(world.all(visits)).toEqual(before);
    expect(await world.replay(visits, { replayId: 'replay-2' })).toMatchObject({ found: 1200, deleted: 1200 });
  });

  test('looks only for what was erased since the day asked for', async () => {
    fill();
    expect(await world.replay(visits, { since: '2026-11-20T12:00:00.000Z' })).toEqual({ outcome: 'done', ...nothing });
    expect(world.all(visits)).toHaveLength(1202);
  });

  test('goes on where its time ran out, with its counts', async () => {
    fill();
    let calls = 0;
    for (let result = { outcome: 'more' }; result.outcome === 'more'; calls++)
      result = await world.replay(visits, { hasTime: () => false });
    expect(calls).toBeGreaterThan(2);
    expect(await world.replay(visits)).toMatchObject({ outcome: 'done', found: 1200, deleted: 1200 });
    expect(world.all(visits)).toEqual(others);
  });

  test('with more keys than fit in memory reads the collection more than once', async () => {
    fill();
    expect(await world.replay(visits, { keysAtOnce: 100 })).toMatchObject({ found: 1200, deleted: 1200 });
    expect(world.all(visits)).toEqual(others);
  });

  test('leaves a crash at any call to the next try, which ends the same', async () => {
    for (let at = 1, crashed = true; crashed; at++) {
      fill();
      crashed = false;
      let calls = 0;
      world.before = () => {
        if (++calls !== at) return;
        crashed = true;
        throw new Error('crash');
      };
      const replayId = `replay-${at}`;
      await world.replay(orders, { replayId }).catch(() => undefined);
      world.before = () => undefined;
      expect(await world.replay(orders, { replayId })).toMatchObject({ outcome: 'done' });
      expect(world.all(orders)).toContainEqual({ order_id: 'O1', person_id: null, item: 'Bread', name: null });
      expect(world.all(orders)).toContainEqual(order('O2', 'P2'));
    }
  });

  test('leaves to a legal hold what it covers today', async () => {
    fill();
    await world.place('m-1', [{ collection: visits, period: { from: '2026-05-01', to: '2026-05-01' } }]);
    const free = visit('V00000', 'P1', '2026-09-01T10:00:00Z');
    world.records.set(visits, [free, ...many.slice(1), ...others]);
    expect(await world.replay(visits)).toEqual({ outcome: 'done', found: 1200, deleted: 1, changed: 0, held: 1199 });
    expect(world.all(visits)).toHaveLength(1201);
  });

  test('sets again under a legal hold what the policy sets, and leaves the rest to it', async () => {
    world = new ErasingWorld();
    world.records.set(people, [{ person_id: 'P1', email, name: 'Ada' }]);
    world.records.set(orders, [order('O1', 'P1')]);
    world.change = (dependencies) => ({
      ...dependencies,
      rights: [{ ...deletion, sets: { [`${orders}.item`]: 'closed' } }],
    });
    await world.begin();
    await world.erase(orders);
    world.records.set(orders, [order('O1', 'P1')]);
    await world.place('m-1', [{ collection: orders }]);
    expect(await world.replay(orders)).toMatchObject({ outcome: 'done', found: 1, changed: 1 });
    expect(world.all(orders)).toEqual([{ ...order('O1', 'P1'), item: 'closed' }]);
    expect(await world.replay(orders, { replayId: 'again' })).toMatchObject({ found: 1, changed: 0, held: 1 });
  });

  test('is overtaken by a hold placed just before a batch is claimed', async () => {
    fill();
    let placed = false;
    world.before = async (port) => {
      if (port !== 'replays.claim' || placed) return;
      placed = true;
      await world.place('m-1', [{ collection: visits }]);
    };
    expect(await world.replay(visits)).toMatchObject({ outcome: 'done', deleted: 0, held: 1200 });
    expect(world.all(visits)).toHaveLength(1202);
  });

  test('says what the store refuses, with the rest done', async () => {
    fill();
    world.refuses = ({ order_id }) => (order_id === 'O1' ? new StoreRefusal('not_nullable') : undefined);
    expect(await world.replay(orders)).toEqual({
      outcome: 'failed',
      found: 1,
      deleted: 0,
      changed: 0,
      held: 0,
      reason: 'not_nullable',
    });
  });

  test('lets a store that is down be tried again', async () => {
    fill();
    world.isDown = true;
    await expect(world.replay(visits)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    world.isDown = false;
    expect(await world.replay(visits)).toMatchObject({ outcome: 'done', found: 1200, deleted: 1200 });
  });
});
