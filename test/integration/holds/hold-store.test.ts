import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { dynamoHoldStore } from '../../../functions/holds/hold-store.dynamo.ts';
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

holdStoreContract(async () => {
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
  return dynamoHoldStore(DynamoDBDocumentClient.from(client), TableName);
});
