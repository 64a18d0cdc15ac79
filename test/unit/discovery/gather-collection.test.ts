import { beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../functions/discovery/findings-store.ts';
import { collectionGatherer, type GatherDependencies } from '../../../functions/discovery/gather-collection.ts';
import type {
  CollectionEnd,
  GatheringProgress,
  GatheringState,
} from '../../../functions/discovery/gathering-progress.ts';
import { type LeftToPeople, leftToPeople } from '../../../functions/discovery/left-to-people.ts';
import type { CollectionBinding, DataMap, FieldBinding } from '../../../functions/shared/organisation.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { FakeFindings } from '../../support/fake-findings-store.ts';
import { FakeStore } from '../../support/fake-store-connector.ts';

const members = collection('crm.members', [
  { name: 'member_id', category: 'account' },
  { name: 'email', category: 'account', identity: 'email' },
  { name: 'company_id', category: 'company' },
]);
const orders: CollectionBinding = {
  ...collection('trade.orders', [
    { name: 'order_id', category: 'trade' },
    from('buyer', 'crm.members', 'company_id'),
    from('seller', 'crm.members', 'company_id'),
    { name: 'ordered_at', category: 'trade' },
    { name: 'price', category: 'trade' },
  ]),
  primaryKey: ['order_id'],
  timeField: 'ordered_at',
};
const dataMap: DataMap = {
  stores: [],
  collections: [members, orders],
  accountDirectory: { collection: 'crm.members', identity: 'email' },
};

const always = () => true;

describe('gathering a collection', () => {
  let store: FakeStore;
  let findings: FakeFindings;
  let progress: FakeProgress;
  let invocations: number;

  beforeEach(() => {
    store = new FakeStore();
    findings = new FakeFindings();
    progress = new FakeProgress();
    invocations = 0;
    store.collections.set('crm.members', [
      { member_id: 'M1', email: 'anna@example.org', company_id: 'C1', password: 'not on the map' },
      { member_id: 'M2', email: 'tom@example.org', company_id: 'C2' },
    ]);
    store.collections.set('trade.orders', [
      ...Array.from({ length: 2500 }, (_, index) =>
        order(`O${index}`, 'C1', 'C9', `2026-0${1 + (index % 5)}-15T00:00:00Z`),
      ),
      order('O-self', 'C1', 'C1', '2026-02-01T00:00:00Z'),
      order('O-other', 'C2', 'C9', '2026-02-01T00:00:00Z'),
    ]);
  });

  it('finds by the verified identifier, keeps mapped fields only, and notes where they lead', async () => {
    expect(await gather('crm.members')).toEqual({ outcome: 'found', count: 1 });
    expect(await all('crm.members')).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        fields: { member_id: 'M1', email: 'anna@example.org', company_id: 'C1' },
      },
    ]);
    expect(await references('crm.members', 'company_id')).toEqual(['C1']);
    expect(progress.ends).toEqual([{ collection: 'crm.members', gathering: 1, outcome: 'found', count: 1 }]);
  });

  it('follows references and counts a record found by two fields once', async () => {
    await gather('crm.members');
    expect(await gather('trade.orders')).toEqual({ outcome: 'found', count: 2501 });
    const ids = (await all('trade.orders')).map(({ fields }) => fields.order_id);
    expect(new Set(ids).size).toBe(2501);
    expect(ids).not.toContain('O-other');
  });

  it('says that it found nothing', async () => {
    progress.identifiers = { email: ['nobody@example.org'] };
    expect(await gather('crm.members')).toEqual({ outcome: 'nothing', count: 0 });
    expect(await gather('trade.orders')).toEqual({ outcome: 'nothing', count: 0 });
    expect(store.pages).toBe(1);
  });

  it('asks nothing of a store without a verified identifier', async () => {
    progress.identifiers = {};
    expect(await gather('crm.members')).toEqual({ outcome: 'nothing', count: 0 });
    expect(store.pages).toBe(0);
  });

  it('leaves to people what something leads to, until they hand in what they found', async () => {
    const people = leftToPeople({ dueDays: 5, now: () => '2026-11-20T23:30:00.000Z' });
    await gather('crm.members');
    expect(await gather('trade.orders', always, people)).toEqual({ outcome: 'by_hand', count: 0 });
    expect(progress.ends.at(-1)).toMatchObject({ outcome: 'by_hand', due: '2026-11-25' });
    progress.handIn('trade.orders', 'file-1');
    expect(await gather('trade.orders', always, people)).toEqual({ outcome: 'found', count: 2501 });
  });

  it('asks nobody where nothing leads', async () => {
    progress.identifiers = { email: ['nobody@example.org'] };
    await gather('crm.members');
    const people = leftToPeople({ dueDays: 5, now: () => '2026-11-20T10:00:00.000Z' });
    expect(await gather('trade.orders', always, people)).toEqual({ outcome: 'nothing', count: 0 });
  });

  it('records a refusal of the store by its code', async () => {
    store.collections.delete('crm.members');
    expect(await gather('crm.members')).toEqual({ outcome: 'failed', count: 0 });
    expect(progress.ends).toEqual([
      { collection: 'crm.members', gathering: 1, outcome: 'failed', count: 0, reason: 'collection_missing' },
    ]);
  });

  it('leaves it to the workflow to try again when the store is down', async () => {
    store.isDown = true;
    await expect(gather('crm.members')).rejects.toMatchObject({ name: 'StoreUnavailable' });
    expect(progress.ends).toEqual([]);
    store.isDown = false;
    expect(await gather('crm.members')).toEqual({ outcome: 'found', count: 1 });
  });

  it('fails with the collection it depends on, rather than say that there is nothing', async () => {
    progress.end('crm.members', 'failed', 0);
    expect(await gather('trade.orders')).toEqual({ outcome: 'failed', count: 0 });
    expect(progress.ends.at(-1)).toMatchObject({ outcome: 'failed', reason: 'source_failed' });
  });

  it('does not start before the collection it depends on has ended', async () => {
    await expect(gather('trade.orders')).rejects.toMatchObject({ name: 'UpstreamUnfinished' });
  });

  it('stops at the end of its time and goes on from there, whatever the number of calls', async () => {
    await gather('crm.members');
    let calls = 0;
    let result = await gather('trade.orders', () => false);
    for (; result.outcome === 'more' && calls < 20; calls++) result = await gather('trade.orders', () => false);
    expect(result).toEqual({ outcome: 'found', count: 2501 });
    // One page a call: three by buyer, one by seller, and a last call that finds no more to ask.
    expect(calls).toBe(4);
    const ids = (await all('trade.orders')).map(({ fields }) => fields.order_id);
    expect(new Set(ids).size).toBe(2501);
    expect(ids.length).toBe(2501);
  });

  it('shows findings only once the collection has ended', async () => {
    await gather('crm.members');
    await gather('trade.orders', () => false);
    expect(await findings.listFindings('request-1')).toEqual([{ collection: 'crm.members', gathering: 1, count: 1 }]);
  });

  it.each(['part', 'references', 'finish', 'checkpoint', 'record'])(
    'ends the same when it crashes at a %s and is called again',
    async (where) => {
      for (const id of ['crm.members', 'trade.orders'])
        for (let calls = 0, ended = false; !ended && calls < 40; calls++) {
          let armed = calls % 2 === 0;
          const crash = (what: string) => {
            if (armed && what === where) throw new Error(`crash at ${where}`);
          };
          findings.beforeWrite = crash;
          progress.beforeRecord = () => crash('record');
          // Every second call runs through, so that progress is made between crashes.
          const result = await gather(id, () => false).catch(() => undefined);
          armed = false;
          ended = result !== undefined && result.outcome !== 'more';
        }
      findings.beforeWrite = () => undefined;
      const ids = (await all('trade.orders')).map(({ fields }) => fields.order_id);
      expect(ids.length).toBe(2501);
      expect(new Set(ids).size).toBe(2501);
      expect(await references('crm.members', 'company_id')).toEqual(['C1']);
      expect(progress.ends.map(({ collection, outcome, count }) => [collection, outcome, count])).toEqual([
        ['crm.members', 'found', 1],
        ['trade.orders', 'found', 2501],
      ]);
    },
  );

  it('answers as before when called after the end, without asking the store', async () => {
    await gather('crm.members');
    const { pages } = store;
    expect(await gather('crm.members')).toEqual({ outcome: 'found', count: 1 });
    expect(store.pages).toBe(pages);
    expect(progress.ends).toHaveLength(1);
  });

  it('leaves out what is outside the period, but follows references whatever their date', async () => {
    progress.state = { ...progress.state, period: { from: '2026-03-01', to: '2026-03-31' } };
    expect(await gather('crm.members')).toEqual({ outcome: 'found', count: 1 });
    expect(await gather('trade.orders')).toEqual({ outcome: 'found', count: 500 });
    expect((await all('trade.orders')).every(({ fields }) => String(fields.ordered_at).startsWith('2026-03'))).toBe(
      true,
    );
  });

  it('shows the fields of the categories asked for, and what names the record', async () => {
    progress.state = { ...progress.state, categories: ['company'] };
    await gather('crm.members');
    expect((await all('crm.members')).map(({ fields }) => fields)).toEqual([{ member_id: 'M1', company_id: 'C1' }]);
  });

  it('reads addresses too where something is announced to them, whatever was asked for', async () => {
    const [members, ...others] = dataMap.collections;
    const marked = { ...dataMap, collections: members ? [{ ...members, ownAddresses: ['email'] }, ...others] : [] };
    progress.state = { ...progress.state, categories: ['company'], withAddresses: true };
    await gather('crm.members', always, undefined, marked);
    expect((await all('crm.members'))[0]?.fields).toEqual({
      member_id: 'M1',
      company_id: 'C1',
      email: 'anna@example.org',
    });
  });

  it('does nothing for a request that has moved on', async () => {
    progress.state = { ...progress.state, underWay: false };
    expect(await gather('crm.members')).toEqual({ outcome: 'failed' });
    expect(store.pages).toBe(0);
    expect(progress.ends).toEqual([]);
  });

  it('refuses a collection the request did not plan', async () => {
    await expect(gather('crm.nothing')).rejects.toMatchObject({ name: 'UnknownCollection' });
  });

  it('reads again for a new gathering, and its findings take the place of the old', async () => {
    await gather('crm.members');
    progress.retry('crm.members');
    store.collections.set('crm.members', [{ member_id: 'M7', email: 'anna@example.org', company_id: 'C7' }]);
    expect(await gather('crm.members')).toEqual({ outcome: 'found', count: 1 });
    expect((await all('crm.members'))[0]?.fields.member_id).toBe('M7');
    expect(await references('crm.members', 'company_id')).toEqual(['C7']);
  });

  function gather(collection: string, hasTime = always, people?: LeftToPeople, map = dataMap) {
    const dependencies: GatherDependencies = {
      dataMap: map,
      connector: store.connector(1),
      findings,
      identifiers: { of: async () => new Sensitive(progress.identifiers) },
      progress,
      newId: () => `call${++invocations}`,
      ...(people ? { leftToPeople: people } : {}),
    };
    return collectionGatherer(dependencies)({ requestId: 'request-1', collection, hasTime });
  }

  async function all(collection: string): Promise<Finding[]> {
    return (await collect(findings.streamFindings('request-1', collection))).flat();
  }

  function references(collection: string, field: string): Promise<string[]> {
    return collect(findings.readReferences('request-1', collection, field));
  }
});

