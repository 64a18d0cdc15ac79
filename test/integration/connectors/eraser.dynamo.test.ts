import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { dynamoEraser } from '../../../functions/fulfilment/eraser.dynamo.ts';
import type { CollectionBinding } from '../../../functions/shared/organisation.ts';
import { startDynamoDb } from '../../../local/dynamodb/index.ts';
import { CallFaults } from '../../support/call-faults.ts';
import {
  type EraserUnderTest,
  letterFields,
  parcelFields,
  sourcesUnderTest,
  storeEraserContract,
} from './store-eraser.contract.ts';

storeEraserContract('DynamoDB, indexes of whole records', () => start('ALL'));
storeEraserContract('DynamoDB, indexes of keys', () => start('KEYS_ONLY'));

async function start(projection: 'ALL' | 'KEYS_ONLY'): Promise<EraserUnderTest> {
  const dataDir = mkdtempSync(join(tmpdir(), 'eraser-dynamo-'));
  const server = await startDynamoDb({ host: '127.0.0.1', port: 0, dataDir, now: () => Date.now() });
  const low = new DynamoDBClient({
    endpoint: server.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const client = DynamoDBDocumentClient.from(low);
  await low.send(
    new CreateTableCommand({
      TableName: 'physical-letters',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['id', 'owner', 'contact'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: ['owner', 'contact'].map((field) => ({
        IndexName: `by-${field}`,
        KeySchema: [{ AttributeName: field, KeyType: 'HASH' }],
        Projection: { ProjectionType: projection },
      })),
    }),
  );
  await low.send(
    new CreateTableCommand({
      TableName: 'parcels',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'owner', AttributeType: 'S' },
        { AttributeName: 'number', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'owner', KeyType: 'HASH' },
        { AttributeName: 'number', KeyType: 'RANGE' },
      ],
    }),
  );
  const collection = { store: 'post', title: {} };
  const letters: CollectionBinding = {
    ...collection,
    id: 'post.letters',
    location: 'letters',
    primaryKey: ['id'],
    fields: letterFields,
    indexes: { owner: 'by-owner', contact: 'by-contact' },
    ...(projection === 'KEYS_ONLY' ? { keyOnlyIndexes: ['by-owner', 'by-contact'] } : {}),
  };
  const parcels = {
    ...collection,
    id: 'post.parcels',
    location: 'parcels',
    primaryKey: ['owner', 'number'],
    fields: parcelFields,
  };
  const faults = new CallFaults();
  const eraser = dynamoEraser({
    client: faults.watch(client, 'send'),
    binding: { id: 'post', kind: 'dynamodb', tables: { letters: 'physical-letters' } },
    sources: sourcesUnderTest,
    pause: async () => undefined,
  });
  const table = ({ location }: CollectionBinding) => (location === 'letters' ? 'physical-letters' : location);
  let isUp = true;
  const readAll = async (from: CollectionBinding) =>
    (await client.send(new ScanCommand({ TableName: table(from), ConsistentRead: true }))).Items ?? [];
  const keyOf = ({ primaryKey }: CollectionBinding, record: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(primaryKey.map((name) => [name, record[name]]));
  const write = async (into: CollectionBinding, requests: object[]) => {
    for (let from = 0; from < requests.length; from += 25)
      await client.send(new BatchWriteCommand({ RequestItems: { [table(into)]: requests.slice(from, from + 25) } }));
  };
  return {
    eraser,
    letters,
    parcels,
    faults,
    missing: { eraser, collection: { ...letters, location: 'nowhere' } },
    async fill(into, records) {
      const there = await readAll(into);
      await write(
        into,
        there.map((item) => ({ DeleteRequest: { Key: keyOf(into, item) } })),
      );
      await write(
        into,
        records.map((Item) => ({ PutRequest: { Item } })),
      );
    },
    async put(into, records) {
      for (const Item of records) await client.send(new PutCommand({ TableName: table(into), Item }));
    },
    async remove(from, record) {
      await client.send(new DeleteCommand({ TableName: table(from), Key: keyOf(from, record) }));
    },
    readAll,
    async goDown() {
      isUp = false;
      await server.close();
    },
    async close() {
      low.destroy();
      if (isUp) await server.close();
    },
  };
}
