import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type StoreUnderTest, startStoreWithClient } from './store-under-test.ts';

const Bucket = 'exports';
let dataDir: string;
let store: StoreUnderTest;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'object-store-'));
  store = await startStoreWithClient(dataDir);
});

afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

const put = async (Key: string, Body: string) =>
  (await store.client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId;
const read = async (Key: string, VersionId?: string) =>
  (await store.client.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();
const enable = () =>
  store.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
const list = (given: object = {}) => store.client.send(new ListObjectVersionsCommand({ Bucket, ...given }));

it('keeps no versions before it is told to', async () => {
  expect((await store.client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
  expect(await put('a', 'one')).toBeUndefined();
  await put('a', 'two');
  expect((await list()).Versions).toMatchObject([{ Key: 'a', VersionId: 'null', IsLatest: true, Size: 3 }]);
});

it('keeps what is overwritten and deleted, also over a restart', async () => {
  await put('a', 'before');
  await enable();
  expect((await store.client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  const first = await put('a', 'first');
  const upload = new Upload({ client: store.client, params: { Bucket, Key: 'a', Body: Readable.from(['second']) } });
  const second = (await upload.done()).VersionId;
  const deleted = await store.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  expect(deleted.DeleteMarker).toBe(true);
  await expect(read('a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(read('a', deleted.VersionId)).rejects.toMatchObject({ name: 'MethodNotAllowed' });
  await expect(read('a', 'none')).rejects.toMatchObject({ name: 'NoSuchVersion' });
  await store.close();
  store = await startStoreWithClient(dataDir);
  const { Versions, DeleteMarkers } = await list();
  expect(Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
    [second, false],
    [first, false],
    ['null', false],
  ]);
  expect(DeleteMarkers).toMatchObject([{ Key: 'a', VersionId: deleted.VersionId, IsLatest: true }]);
  expect(await Promise.all([read('a', 'null'), read('a', first), read('a', second)])).toEqual([
    'before',
    'first',
    'second',
  ]);
  const head = await store.client.send(new HeadObjectCommand({ Bucket, Key: 'a', VersionId: first }));
  expect(head.VersionId).toBe(first);
});

it('deletes a version for good, and what came before becomes the object', async () => {
  await enable();
  const [first, second] = [await put('a', 'first'), await put('a', 'second')];
  const marker = (await store.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }))).VersionId;
  const remove = (VersionId: string | undefined) =>
    store.client.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
  await remove(marker);
  expect(await read('a')).toBe('second');
  await remove(second);
  expect(await read('a')).toBe('first');
  await remove(first);
  await expect(read('a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  await remove(first);
  expect((await list()).Versions).toBeUndefined();
  expect(await readdir(join(dataDir, 'blobs'))).toEqual([]);
});

it('lists versions below a prefix, page by page, and goes on behind a key', async () => {
  await enable();
  for (const key of ['a/1', 'b/1', 'b/2', 'c/1']) for (const body of ['x', 'y', 'z']) await put(key, body);
  const seen: (string | undefined)[] = [];
  for (let markers = {}, more = true; more; ) {
    const page = await list({ Prefix: 'b/', MaxKeys: 2, ...markers });
    seen.push(...(page.Versions ?? []).map(({ Key }) => Key));
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    more = page.IsTruncated === true;
  }
  expect(seen).toEqual(['b/1', 'b/1', 'b/1', 'b/2', 'b/2', 'b/2']);
  expect((await list({ KeyMarker: 'b/1' })).Versions?.map(({ Key }) => Key)).toEqual([
    ...['b/2', 'b/2', 'b/2'],
    ...['c/1', 'c/1', 'c/1'],
  ]);
});

it('deletes on the condition that the object is as it was', async () => {
  await put('a', 'one');
  const ETag = (await store.client.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).ETag;
  await put('a', 'two');
  const remove = (IfMatch: string | undefined) =>
    store.client.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch }));
  await expect(remove(ETag)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await remove('*');
  await expect(remove(ETag)).rejects.toMatchObject({ name: 'NoSuchKey' });
});
