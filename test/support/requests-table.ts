import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startDynamoDb } from '../../local/dynamodb/index.ts';

export interface RequestsTables {
  readonly client: DynamoDBDocumentClient;
  /** A new, empty requests table; gives its name. */
  make(): Promise<string>;
  close(): Promise<void>;
}

/** The indexes of the requests table, as `infra/stacks/data-stack.ts` declares them. */
export const requestsIndexes = ['queue', 'due', 'subject'] as const;

/** A requests table as it is created. */
export function requestsTable(TableName: string) {
  const attributes = ['pk', 'sk', ...requestsIndexes.flatMap((index) => [`${index}Pk`, `${index}Sk`])];
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: keySchema('pk', 'sk'),
    GlobalSecondaryIndexes: requestsIndexes.map((IndexName) => ({
      IndexName,
      KeySchema: keySchema(`${IndexName}Pk`, `${IndexName}Sk`),
      Projection: { ProjectionType: IndexName === 'queue' ? ('ALL' as const) : ('KEYS_ONLY' as const) },
    })),
  } satisfies CreateTableCommandInput;
}

/** A DynamoDB of the test's own, for requests tables; a folder that is given may hold some, and goes in the end. */
export async function startRequestsTables(dataDir = mkdtempSync(join(tmpdir(), 'requests-'))): Promise<RequestsTables> {
  const dynamo = await startDynamoDb({ host: '127.0.0.1', port: 0, dataDir, now: () => Date.now() });
  const raw = new DynamoDBClient({
    endpoint: dynamo.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const client = DynamoDBDocumentClient.from(raw, { marshallOptions: { removeUndefinedValues: true } });
  return {
    client,
    async make() {
      const TableName = `requests-${randomUUID()}`;
      await raw.send(new CreateTableCommand(requestsTable(TableName)));
      return TableName;
    },
    async close() {
      raw.destroy();
      await dynamo.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function keySchema(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
}
