import { recordMatch } from '../../functions/discovery/record-match.ts';
import { type StoredRecord, type StoreRefusal, StoreUnavailable } from '../../functions/discovery/store-connector.ts';
import { changesOf, withChanges } from '../../functions/fulfilment/change-record.ts';
import {
  collectionEraser,
  type EraseDependencies,
  type EraseInvocation,
} from '../../functions/fulfilment/erase-collection.ts';
import type { ErasureClaims } from '../../functions/fulfilment/erasure-claims.ts';
import type { ErasureCheckpoint, ErasureProgress } from '../../functions/fulfilment/erasure-progress.ts';
import type { ErasureReplays } from '../../functions/fulfilment/erasure-replays.ts';
import { recordKeyHash } from '../../functions/fulfilment/record-keys.ts';
import { collectionReplayer, type ReplayInvocation } from '../../functions/fulfilment/replay-collection.ts';
import type { Applied, LocatedRecord, StoreEraser, TreatedRecord } from '../../functions/fulfilment/store-eraser.ts';
import { keyText, placeOf, recordsByKey } from '../../functions/fulfilment/treated-records.ts';
import { valueSources } from '../../functions/fulfilment/value-sources.ts';
import { type HoldScope, type HoldStore, heldRecordFinder, holdChanger } from '../../functions/holds/index.ts';
import { verifiedIdentifiers } from '../../functions/identity/index.ts';
import { commandHandler, type RequestState } from '../../functions/requests/index.ts';
import type { CollectionBinding, DataMap, FieldBinding, RightRule } from '../../functions/shared/organisation.ts';
import { Sensitive } from '../../functions/shared/sensitive.ts';
import { type Erased, erasingRequest } from './an-erasure.ts';
import { fakeErasureClaims } from './fake-erasure-claims.ts';
import { fakeErasureReplays } from './fake-erasure-replays.ts';
import { FakeFindings } from './fake-findings-store.ts';
import { fakeHoldStore } from './fake-hold-store.ts';
import { type FakeRequestStore, fakeRequestStore } from './fake-request-store.ts';

export const people = 'crm.people';
export const visits = 'shop.visits';
export const orders = 'shop.orders';

/** A shop that deletes visits, and empties the person in orders but keeps what was sold. */
export const shop: DataMap = {
  stores: [],
  collections: [
    collection(people, 'person_id', [
      { name: 'person_id', category: 'account' },
      { name: 'email', category: 'account', identity: 'email' },
      { name: 'name', category: 'account' },
    ]),
    {
      ...collection(visits, 'visit_id', [{ name: 'visit_id', category: 'usage' }, ofPerson('usage')]),
      timeField: 'at',
    },
    collection(orders, 'order_id', [
      { name: 'order_id', category: 'sales' },
      ofPerson('account'),
      { name: 'item', category: 'sales' },
      { name: 'name', category: 'account' },
    ]),
  ],
  accountDirectory: { collection: people, identity: 'email' },
};

const reason = { basis: { en: 'Books' }, until: { en: 'Ten years' } };
export const deletion: RightRule = {
  right: 'deletion',
  actions: { account: { action: 'delete' }, usage: { action: 'delete' }, sales: { action: 'keep', ...reason } },
  overrides: { [`${orders}.person_id`]: { action: 'null' } },
};

export const email = 'ada@example.org';

const sources = valueSources(async (text) => Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64));

