import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoHoldStore } from '../../../functions/holds/hold-store.dynamo.ts';
import { dynamoOutboxStore } from '../../../functions/requests/index.ts';
import { type RunningDynamoDb, startDynamoDb } from '../../../local/dynamodb/index.ts';
import { holdStoreContract } from './hold-store.contract.ts';

let dynamo: RunningDynamoDb;
let client: DynamoDBClient;
const dataDir = mkdtempSync(join(tmpdir(), 'holds-'));

beforeAll(async () => {
  dynamo = await startDynamoDb({ host: '127.0.0.1', port: 0, dataDir, now: () => 0 });
  client = new DynamoDBClient({
    endpoint: dynamo.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});
afterAll(async () => {
  client.destroy();
  await dynamo.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function newTable(): Promise<string> {
  const TableName = `holds-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  return TableName;
}

holdStoreContract(async () => dynamoHoldStore(DynamoDBDocumentClient.from(client), await newTable()));

test('a mail to staff is an item of the outbox, written with the hold', async () => {
  const mail = {
    owner: 'desk-hold-m-1-1',
    milestone: 'staff_hold_placed',
    to: [{ role: 'legal' }],
    facts: {},
  } as const;
  const TableName = await newTable();
  const documents = DynamoDBDocumentClient.from(client);
  const hold = {
    matter: 'm-1',
    version: 1,
    lastHash: '',
    status: 'active',
    scopes: [],
    reviewOn: '2027-05-01',
  } as const;
  const after = { ...hold, placedAt: '2026-11-02T09:00:00.000Z', placedBy: 'lena' };
  await dynamoHoldStore(documents, TableName).append({
    before: undefined,
    after,
    events: [],
    sealed: [],
    mails: [mail],
  });
  const stored = await dynamoOutboxStore(documents, TableName).findMail('desk-hold-m-1-1', 'staff_hold_placed');
  expect(stored).toMatchObject({ status: 'pending', to: [{ role: 'legal' }] });
});
