import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import pg from 'pg';
import { startObjectStore } from '../../../local/object-store/index.ts';
import { startPostgres } from '../../../local/postgres/index.ts';
import { type SampleTableName, sampleTables, seedSample } from '../../../local/sample/index.ts';
import { postgresCache } from '../../../local/stores.ts';
import { startRequestsTables } from '../../support/requests-table.ts';

/** The sample platform's three stores with its default sample, and beside them a bucket `exports` and requests tables. */
export interface SamplePlatform {
  readonly dynamodb: DynamoDBDocumentClient;
  readonly s3: S3Client;
  readonly pool: pg.Pool;
  /** Physical names. */
  readonly tables: Readonly<Record<SampleTableName, string>>;
  readonly endpoints: { readonly dynamodb: string; readonly s3: string; readonly postgres: string };
  makeRequestsTable(): Promise<string>;
  /** Again; it has been done once. */
  seed(): Promise<{ readonly seeded: boolean }>;
  close(): Promise<void>;
}

export async function startSamplePlatform(): Promise<SamplePlatform> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sample-platform-'));
  const here = { host: '127.0.0.1', port: 0, now: () => Date.now() };
  const requests = await startRequestsTables();
  const objects = await startObjectStore({
    ...here,
    dataDir: join(dataDir, 'objects'),
    buckets: ['archive', 'exports'],
  });
  const postgres = await startPostgres({ ...here, dataDir: join(dataDir, 'postgres'), cache: postgresCache });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const s3 = new S3Client({ region: 'eu-central-1', credentials, endpoint: objects.url });
  const pool = new pg.Pool({ connectionString: postgres.connectionString, max: 1 });
  // A connection that ends with the server, in close(), is no failure of a test.
  pool.on('error', () => undefined);
  const tables = {
    members: 'T-members',
    devices: 'T-devices',
    vouchers: 'T-vouchers',
    authentications: 'T-authentications',
  };
  await createTables(requests.client, tables);
  const at = await requests.client.config.endpoint?.();
  const endpoints = {
    dynamodb: `${at?.protocol}//${at?.hostname}:${at?.port}`,
    s3: objects.url,
    postgres: postgres.connectionString,
  };
  const seed = () => seedSample({ size: 'default', endpoints, names: { tables, buckets: { archive: 'archive' } } });
  await seed();
  return {
    dynamodb: requests.client,
    s3,
    pool,
    tables,
    endpoints,
    seed,
    makeRequestsTable: () => requests.make(),
    async close() {
      await pool.end();
      await postgres.close();
      s3.destroy();
      await objects.close();
      await requests.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

async function createTables(
  client: DynamoDBDocumentClient,
  names: Readonly<Record<keyof typeof sampleTables, string>>,
): Promise<void> {
  for (const [name, table] of Object.entries(sampleTables)) {
    const sortKey = 'sortKey' in table ? table.sortKey : undefined;
    const attributes = new Set([
      table.partitionKey,
      ...(sortKey ? [sortKey] : []),
      ...table.indexes.map(({ partitionKey }) => partitionKey),
    ]);
    await client.send(
      new CreateTableCommand({
        TableName: names[name as keyof typeof sampleTables],
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [...attributes].map((attribute) => ({ AttributeName: attribute, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: table.partitionKey, KeyType: 'HASH' },
          ...(sortKey ? [{ AttributeName: sortKey, KeyType: 'RANGE' as const }] : []),
        ],
        ...(table.indexes.length > 0
          ? {
              GlobalSecondaryIndexes: table.indexes.map((index) => ({
                IndexName: index.name,
                KeySchema: [{ AttributeName: index.partitionKey, KeyType: 'HASH' as const }],
                Projection: { ProjectionType: index.projection },
              })),
            }
          : {}),
      }),
    );
  }
}
