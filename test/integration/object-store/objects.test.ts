import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKSUM_ALGORITHMS_UNDER_TEST, type StoreUnderTest, startStoreWithClient } from './store-under-test.ts';

let dataDir: string;
let store: StoreUnderTest;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'object-store-'));
  store = await startStoreWithClient(dataDir);
});

afterAll(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

const Bucket = 'exports';
const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  store.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const read = async (Key: string, more: object = {}) => {
  const { Body } = await store.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Body?.transformToString();
};

describe('buckets', () => {
  it('are created once', async () => {
    await store.client.send(new CreateBucketCommand({ Bucket: 'fresh' }));
    await store.client.send(new HeadBucketCommand({ Bucket: 'fresh' }));
    await expect(store.client.send(new CreateBucketCommand({ Bucket: 'fresh' }))).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
    });
    await expect(store.client.send(new HeadBucketCommand({ Bucket: 'absent' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(store.client.send(new GetObjectCommand({ Bucket: 'absent', Key: 'k' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});

describe('objects', () => {
  it('come back with their bytes, description and MD5 as ETag', async () => {
    const Key = 'a b/ü+&?*\'"<>.json';
    const { ETag } = await put(Key, '{"n":1}', {
      ContentType: 'application/json',
      ContentEncoding: 'identity',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment',
      Metadata: { request: 'r-1' },
      ServerSideEncryption: 'aws:kms',
    });
    expect(ETag).toBe(`"${createHash('md5').update('{"n":1}').digest('hex')}"`);
    const answer = await store.client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await answer.Body?.transformToString()).toBe('{"n":1}');
    expect(answer).toMatchObject({
      ETag,
      ContentType: 'application/json',
      ContentEncoding: 'identity',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment',
      ContentLength: 7,
      Metadata: { request: 'r-1' },
      ServerSideEncryption: 'aws:kms',
      LastModified: new Date(Math.floor(store.clock.now / 1000) * 1000),
    });
    expect(await store.client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ETag, ContentLength: 7 });
  });

  it.each(CHECKSUM_ALGORITHMS_UNDER_TEST)(
    'streamed with a trailing %s arrive whole and are checked',
    async (algorithm) => {
      const bytes = Buffer.from('0123456789'.repeat(50_000));
      const Body = Readable.from(
        Array.from({ length: 10 }, (_, part) => bytes.subarray(part * 50_000, (part + 1) * 50_000)),
      );
      await store.client.send(
        new PutObjectCommand({
          Bucket,
          Key: algorithm,
          Body,
          ContentLength: bytes.length,
          ChecksumAlgorithm: algorithm,
        }),
      );
      const answer = await store.client.send(new GetObjectCommand({ Bucket, Key: algorithm }));
      expect(answer[`Checksum${algorithm}`]).toEqual(expect.any(String));
      expect(answer.ContentEncoding).toBeUndefined();
      expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    },
  );

  it('may be empty', async () => {
    await put('empty', '');
    expect(await read('empty')).toBe('');
    expect(await store.client.send(new HeadObjectCommand({ Bucket, Key: 'empty' }))).toMatchObject({
      ContentLength: 0,
    });
  });

  it('are read in ranges', async () => {
    await put('range', '0123456789');
    expect(await read('range', { Range: 'bytes=2-4' })).toBe('234');
    expect(await read('range', { Range: 'bytes=7-' })).toBe('789');
    expect(await read('range', { Range: 'bytes=-2' })).toBe('89');
    expect(await store.client.send(new GetObjectCommand({ Bucket, Key: 'range', Range: 'bytes=8-99' }))).toMatchObject({
      ContentRange: 'bytes 8-9/10',
      ContentLength: 2,
      $metadata: { httpStatusCode: 206 },
    });
    await expect(read('range', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('are read on conditions', async () => {
    const { ETag } = await put('read-condition', 'x');
    expect(await read('read-condition', { IfMatch: ETag })).toBe('x');
    expect(await read('read-condition', { IfNoneMatch: '"other"' })).toBe('x');
    await expect(read('read-condition', { IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(read('read-condition', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  it('are written on conditions', async () => {
    const { ETag } = await put('write-condition', 'first', { IfNoneMatch: '*' });
    await expect(put('write-condition', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('write-condition', 'second', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await read('write-condition')).toBe('first');
    await put('write-condition', 'second', { IfMatch: ETag });
    expect(await read('write-condition')).toBe('second');
  });

  it('let one of many simultaneous creators win', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, writer) => put('contested', `writer ${writer}`, { IfNoneMatch: '*' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('are copied with or without their description', async () => {
    await put('source file', 'copy me', { Metadata: { kept: 'yes' }, ContentType: 'text/plain' });
    const CopySource = `${Bucket}/${encodeURIComponent('source file')}`;
    await store.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    expect(await read('copy')).toBe('copy me');
    expect(await store.client.send(new HeadObjectCommand({ Bucket, Key: 'copy' }))).toMatchObject({
      Metadata: { kept: 'yes' },
      ContentType: 'text/plain',
    });
    await store.client.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'copy',
        CopySource,
        MetadataDirective: 'REPLACE',
        Metadata: { now: 'new' },
      }),
    );
    expect(await store.client.send(new HeadObjectCommand({ Bucket, Key: 'copy' }))).toMatchObject({
      Metadata: { now: 'new' },
    });
    await expect(
      store.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/absent` })),
    ).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('are deleted, one or many, and deleting what is not there is no error', async () => {
    for (const key of ['gone-1', 'gone-2', 'gone & 3']) await put(key, key);
    await store.client.send(new DeleteObjectCommand({ Bucket, Key: 'gone-1' }));
    const { Deleted } = await store.client.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: 'gone-2' }, { Key: 'gone & 3' }, { Key: 'never' }] },
      }),
    );
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['gone-2', 'gone & 3', 'never']);
    for (const key of ['gone-1', 'gone-2', 'gone & 3'])
      await expect(read(key)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('listings', () => {
  it('page through keys in byte order, by prefix and delimiter', async () => {
    await store.client.send(new CreateBucketCommand({ Bucket: 'listed' }));
    const keys = ['a/1', 'a/2', 'a/3/x', 'a/3/y', 'b', 'é', '中/1', '\u{1F600}'];
    for (const Key of [...keys].reverse())
      await store.client.send(new PutObjectCommand({ Bucket: 'listed', Key, Body: Key }));
    const list = async (more: object) => {
      const found: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await store.client.send(
          new ListObjectsV2Command({ Bucket: 'listed', ContinuationToken, ...more }),
        );
        found.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
        found.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => `${Prefix} …`));
        ContinuationToken = page.NextContinuationToken;
        expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
      } while (ContinuationToken !== undefined);
      return found;
    };
    expect(await list({})).toEqual(keys);
    expect(await list({ MaxKeys: 3 })).toEqual(keys);
    expect(await list({ Prefix: 'a/', MaxKeys: 2 })).toEqual(keys.slice(0, 4));
    expect(await list({ Prefix: 'a/', Delimiter: '/' })).toEqual(['a/1', 'a/2', 'a/3/ …']);
    expect(await list({ Delimiter: '/', MaxKeys: 1 })).toEqual(['a/ …', 'b', 'é', '中/ …', '\u{1F600}']);
    expect(await list({ StartAfter: 'b' })).toEqual(['é', '中/1', '\u{1F600}']);
    expect(await list({ Prefix: 'absent' })).toEqual([]);
  });
});

describe('what the subset leaves out', () => {
  it('is refused by name', async () => {
    await put('plain', 'x');
    await expect(store.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'plain' }))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('tagging'),
    });
    await expect(put('locked', 'x', { ObjectLockMode: 'COMPLIANCE' })).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('x-amz-object-lock-mode'),
    });
    await expect(read('locked')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
