import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoConnector } from '../../../functions/discovery/connector.dynamo.ts';
import { postgresConnector } from '../../../functions/discovery/connector.postgres.ts';
import { s3Connector } from '../../../functions/discovery/connector.s3.ts';
import { storeClient } from '../../../functions/discovery/store-client.dynamo.ts';
import { objectStoreClient } from '../../../functions/discovery/store-client.s3.ts';
import type { StoreConnector, StoredRecord } from '../../../functions/discovery/store-connector.ts';
import { postgresEraser } from '../../../functions/fulfilment/eraser.postgres.ts';
import { s3Eraser } from '../../../functions/fulfilment/eraser.s3.ts';
import type { CollectionBinding } from '../../../functions/shared/organisation.ts';
import { startDynamoDb } from '../../../local/dynamodb/index.ts';
import { startObjectStore } from '../../../local/object-store/index.ts';
import { startPostgres } from '../../../local/postgres/index.ts';
import { postgresCache } from '../../../local/stores.ts';
import { sourcesUnderTest } from './store-eraser.contract.ts';

/** A company's data need not be as its data map says. Nothing may be passed over in silence because of that. */
const settings = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const closing: (() => unknown)[] = [];
const here = () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'not-as-mapped-'));
  closing.push(() => rmSync(dataDir, { recursive: true, force: true }));
  return { host: '127.0.0.1', port: 0, dataDir, now: () => Date.now() };
};
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const binding = (location: string, more: Partial<CollectionBinding> = {}): CollectionBinding => ({
  id: 'post.letters',
  store: 'post',
  location,
  title: {},
  primaryKey: ['id'],
  fields: [{ name: 'id' }, { name: 'owner' }, { name: 'note' }],
  ...more,
});

async function read(connector: StoreConnector, collection: CollectionBinding, values = ['mine']) {
  const found: StoredRecord[] = [];
  const query = { collection, criteria: [{ field: 'owner', values }] };
  for await (const { records } of connector.find(query, { pageSize: 10 })) found.push(...records);
  return found;
}

