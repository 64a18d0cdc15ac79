import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { findingDigest, findingIdOf } from '../../../functions/discovery/index.ts';
import { commandHandler, type DecidedChange } from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { ErasingWorld, email, orders, people, shop } from '../../support/erasing-world.ts';

const ada = { person_id: 'p1', email, name: 'Ada Lovelase', phone: '1' };
const stranger = { person_id: 'p2', email: 'eve@example.org', name: 'Ada Lovelase', phone: '1' };
let world: ErasingWorld;

function findingOf(record: Readonly<Record<string, unknown>>, id = people): string {
  const collection = shop.collections.find((one) => one.id === id);
  if (!collection) throw new Error(id);
  return findingIdOf(findingDigest('request-1', collection, record));
}

const misspelt: DecidedChange = {
  finding: findingOf(ada),
  writes: { name: { value: 'Ada Lovelace', ifNow: 'Ada Lovelase' } },
};

/** A correction that staff accepted and approved, ready to be written. */
async function approved(decided: DecidedChange = misspelt, collection = people): Promise<void> {
  await world.begin({
    collections: [collection],
    ask: { rights: ['correction'], changes: [{ id: 'c1', right: 'correction' }], erasure: { waitingDays: 0 } },
    until: 'started',
    decided: [
      {
        command: {
          type: 'decide_change',
          change: 'c1',
          decision: 'accepted',
          collection,
          fields: Object.keys(decided.writes ?? {}),
          sealed: 'c1-1',
        },
        sealed: [{ name: 'c1-1', value: new Sensitive(decided) }],
      },
    ],
  });
  const plan = { type: 'plan_erasure', collections: [collection] } as const;
  await commandHandler(world)({ requestId: 'request-1', actor: { kind: 'system', part: 'erasing' }, command: plan });
}

const nameOf = (id: string) => world.all(people).find(({ person_id }) => person_id === id)?.name;
const outcome = async () => (await world.state()).changes?.[0]?.outcome;

/** What another program writes meanwhile. */
function rename(id: string, name: string): void {
  const records = world.records.get(people) ?? [];
  world.records.set(
    people,
    records.map((record) => (record.person_id === id ? { ...record, name } : record)),
  );
}

beforeEach(() => {
  world = new ErasingWorld();
  world.records.set(people, [ada, stranger]);
});

describe('an accepted change', () => {
  it('is written into the record that is meant, and into nothing else', async () => {
    await approved();
    expect(await world.erase(people)).toMatchObject({ outcome: 'erased', changed: 0, deleted: 0 });
    expect(world.all(people)).toEqual([{ ...ada, name: 'Ada Lovelace' }, stranger]);
    expect(await outcome()).toBe('done');
    const receipts = [];
    for await (const receipt of world.claims.receipts('request-1', people)) receipts.push(receipt);
    expect(receipts).toEqual([expect.objectContaining({ by: 'changes', change: 'c1', batch: 1 })]);
  });

  it('is not written over a value that changed since staff saw it, which they then see', async () => {
    await approved();
    rename('p1', 'Ada King');
    await world.erase(people);
    expect(nameOf('p1')).toBe('Ada King');
    const { found } = (await world.state()).changes?.[0] ?? {};
    expect(await outcome()).toBe('stale');
    const sealed = await world.requests.readSealed('request-1', found ?? '');
    expect(sealed?.reveal()).toEqual({ gone: false, values: { name: 'Ada King' } });
  });

  it('is not written over a value that changes at the very last moment', async () => {
    await approved();
    world.before = (port) => {
      if (port === 'eraser.apply') rename('p1', 'Ada King');
    };
    await world.erase(people);
    expect(nameOf('p1')).toBe('Ada King');
    expect(await outcome()).toBe('stale');
  });

  it('comes back when the record is gone', async () => {
    await approved();
    world.records.set(people, [stranger]);
    await world.erase(people);
    expect(await outcome()).toBe('stale');
    expect(world.all(people)).toEqual([stranger]);
  });

  it('meets no record of somebody else, whatever was decided', async () => {
    await approved({ ...misspelt, finding: findingOf(stranger) });
    await world.erase(people);
    expect(nameOf('p2')).toBe('Ada Lovelase');
    expect(await outcome()).toBe('stale');
  });

  it('that stands there already counts as done', async () => {
    await approved();
    rename('p1', 'Ada Lovelace');
    await world.erase(people);
    expect(await outcome()).toBe('done');
  });

  it('leaves a record under a legal hold as it is', async () => {
    await approved();
    await world.place('matter-1', [{ collection: people }]);
    await world.erase(people);
    expect(nameOf('p1')).toBe('Ada Lovelase');
    expect(await outcome()).toBe('held');
  });

  it('loses against a hold placed a moment before it is claimed', async () => {
    await approved();
    let placed = false;
    world.before = async (port) => {
      if (port !== 'claims.claim' || placed) return;
      placed = true;
      await world.place('matter-1', [{ collection: people }]);
    };
    await world.erase(people);
    expect(nameOf('p1')).toBe('Ada Lovelase');
    expect(await outcome()).toBe('held');
  });

  it('that only sets what nothing is lost by goes on under a hold', async () => {
    await approved({ finding: findingOf(ada), writes: { name: { value: 'Taken down' } } });
    await world.place('matter-1', [{ collection: people }]);
    await world.erase(people);
    expect(nameOf('p1')).toBe('Taken down');
  });

  it('that empties what the record was found by is done, also when the outcome was not recorded', async () => {
    world.records.set(orders, [{ order_id: 'o1', person_id: 'p1', item: 'tea', name: 'Ada' }]);
    await approved(
      {
        finding: findingOf({ order_id: 'o1' }, orders),
        writes: { person_id: { value: null, ifNow: 'p1' } },
      },
      orders,
    );
    world.before = (port) => {
      if (port === 'claims.settle') throw new Error('crashed');
    };
    await expect(world.erase(orders)).rejects.toThrow('crashed');
    world.before = () => undefined;
    await world.erase(orders);
    expect(world.all(orders)).toMatchObject([{ person_id: null }]);
    expect(await outcome()).toBe('done');
  });
});

it('after a crash at any point, doing it again ends the same', async () => {
  for (let crashAt = 0; ; crashAt++) {
    world = new ErasingWorld();
    world.records.set(people, [ada, stranger]);
    await approved();
    let calls = 0;
    let crashed = false;
    world.before = () => {
      if (calls++ !== crashAt) return;
      crashed = true;
      throw new Error('crashed');
    };
    await world.erase(people).catch((error: unknown) => {
      if (!(error instanceof Error) || error.message !== 'crashed') throw error;
    });
    if (!crashed) break;
    await world.erase(people);
    expect(world.all(people)).toEqual([{ ...ada, name: 'Ada Lovelace' }, stranger]);
    expect(await outcome()).toBe('done');
  }
});

it('whenever another program writes, its value is never overwritten', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 3 }), async (moments) => {
      world = new ErasingWorld();
      world.records.set(people, [ada]);
      await approved();
      let calls = 0;
      let other: string | undefined;
      world.before = () => {
        const at = calls++;
        if (!moments.includes(at)) return;
        other = `Other ${at}`;
        rename('p1', other);
      };
      await world.erase(people);
      const name = nameOf('p1');
      expect([other, 'Ada Lovelace']).toContain(name);
      // Only what staff saw was replaced: a value of another program stays, however it came there.
      if (other !== undefined) expect(name).toBe(other);
    }),
    { numRuns: 60 },
  );
});
