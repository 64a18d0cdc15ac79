import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoConnector } from '../../../functions/discovery/connector.dynamo.ts';
import { startDynamoDb } from '../../../local/dynamodb/index.ts';
import { letterFields, type StoreUnderTest, storeConnectorContract } from './store-connector.contract.ts';

storeConnectorContract('DynamoDB, indexes of whole records', () => start('ALL'), { ignoreCase: false });
storeConnectorContract('DynamoDB, indexes of keys', () => start('KEYS_ONLY'), { ignoreCase: false });

async function start(projection: 'ALL' | 'KEYS_ONLY'): Promise<StoreUnderTest> {
  const dataDir = mkdtempSync(join(tmpdir(), 'connector-dynamo-'));
  const server = await startDynamoDb({ host: '127.0.0.1', port: 0, dataDir, now: () => Date.now() });
  const low = new DynamoDBClient({
    endpoint: server.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const client = DynamoDBDocumentClient.from(low);
  const index = (name: string, field: string) => ({
    IndexName: name,
    KeySchema: [{ AttributeName: field, KeyType: 'HASH' as const }],
    Projection: { ProjectionType: projection },
  });
  await low.send(
    new CreateTableCommand({
      TableName: 'physical-letters',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['id', 'owner', 'contact'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S' as const,
      })),
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [index('by-owner', 'owner'), index('by-contact', 'contact')],
    }),
  );
  const letters = {
    id: 'post.letters',
    store: 'post',
    location: 'letters',
    title: {},
    primaryKey: ['id'],
    fields: letterFields,
    indexes: { owner: 'by-owner', contact: 'by-contact' },
    ...(projection === 'KEYS_ONLY' ? { keyOnlyIndexes: ['by-owner', 'by-contact'] } : {}),
    timeField: 'at',
  };
  const binding = { id: 'post', kind: 'dynamodb', tables: { letters: 'physical-letters' } } as const;
  let isUp = true;
  const connector = dynamoConnector({ client: low, binding, pause: async () => undefined });
  return {
    connector,
    letters,
    missing: { connector, collection: { ...letters, location: 'nowhere' } },
    async write(records) {
      for (let from = 0; from < records.length; from += 25) {
        const puts = records.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
        await client.send(new BatchWriteCommand({ RequestItems: { 'physical-letters': puts } }));
      }
    },
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