describe('objects of lines', () => {
  let client: S3Client;
  let connector: StoreConnector;
  beforeAll(async () => {
    const server = await startObjectStore({ ...here(), buckets: ['post'] });
    closing.push(() => server.close());
    client = objectStoreClient({}, { ...settings, endpoint: server.url });
    closing.push(() => client.destroy());
    connector = s3Connector({ client, binding: { id: 'post', kind: 's3', bucket: 'post' } });
  });
  const put = (Key: string, Body: string) =>
    client.send(new PutObjectCommand({ Bucket: 'post', Key, Body: Buffer.from(Body) }));

  it('of CSV without the column that is searched are told, not taken for empty', async () => {
    await put('renamed/1', 'id,proprietor,note\n1,mine,x\n');
    const csv = binding('renamed/', { format: 'csv' });
    await expect(read(connector, csv)).rejects.toMatchObject({ name: 'StoreRefusal', reason: 'collection_missing' });
  });

  it('of CSV without another column, or with lines too short or too long, are read as far as they go', async () => {
    await put('ragged/1', 'id,owner\n1,mine\n2,other\n');
    await put('ragged/2', 'id,owner,note\n3,mine\n4,mine,x,y\n');
    expect(await read(connector, binding('ragged/', { format: 'csv' }))).toEqual([
      { id: '1', owner: 'mine' },
      { id: '3', owner: 'mine' },
      { id: '4', owner: 'mine', note: 'x' },
    ]);
  });

  it('of CSV with nothing in them hold nothing', async () => {
    await put('empty/1', '');
    expect(await read(connector, binding('empty/', { format: 'csv' }))).toEqual([]);
  });

  it('of JSON with values of other types are found by their text', async () => {
    await put(
      'types/1',
      '{"id":1,"owner":42}\n{"id":2,"owner":["42","7"]}\n{"id":3,"owner":null}\n{"id":4}\n[42]\n42\n',
    );
    const found = await read(connector, binding('types/', { format: 'jsonl' }), ['42']);
    expect(found.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('with a broken line that names somebody are told, not passed over', async () => {
    await put('broken/1', '{"id":"1","owner":"mine"}\n{"id":"2","owner":"mine"\n');
    await expect(read(connector, binding('broken/', { format: 'jsonl' }))).rejects.toMatchObject({
      name: 'StoreRefusal',
      reason: 'record_unreadable',
    });
  });

  it('that hold a record twice lose both when it is deleted', async () => {
    const line = '{"id":"1","owner":"mine"}\n';
    await put('twice/1', `${line}{"id":"2","owner":"other"}\n${line}`);
    await put('twice/2', line);
    const eraser = s3Eraser({ client, binding: { id: 'post', kind: 's3', bucket: 'post' }, sources: sourcesUnderTest });
    const twice = binding('twice/', { format: 'jsonl' });
    const query = { collection: twice, criteria: [{ field: 'owner', values: ['mine'] }] };
    for await (const { records } of eraser.locate(query, { pageSize: 10 }))
      await eraser.apply(
        twice,
        records.map((located) => ({ located, treatment: { kind: 'delete' } as const })),
      );
    expect(await read(connector, twice)).toEqual([]);
    expect(await read(connector, twice, ['other'])).toHaveLength(1);
  });
});

describe('tables of PostgreSQL', () => {
  let pool: pg.Pool;
  beforeAll(async () => {
    const server = await startPostgres({ ...here(), cache: postgresCache });
    closing.push(() => server.close());
    pool = new pg.Pool({ connectionString: server.connectionString, max: 1 });
    closing.push(() => pool.end());
    await pool.query(`
      CREATE TABLE renamed (id text PRIMARY KEY, proprietor text, note text);
      CREATE TABLE typed (id bigint PRIMARY KEY, owner integer, note jsonb);
      INSERT INTO typed VALUES (1, 42, '{"a": 1}'), (2, 7, NULL);
      CREATE TABLE keyless (id text, owner text, note text);
      INSERT INTO keyless VALUES ('1', 'mine', 'a'), ('1', 'mine', 'b'), ('2', 'other', 'c');`);
  });

  it('without a mapped column are told, not taken for empty', async () => {
    await expect(read(postgresConnector({ pool }), binding('renamed'))).rejects.toMatchObject({
      name: 'StoreRefusal',
      reason: 'collection_missing',
    });
  });

  it('with columns of other types are found by their text, and a value that fits none finds nothing', async () => {
    const connector = postgresConnector({ pool });
    expect(await read(connector, binding('typed'), ['42', 'mine'])).toEqual([{ id: 1, owner: 42, note: { a: 1 } }]);
    expect(await read(connector, binding('typed'))).toEqual([]);
  });

  it('that hold rows twice under one key give both, and refuse to treat either as the other', async () => {
    const keyless = binding('keyless');
    const found = await read(postgresConnector({ pool }), keyless);
    expect(found.map(({ note }) => note).sort()).toEqual(['a', 'b']);
    const eraser = postgresEraser({ pool, sources: sourcesUnderTest });
    const treated = found.map((record) => ({ located: { record }, treatment: { kind: 'delete' } as const }));
    await expect(eraser.apply(keyless, treated)).rejects.toMatchObject({
      name: 'StoreRefusal',
      reason: 'record_unreadable',
    });
    expect((await pool.query('SELECT FROM keyless')).rowCount).toBe(3);
  });
});

describe('tables of DynamoDB', () => {
  let client: DynamoDBClient;
  beforeAll(async () => {
    const server = await startDynamoDb(here());
    closing.push(() => server.close());
    client = storeClient({ ...settings, endpoint: server.url });
    closing.push(() => client.destroy());
    await client.send(
      new CreateTableCommand({
        TableName: 'letters',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'id', AttributeType: 'S' },
          { AttributeName: 'owner', AttributeType: 'N' },
        ],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-owner',
            KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    );
  });
  const connector = () =>
    dynamoConnector({ client, binding: { id: 'post', kind: 'dynamodb' }, pause: async () => undefined });

  it('without the mapped index are told, not taken for empty', async () => {
    const renamed = binding('letters', { indexes: { owner: 'by-proprietor' } });
    await expect(read(connector(), renamed)).rejects.toMatchObject({ name: 'StoreRefusal', reason: 'store_refused' });
  });

  it('with values of other types are found by the key, and given as they are', async () => {
    const document = DynamoDBDocumentClient.from(client);
    const Item = { id: '1', owner: 42, note: new Set(['a', 'b']) };
    await document.send(new PutCommand({ TableName: 'letters', Item }));
    const byNumber = { fields: [{ name: 'id' }, { name: 'owner', dataType: 'integer' }, { name: 'note' }] };
    const letters = binding('letters', { indexes: { owner: 'by-owner' }, ...byNumber });
    expect(await read(connector(), letters, ['42', 'mine', ''])).toEqual([{ id: '1', owner: 42, note: ['a', 'b'] }]);
  });
});
