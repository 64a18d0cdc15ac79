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
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoEraser } from '../../../functions/fulfilment/eraser.dynamo.ts';
import type { FieldTreatment, StoreEraser, Treatment } from '../../../functions/fulfilment/store-eraser.ts';
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

type Send = (command: object) => Promise<unknown>;

interface DynamoUnderTest extends EraserUnderTest {
  readonly client: DynamoDBDocumentClient;
  /** An eraser whose calls go through what is given. */
  withClient(around: (send: Send) => Send): StoreEraser;
}

async function start(projection: 'ALL' | 'KEYS_ONLY'): Promise<DynamoUnderTest> {
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
  const eraserOf = (through: DynamoDBDocumentClient) =>
    dynamoEraser({
      client: through,
      binding: { id: 'post', kind: 'dynamodb', tables: { letters: 'physical-letters' } },
      sources: sourcesUnderTest,
      pause: async () => undefined,
    });
  const eraser = eraserOf(faults.watch(client, 'send'));
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
    client,
    withClient: (around) =>
      eraserOf(
        new Proxy(client, {
          get: (target, property) =>
            property === 'send' ? around(target.send.bind(target) as Send) : Reflect.get(target, property),
        }),
      ),
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

describe('DynamoDB eraser', () => {
  let store: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    store = await start('ALL');
  });
  afterAll(() => store.close());

  const all = async () =>
    (await store.client.send(new ScanCommand({ TableName: 'physical-letters', ConsistentRead: true }))).Items;
  const change = (fields: Record<string, FieldTreatment>): Treatment => ({ kind: 'change', fields });
  const treat = (treatment: Treatment, ...ids: string[]) =>
    ids.map((id) => ({ located: { record: { id } }, treatment }));

  it('removes what is to be null, so that an index forgets the record', async () => {
    await store.fill(store.letters, [{ id: 'a', owner: 'mine', contact: 'a@letters.example', note: 'n' }]);
    const fields = { contact: { to: 'null' }, note: { to: 'null' } } as const;
    expect(await store.eraser.apply(store.letters, treat(change(fields), 'a'))).toMatchObject({ changed: 1 });
    expect(await all()).toEqual([{ id: 'a', owner: 'mine' }]);
  });

  it('keeps sets, bytes, numbers and what lies beside a field in an object', async () => {
    const others = { tags: new Set(['x']), exact: 12345678901234567890n, deep: { kept: new Set([1, 2]), list: [1] } };
    const written = { id: 'a', owner: 'mine', phones: new Set(['0171', '0172']), bytes: Uint8Array.of(1, 2) };
    await store.fill(store.letters, [{ ...written, ...others, deep: { ...others.deep, secret: 'x' } }]);
    const fields: Record<string, FieldTreatment> = {
      phones: { to: 'hash' },
      bytes: { to: 'random' },
      'deep.secret': { to: 'null' },
      'absent.inner': { to: 'value', value: true },
    };
    expect(await store.eraser.apply(store.letters, treat(change(fields), 'a'))).toMatchObject({ changed: 1 });
    const [now] = (await all()) ?? [];
    expect(now).toMatchObject({ ...others, absent: { inner: true } });
    expect(now?.phones).toBeInstanceOf(Set);
    expect([...(now?.phones ?? [])].every((phone: unknown) => /^sha256:/.test(String(phone)))).toBe(true);
    expect(now?.bytes).toHaveLength(2);
    expect(now?.deep).not.toHaveProperty('secret');
    expect(await store.eraser.apply(store.letters, treat(change(fields), 'a'))).toMatchObject({
      changed: 0,
      unchanged: 1,
    });
  });

  it('says which record was written by somebody else between reading and writing', async () => {
    await store.fill(
      store.letters,
      ['a', 'b', 'c'].map((id) => ({ id, owner: 'mine', contact: 'x', note: 'before' })),
    );
    const racing = store.withClient((send) => async (command) => {
      if (command instanceof UpdateCommand && command.input.Key?.id === 'a')
        await store.put(store.letters, [{ id: 'a', owner: 'mine', contact: 'x', note: 'meanwhile' }]);
      if (command instanceof UpdateCommand && command.input.Key?.id === 'b')
        await store.remove(store.letters, { id: 'b' });
      return send(command);
    });
    const treated = treat(change({ note: { to: 'hash' } }), 'a', 'b', 'c');
    const applied = await racing.apply(store.letters, treated);
    expect(applied).toEqual({ deleted: 0, changed: 1, unchanged: 1, stale: [{ record: { id: 'a' } }] });
    expect((await all())?.map(({ id, note }) => [id, note.slice(0, 7)]).sort()).toEqual([
      ['a', 'meanwhi'],
      ['c', 'sha256:'],
    ]);
  });

  it('sends again what DynamoDB leaves unprocessed, and gives up after a while', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `r${index}`);
    const fill = () =>
      store.fill(
        store.letters,
        ids.map((id) => ({ id, owner: 'mine', contact: 'x', note: 'n' })),
      );
    let leaves = (count: number) => Math.ceil(count / 2);
    const busy = store.withClient((send) => async (command) => {
      if (!(command instanceof BatchWriteCommand)) return send(command);
      const requests = command.input.RequestItems?.['physical-letters'] ?? [];
      const taken = requests.slice(0, requests.length - leaves(requests.length));
      if (taken.length > 0) await send(new BatchWriteCommand({ RequestItems: { 'physical-letters': taken } }));
      const left = requests.slice(taken.length);
      return { UnprocessedItems: left.length > 0 ? { 'physical-letters': left } : {} };
    });
    await fill();
    leaves = (count) => Math.floor(count / 2);
    expect(await busy.apply(store.letters, treat({ kind: 'delete' }, ...ids))).toMatchObject({ deleted: 60 });
    expect(await all()).toEqual([]);
    await fill();
    leaves = (count) => count;
    await expect(busy.apply(store.letters, treat({ kind: 'delete' }, ...ids))).rejects.toMatchObject({
      name: 'StoreUnavailable',
    });
    expect(await all()).toHaveLength(60);
  });
});
