import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type StoreProcess, startStoreProcess } from './store-process.ts';

const MB = 1024 ** 2;
const Bucket = 'exports';

let dataDir: string;
let store: StoreProcess;
let client: S3Client;

async function start(): Promise<void> {
  store = await startStoreProcess(dataDir);
  client = new S3Client({
    endpoint: store.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'object-store-'));
  await start();
});

afterEach(async () => {
  client.destroy();
  await store.kill('SIGKILL');
  await rm(dataDir, { recursive: true });
});

const blobs = () => readdir(join(dataDir, 'blobs'));

/** Bytes that differ along the way and cost nothing to hold. */
function* megabytes(count: number): Generator<Buffer> {
  for (let number = 0; number < count; number += 1) yield Buffer.alloc(MB, `${number}·`);
}

describe('large objects', () => {
  it.each(['one request', 'parts'])('stream through in %s, 100 MB within 64 MB of memory', async (way) => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'warm-up', Body: 'x' }));
    const before = await store.peakMemory();
    const Body = Readable.from(megabytes(100));
    const target = { Bucket, Key: 'large', Body };
    if (way === 'parts') await new Upload({ client, params: target }).done();
    else await client.send(new PutObjectCommand({ ...target, ContentLength: 100 * MB }));
    const hash = createHash('sha256');
    const answer = await client.send(new GetObjectCommand({ Bucket, Key: 'large' }));
    if (!(answer.Body instanceof Readable)) throw new Error('The client gave no stream.');
    for await (const chunk of answer.Body) hash.update(chunk);
    const expected = createHash('sha256');
    for (const chunk of megabytes(100)) expected.update(chunk);
    expect(hash.digest('hex')).toBe(expected.digest('hex'));
    const grown = (await store.peakMemory()) - before;
    expect(grown).toBeLessThan(64 * MB);
  });

  it('are read to their end though overwritten meanwhile', async () => {
    await new Upload({ client, params: { Bucket, Key: 'large', Body: Readable.from(megabytes(20)) } }).done();
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'large' }));
    if (!(Body instanceof Readable)) throw new Error('The client gave no stream.');
    await client.send(new PutObjectCommand({ Bucket, Key: 'large', Body: 'new' }));
    const read = createHash('sha256');
    for await (const chunk of Body) read.update(chunk);
    const expected = createHash('sha256');
    for (const chunk of megabytes(20)) expected.update(chunk);
    expect(read.digest('hex')).toBe(expected.digest('hex'));
    await vi.waitFor(async () => expect(await blobs()).toHaveLength(1));
  });
});

describe('an interrupted upload', () => {
  it('leaves nothing, and what was there stays', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'report', Body: 'old' }));
    const upload = request(`${store.url}/${Bucket}/report`, {
      method: 'PUT',
      headers: { 'content-length': 10 * MB, authorization: 'AWS4-HMAC-SHA256 any' },
    });
    const failed = new Promise((resolve) => upload.on('error', resolve));
    upload.write(Buffer.alloc(5 * MB));
    await vi.waitFor(async () => expect(await blobs()).toHaveLength(2));
    upload.destroy();
    await failed;
    await vi.waitFor(async () => expect(await blobs()).toHaveLength(1));
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'report' }));
    expect(await Body?.transformToString()).toBe('old');
  });

  it('is swept at the next start when the process was killed with it', async () => {
    const upload = request(`${store.url}/${Bucket}/report`, {
      method: 'PUT',
      headers: { 'content-length': 10 * MB, authorization: 'AWS4-HMAC-SHA256 any' },
    });
    const failed = new Promise((resolve) => upload.on('error', resolve));
    upload.write(Buffer.alloc(5 * MB));
    await vi.waitFor(async () => expect(await blobs()).toHaveLength(1));
    await store.kill('SIGKILL');
    await failed;
    await start();
    expect(await blobs()).toEqual([]);
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'report' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});

describe('a killed store', () => {
  it('has every object it acknowledged, whole, and no half of any other', async () => {
    const acknowledged = new Set<string>();
    for (const killAfter of [1, 7, 30, 60]) {
      const goal = acknowledged.size + killAfter;
      let killed = false;
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let number = 0; !killed; number += 1) {
          const Key = `${goal}/${writer}/${number}`;
          const sent = await client.send(new PutObjectCommand({ Bucket, Key, Body: Key.repeat(2000) })).then(
            () => true,
            () => false,
          );
          if (sent) acknowledged.add(Key);
          else if (killed) return;
        }
      });
      await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThanOrEqual(goal), { timeout: 30_000, interval: 5 });
      killed = true;
      await store.kill('SIGKILL');
      await Promise.all(writers);
      client.destroy();
      await start();
    }
    const present = new Set<string>();
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket, ContinuationToken }));
      for (const { Key = '' } of page.Contents ?? []) present.add(Key);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect([...acknowledged].filter((key) => !present.has(key))).toEqual([]);
    for (const Key of present) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      expect(await Body?.transformToString()).toBe(Key.repeat(2000));
    }
    expect(await blobs()).toHaveLength(present.size);
  });
});