class FakeProgress implements GatheringProgress {
  identifiers: Record<string, string[]> = { email: ['anna@example.org'] };
  readonly ends: CollectionEnd[] = [];
  beforeRecord: () => void = () => undefined;
  state: GatheringState = {
    gathering: 1,
    underWay: true,
    categories: [],
    timeZone: 'Europe/Dublin',
    collections: {
      'crm.members': { outcome: 'waiting', count: 0, gathering: 1 },
      'trade.orders': { outcome: 'waiting', count: 0, gathering: 1 },
    },
  };

  async of() {
    return this.state;
  }

  async planned() {
    throw new Error('a gatherer does not plan');
  }

  async collectionGathered(_requestId: string, { collection, gathering, outcome, count, reason, due }: CollectionEnd) {
    this.beforeRecord();
    this.ends.push({ collection, gathering, outcome, count, ...(reason ? { reason } : {}), ...(due ? { due } : {}) });
    this.end(collection, outcome, count);
  }

  end(collection: string, outcome: CollectionEnd['outcome'], count: number): void {
    const { gathering } = this.state;
    this.state = {
      ...this.state,
      collections: { ...this.state.collections, [collection]: { outcome, count, gathering } },
    };
  }

  handIn(collection: string, submission: string): void {
    this.retry(collection, { submission });
  }

  retry(collection: string, file: { readonly submission?: string } = {}): void {
    const gathering = this.state.gathering + 1;
    const waiting = { outcome: 'waiting', count: 0, gathering, ...file } as const;
    this.state = { ...this.state, gathering, collections: { ...this.state.collections, [collection]: waiting } };
  }
}

function collection(id: string, fields: readonly FieldBinding[]): CollectionBinding {
  return { id, store: 's', location: id, title: {}, primaryKey: [fields[0]?.name ?? ''], fields };
}

function from(name: string, source: string, field: string): FieldBinding {
  return { name, category: 'trade', references: [{ collection: source, field, direction: 'from' }] };
}

function order(order_id: string, buyer: string, seller: string, ordered_at: string) {
  return { order_id, buyer, seller, ordered_at, price: 7 };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
