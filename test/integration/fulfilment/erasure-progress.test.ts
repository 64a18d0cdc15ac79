import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s3ErasureProgress } from '../../../functions/fulfilment/erasure-progress.s3.ts';
import { type ErasureCheckpoint, emptyTally } from '../../../functions/fulfilment/erasure-progress.ts';
import { type ObjectStore, startObjectStore } from '../../../local/object-store/index.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'erasure-progress-'));
let store: ObjectStore;
let client: S3Client;
beforeAll(async () => {
  store = await startObjectStore({ host: '127.0.0.1', port: 0, dataDir, buckets: ['exports'], now: () => 0 });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new S3Client({ region: 'eu-central-1', credentials, endpoint: store.url });
});
afterAll(async () => {
  client.destroy();
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('where a collection stands is kept, the last word counts, and it lies with what was found', async () => {
  const progress = s3ErasureProgress(client, 'exports');
  expect(await progress.load('request-1', 'trade.orders')).toBeUndefined();
  const first: ErasureCheckpoint = {
    run: '2026-11-20T10:00:00.000Z',
    pass: 2,
    idle: 1,
    query: 3,
    cursor: '{"key":"Ünï"}',
    seen: new Uint8Array([0, 1, 255]),
    tally: { ...emptyTally, left: 4, refusal: 'still_referenced' },
  };
  await progress.save('request-1', 'trade.orders', first);
  const read = await progress.load('request-1', 'trade.orders');
  expect(read && { ...read, seen: [...read.seen] }).toEqual({ ...first, seen: [0, 1, 255] });

  const { cursor: _, ...second } = { ...first, pass: 3 };
  await progress.save('request-1', 'trade.orders', second);
  expect(await progress.load('request-1', 'trade.orders')).toMatchObject({ pass: 3 });
  expect(await progress.load('request-1', 'trade.orders')).not.toHaveProperty('cursor');
  expect(await progress.load('request-1', 'trade.messages')).toBeUndefined();

  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'exports' }));
  expect(Contents.map(({ Key }) => Key)).toEqual(['requests/request-1/references/erasing/trade.orders.json']);
});