export class ErasingWorld {
  /** What the store holds, by collection. */
  readonly records = new Map<string, StoredRecord[]>();
  readonly holds: HoldStore = fakeHoldStore();
  readonly requests: FakeRequestStore = fakeRequestStore();
  readonly findings = new FakeFindings();
  readonly claims: ErasureClaims = fakeErasureClaims({ holds: this.holds, requests: this.requests });
  readonly replays: ErasureReplays = fakeErasureReplays({ holds: this.holds });
  readonly checkpoints = new Map<string, ErasureCheckpoint>();
  readonly pauses: number[] = [];
  /** Called before each call of a port with its name; may wait, and may throw to crash there. */
  before: (port: string) => Promise<void> | void = () => undefined;
  /** What an invocation works with, in place of the world's own. */
  change: (dependencies: EraseDependencies) => EraseDependencies = (dependencies) => dependencies;
  /** Records that the store says are done and keeps. */
  stubborn = (_: StoredRecord): boolean => false;
  isDown = false;
  refuses: (record: StoredRecord) => StoreRefusal | undefined = () => undefined;
  #now = Date.parse('2026-11-20T10:00:00.000Z');

  readonly now = (): string => new Date(this.#now++).toISOString();

  /** The request, with what gathering found of these records. */
  async begin({ collections = [orders, visits, people], ...options }: Erased & { collections?: string[] } = {}) {
    const key = { requestId: options.id ?? 'request-1', collection: people, gathering: 1 };
    const own = this.all(people).filter((person) => person.email === email);
    const ids = own.map(({ person_id }) => String(person_id));
    await this.findings.writeReferences(key, 'values', ids);
    const references = { person_id: [{ name: 'values', lines: ids.length }] };
    await this.findings.finish(key, { count: ids.length, parts: [], references });
    return erasingRequest(this.requests, collections, { email, ...options });
  }

  /** One invocation of a replay of what was erased up to now. */
  replay(
    collectionId: string,
    {
      hasTime = () => true,
      replayId = 'replay-1',
      since = '2026-11-20T00:00:00.000Z',
      dryRun = false,
      keysAtOnce = 1000,
    }: Partial<ReplayInvocation> & { readonly keysAtOnce?: number } = {},
  ) {
    const { claims, requests, recordKeys, ...dependencies } = this.dependencies();
    const replays = this.watched('replays', this.replays);
    const read = { claims: this.claims, requests: this.requests };
    return collectionReplayer({ ...dependencies, ...read, recordKeys, sources, replays, keysAtOnce })({
      replayId,
      collection: collectionId,
      since,
      until: '2026-11-21T00:00:00.000Z',
      dryRun,
      hasTime,
    });
  }

  /** One invocation. */
  erase(collectionId: string, hasTime: EraseInvocation['hasTime'] = () => true, requestId = 'request-1') {
    return collectionEraser(this.change(this.dependencies()))({ requestId, collection: collectionId, hasTime });
  }

  /** Invocation after invocation, as the workflow calls them, until there is an end; each stops after `pages` pages. */
  async eraseAll(collectionId: string, pages = Number.POSITIVE_INFINITY) {
    for (let calls = 1; ; calls++) {
      let left = pages;
      const result = await this.erase(collectionId, () => --left > 0);
      if (result.outcome !== 'more') return { ...result, calls };
    }
  }

  async state(): Promise<RequestState> {
    const state = await this.requests.load('request-1');
    if (!state) throw new Error('no request');
    return state;
  }

  async outcome(collectionId: string) {
    return (await this.state()).erasing?.collections[collectionId];
  }

  async place(matter: string, scopes: readonly HoldScope[]): Promise<void> {
    const changer = holdChanger({ holds: this.holds, now: this.now });
    const words = new Sensitive({ name: 'a', owner: 'b', reason: 'c' });
    const actor = { kind: 'staff', id: 'lena', roles: ['legal'] } as const;
    const placed = await changer.place({ matter, scopes, reviewOn: '2027-05-01', words, actor });
    if (!placed.ok) throw new Error(placed.refusal.code);
  }

  all(collectionId: string): readonly StoredRecord[] {
    return this.records.get(collectionId) ?? [];
  }

  private dependencies(): EraseDependencies {
    const { requests, holds, findings, now } = this;
    const claims = this.watched('claims', this.claims);
    return {
      dataMap: shop,
      rights: [deletion],
      eraser: this.eraser(),
      findings,
      identifiers: verifiedIdentifiers({ requests }),
      requests: this.watched('requests', requests),
      handle: commandHandler({ requests: this.watched('requests', requests), now }),
      holds: this.watched('holds', holds),
      heldRecords: heldRecordFinder({ companiesOf: async () => [], dataMap: shop }),
      claims: { ...claims, receipts: (...of) => this.claims.receipts(...of) },
      progress: this.watched('progress', this.progress()),
      recordKeys: async () => recordKeyHash('secret'),
      now,
      pause: async (milliseconds) => void this.pauses.push(milliseconds),
    };
  }

  /** The same ports, with `before` called before each call. */
  private watched<Ports extends object>(name: string, ports: Ports): Ports {
    return Object.fromEntries(
      Object.entries(ports).map(([method, call]) => [
        method,
        typeof call === 'function'
          ? async (...given: unknown[]) => {
              await this.before(`${name}.${method}`);
              return Reflect.apply(call, ports, given);
            }
          : call,
      ]),
    ) as Ports;
  }

  private progress(): ErasureProgress {
    const { checkpoints } = this;
    return {
      load: async (requestId, id) => structuredClone(checkpoints.get(`${requestId}/${id}`)),
      save: async (requestId, id, checkpoint) =>
        void checkpoints.set(`${requestId}/${id}`, structuredClone(checkpoint)),
    };
  }

  private eraser(): StoreEraser {
    const world = this;
    return {
      valuesAtOnce: 100,
      async *locate({ collection: { id }, criteria }, { pageSize, cursor }) {
        const match = recordMatch(criteria);
        // Key by key, as stores do: what is deleted meanwhile moves nothing.
        for (let behind = cursor, more = true; more; ) {
          await world.before('eraser.locate');
          if (world.isDown) throw new StoreUnavailable('down');
          const found = world
            .all(id)
            .filter((record) => match.matches(record) && (behind === undefined || sortKey(record) > behind))
            .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
          const page = found.slice(0, pageSize);
          more = found.length > page.length;
          const last = page.at(-1);
          if (last) behind = sortKey(last);
          yield {
            records: page.map((record): LocatedRecord => ({ record: structuredClone(record) })),
            ...(more && behind !== undefined ? { cursor: behind } : {}),
          };
        }
      },

      async apply(binding: CollectionBinding, treated: readonly TreatedRecord[]): Promise<Applied> {
        const count = { deleted: 0, changed: 0, unchanged: 0 };
        const stale: LocatedRecord[] = [];
        for (const { located, key, treatment } of recordsByKey(binding, treated).values()) {
          await world.before('eraser.apply');
          if (world.isDown) throw new StoreUnavailable('down');
          const refusal = world.refuses(located.record);
          if (refusal) throw refusal;
          const at = (records: readonly StoredRecord[]) =>
            records.findIndex((record) => keyText(binding.primaryKey.map((name) => record[name])) === keyText(key));
          const records = world.records.get(binding.id) ?? [];
          const now = records[at(records)];
          if (!now) count.unchanged++;
          else if (world.stubborn(now)) count.deleted++;
          else if (treatment.kind === 'delete') {
            records.splice(at(records), 1);
            count.deleted++;
          } else {
            const changes = await changesOf(now, treatment.fields, placeOf(binding, keyText(key)), sources);
            if (changes === 'stale') stale.push(located);
            else if (changes.length === 0) count.unchanged++;
            else {
              records[at(records)] = withChanges(now, changes);
              count.changed++;
            }
          }
        }
        return { ...count, stale };
      },
    };
  }
}

function sortKey(record: StoredRecord): string {
  return String(Object.values(record)[0]);
}

function collection(id: string, key: string, fields: readonly FieldBinding[]): CollectionBinding {
  return { id, store: id.split('.')[0] ?? id, location: id, title: { en: id }, primaryKey: [key], fields };
}

function ofPerson(category: string): FieldBinding {
  return {
    name: 'person_id',
    category,
    references: [{ collection: people, field: 'person_id', direction: 'from' }],
  };
}
