import { beforeEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../../functions/discovery/index.ts';
import { addressNoter } from '../../../functions/fulfilment/note-addresses.ts';
import { verifiedIdentifiers } from '../../../functions/identity/index.ts';
import {
  type Actor,
  type Ask,
  addressesItem,
  type Command,
  commandHandler,
  requestSubmitter,
} from '../../../functions/requests/index.ts';
import type { CollectionBinding, DataMap } from '../../../functions/shared/organisation.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { aDataSubject, anAsk, theWorkflow } from '../../support/a-request.ts';
import { type FakeRequestStore, fakeRequestStore } from '../../support/fake-request-store.ts';

const collection = (id: string, ownAddresses?: readonly string[]): CollectionBinding => ({
  id,
  store: 'crm',
  location: id,
  title: {},
  primaryKey: ['id'],
  fields: ['id', 'email', 'private', 'seller'].map((name) => ({ name })),
  ...(ownAddresses ? { ownAddresses } : {}),
});
const dataMap: DataMap = {
  stores: [],
  accountDirectory: { collection: 'crm.people', identity: 'email' },
  collections: [collection('crm.people', ['email', 'private']), collection('shop.orders', ['email'])],
};
const requestId = 'request-1';
const now = () => '2026-11-02T10:00:00.000Z';

describe('noting addresses on record', () => {
  let requests: FakeRequestStore;
  let records: Record<string, readonly Finding['fields'][]>;
  beforeEach(() => {
    requests = fakeRequestStore();
    records = {};
  });

  const handle = (command: Command, actor: Actor) => commandHandler({ requests, now })({ requestId, command, actor });
  const findings = {
    async *streamFindings(_: string, of: string) {
      yield (records[of] ?? []).map((fields, index) => ({ id: `f${index}`, fields }));
    },
  };
  const note = (from = findings) =>
    addressNoter({
      requests,
      handle: commandHandler({ requests, now }),
      findings: from,
      identifiers: verifiedIdentifiers({ requests }),
      dataMap,
    })(requestId);
  const noted = async () => (await requests.load(requestId))?.addressesOnRecord;
  const sealed = async () => (await requests.readSealed(requestId, addressesItem))?.reveal();

  async function gathered(ask: Partial<Ask>): Promise<void> {
    const { reference: _, ...asked } = anAsk;
    const subject = new Sensitive({ email: 'ann@one.example' });
    const randomBytes = (size: number) => Buffer.alloc(size, 7);
    await requestSubmitter({ requests, now, newId: () => requestId, randomBytes })({
      ask: { ...asked, ...ask },
      subject,
      formHash: 'form-1',
    });
    const ids = dataMap.collections.map(({ id }) => id);
    for (const [command, actor] of [
      [{ type: 'confirm_email' }, aDataSubject],
      [{ type: 'match_account', account: 'on_record' }, theWorkflow],
      [{ type: 'plan_gathering', collections: ids }, theWorkflow],
      ...ids.map((id) => {
        const outcome = records[id] ? 'found' : 'nothing';
        const end = { type: 'record_collection', collection: id, gathering: 1, outcome, count: 1 } as const;
        return [end, theWorkflow] as const;
      }),
    ] as const)
      expect((await handle(command, actor)).ok).toBe(true);
  }
  const deletion: Partial<Ask> = { rights: ['deletion'], erasure: { waitingDays: 7 } };

  test('seals each but the confirmed one once, however it is spelt, and records only how many there are', async () => {
    records = {
      'crm.people': [
        { id: '1', email: 'Ann@One.example', private: 'ann@Two.example' },
        { id: '2', email: 'ANN@two.example', private: 'call me' },
      ],
      'shop.orders': [{ id: '3', email: ['ann@three.example'], seller: 'sam@shop.example' }],
    };
    await gathered(deletion);
    await note();
    await note();
    expect(await noted()).toEqual({ gathering: 1, count: 2 });
    expect(await sealed()).toEqual(['ann@three.example', 'ann@two.example']);
    const events = await requests.history(requestId);
    expect(events.filter(({ event }) => event.type === 'AddressesNoted')).toHaveLength(1);
    expect(JSON.stringify([events, requests.effects, await requests.load(requestId)])).not.toContain('@');
  });

  test('says nothing where there is no other, or nothing waits', async () => {
    records = { 'crm.people': [{ id: '1', email: 'ann@one.example', private: null }] };
    await gathered(deletion);
    await note();
    expect([await noted(), await sealed()]).toEqual([undefined, undefined]);

    requests = fakeRequestStore();
    records = { 'crm.people': [{ id: '1', private: 'ann@two.example' }] };
    await gathered({ rights: ['access'] });
    const unread = {
      streamFindings(): never {
        throw new Error('read for nothing');
      },
    };
    await note(unread);
    expect([await noted(), await sealed()]).toEqual([undefined, undefined]);
  });

  test('fails, to be tried again, when the findings cannot be read or are of too many people', async () => {
    records = { 'crm.people': Array.from({ length: 51 }, (_, index) => ({ private: `ann@n${index}.example` })) };
    await gathered(deletion);
    const broken = {
      streamFindings(): never {
        throw Object.assign(new Error('slow down'), { name: 'SlowDown' });
      },
    };
    await expect(note(broken)).rejects.toMatchObject({ name: 'SlowDown' });
    await expect(note()).rejects.toMatchObject({ name: 'TooManyAddresses' });
    expect(await noted()).toBeUndefined();
  });
});
