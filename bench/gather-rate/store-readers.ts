import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { createGunzip, gzipSync } from 'node:zlib';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import pg from 'pg';
import { dynamoConnector } from '../../functions/discovery/connector.dynamo.ts';
import { postgresConnector } from '../../functions/discovery/connector.postgres.ts';
import { s3Connector } from '../../functions/discovery/connector.s3.ts';
import { storeClient } from '../../functions/discovery/store-client.dynamo.ts';
import type { StoreConnector } from '../../functions/discovery/store-connector.ts';
import type { CollectionBinding } from '../../functions/shared/organisation.ts';
import { linesPerOwn, owner, ownParcels, type Parcel, parcelCollection, parcelLog } from './parcels.ts';

/** One store with a large collection in it, to be read both ways. */
export interface StoreReader {
  readonly name: string;
  readonly collection: CollectionBinding;
  readonly connector: StoreConnector;
  /** Records a gathering must find. */
  readonly expected: number;
  /** Reads as much as a gathering has to, with nothing but the store's own client; answers how many it read. */
  readRaw(): Promise<number>;
  close(): Promise<void>;
}

export const awsSettings = { region: 'eu-west-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** A Query over one partition, records as JavaScript values, pages as large as DynamoDB makes them. */
export async function dynamoReader(endpoint: string, count: number): Promise<StoreReader> {
  const low = new DynamoDBClient({ endpoint, ...awsSettings });
  const client = DynamoDBDocumentClient.from(low);
  const reading = storeClient({ endpoint, ...awsSettings });
  await low.send(
    new CreateTableCommand({
      TableName: 'parcels',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['owner', 'parcel_id'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'owner', KeyType: 'HASH' },
        { AttributeName: 'parcel_id', KeyType: 'RANGE' },
      ],
    }),
  );
  for (const parcels of inBatches(ownParcels(count), 25)) {
    const puts = parcels.map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { parcels: puts } }));
  }
  return {
    name: 'DynamoDB, paged Query',
    collection: parcelCollection('platform', { primaryKey: ['owner', 'parcel_id'] }),
    connector: dynamoConnector({
      client: reading,
      binding: { id: 'platform', kind: 'dynamodb' },
      pause: (ms) => pause(ms),
    }),
    expected: count,
    async readRaw() {
      const query = {
        TableName: 'parcels',
        KeyConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': owner },
      };
      let read = 0;
      for await (const { Items = [] } of paginateQuery({ client }, query)) read += Items.length;
      return read;
    },
    async close() {
      low.destroy();
      reading.destroy();
    },
  };
}

/** A SELECT with keyset pages of a thousand rows, on a connection of its own. */
export async function postgresReader(connectionString: string, count: number): Promise<StoreReader> {
  const pool = new pg.Pool({ connectionString, max: 1 });
  await pool.query(`CREATE TABLE parcels (parcel_id text PRIMARY KEY, owner text, sent_at timestamptz, recipient text,
    address text, goods text, weight integer, note text)`);
  for (const parcels of inBatches(ownParcels(count), 5000))
    await pool.query('INSERT INTO parcels SELECT * FROM json_populate_recordset(null::parcels, $1)', [
      JSON.stringify(parcels),
    ]);
  await pool.query('CREATE INDEX parcels_owner ON parcels (owner, parcel_id)');
  // As autovacuum would: without statistics every page of the plain reader is sorted anew.
  await pool.query('ANALYZE parcels');
  return {
    name: 'PostgreSQL, paged SELECT',
    collection: parcelCollection('trade', {}),
    connector: postgresConnector({ pool }),
    expected: count,
    async readRaw() {
      const text = 'SELECT * FROM parcels WHERE owner = $1 AND parcel_id > $2 ORDER BY parcel_id LIMIT 1000';
      let read = 0;
      for (let after = ''; ; ) {
        const { rows } = await pool.query<Parcel>(text, [owner, after]);
        read += rows.length;
        const last = rows.at(-1);
        if (!last || rows.length < 1000) return read;
        after = last.parcel_id;
      }
    },
    close: () => pool.end(),
  };
}

/** Gzipped JSON lines, one in a hundred of the data subject; the raw reader cuts them into lines and parses none. */
export async function s3Reader(endpoint: string, count: number): Promise<StoreReader> {
  const client = new S3Client({ endpoint, forcePathStyle: true, ...awsSettings });
  const bucket = 'archive';
  let day = Date.UTC(2024, 0, 1);
  for (const parcels of inBatches(parcelLog(count), 10_000)) {
    const Key = `parcels/${new Date(day).toISOString().slice(0, 10)}.jsonl.gz`;
    const Body = gzipSync(parcels.map((parcel) => `${JSON.stringify(parcel)}\n`).join(''));
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    day += 86_400_000;
  }
  return {
    name: 'S3, stream of gzipped lines',
    collection: parcelCollection('archive', { location: 'parcels/', format: 'jsonl', gzip: true }),
    connector: s3Connector({ client, binding: { id: 'archive', kind: 's3', bucket } }),
    expected: count / linesPerOwn,
    async readRaw() {
      let read = 0;
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: 'parcels/' }))
        for (const { Key } of Contents) {
          const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
          for await (const _ of createInterface({ input: (Body as Readable).pipe(createGunzip()) })) read++;
        }
      return read;
    },
    close: async () => client.destroy(),
  };
}

function* inBatches<Item>(items: Iterable<Item>, size: number): Iterable<Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
