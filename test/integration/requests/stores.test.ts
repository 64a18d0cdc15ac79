import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoCompanyTurns } from '../../../functions/discovery/company-turn.dynamo.ts';
import { dynamoDueIndex, dynamoOutboxStore, keys, pendingItem } from '../../../functions/requests/index.ts';
import { dynamoWaitStore } from '../../../functions/requests/wait-store.dynamo.ts';
import { FakeCompanyTurns } from '../../support/fake-company-turns.ts';
import { FakeOutboxStore } from '../../support/fake-outbox-store.ts';
import { FakeWaitStore } from '../../support/fake-wait-store.ts';
import { type RequestsTables, startRequestsTables } from '../../support/requests-table.ts';
import { companyTurnsContract } from './company-turns.contract.ts';
import { eraseRecordCases } from './erase-record.cases.ts';
import { outboxStoreContract } from './outbox-store.contract.ts';
import { waitStoreContract } from './wait-store.contract.ts';

let tables: RequestsTables;
beforeAll(async () => {
  tables = await startRequestsTables();
});
afterAll(() => tables.close());

outboxStoreContract('in memory', async () => {
  const outbox = new FakeOutboxStore();
  return { outbox, put: async (...effect) => outbox.put(...effect) };
});

outboxStoreContract('in DynamoDB', async () => {
  const table = await tables.make();
  return {
    outbox: dynamoOutboxStore(tables.client, table),
    async put(requestId, effect, createdAt) {
      await tables.client.send(new PutCommand({ TableName: table, Item: pendingItem(effect, requestId, createdAt) }));
    },
  };
});

waitStoreContract('in memory', async () => new FakeWaitStore());
waitStoreContract('in DynamoDB', async () => dynamoWaitStore(tables.client, await tables.make()));

companyTurnsContract('in memory', async () => new FakeCompanyTurns());
companyTurnsContract('in DynamoDB', async () => {
  const now = () => '2026-11-02T10:00:00.000Z';
  return dynamoCompanyTurns(tables.client, await tables.make(), now);
});

describe('the due index', () => {
  it('gives what is due by an instant, page after page, and not what is due later', async () => {
    const table = await tables.make();
    const put = (id: string, instant: string) => {
      const key = keys.stateKey(id);
      return tables.client.send(new PutCommand({ TableName: table, Item: { ...key, ...keys.dueKeys(instant, key) } }));
    };
    const ids = Array.from({ length: 250 }, (_, i) => `request-${i}`);
    await Promise.all(ids.map((id) => put(id, '2026-11-02T09:59:59.999Z')));
    await put('on-time', '2026-11-02T10:00:00.000Z');
    await put('later', '2026-11-02T10:00:00.001Z');
    await put('tomorrow', '2026-11-03T00:00:00.000Z');
    const found: string[] = [];
    for await (const { pk } of dynamoDueIndex(tables.client, table).dueOn('2026-11-02', '2026-11-02T10:00:00.000Z'))
      found.push(pk.slice('REQ#'.length));
    expect(found.toSorted()).toEqual([...ids, 'on-time'].toSorted());
  });

  it('remembers how far the sweep has come', async () => {
    const due = dynamoDueIndex(tables.client, await tables.make());
    expect(await due.readDoneBefore()).toBeUndefined();
    await due.writeDoneBefore('2026-11-01');
    expect(await due.readDoneBefore()).toBe('2026-11-01');
  });
});

describe('the record of a closed request', () => eraseRecordCases(() => tables));
