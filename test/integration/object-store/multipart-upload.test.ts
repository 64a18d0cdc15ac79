import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKSUM_ALGORITHMS_UNDER_TEST, type StoreUnderTest, startStoreWithClient } from './store-under-test.ts';

const MB = 1024 ** 2;
const Bucket = 'exports';

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

const parts = [Buffer.alloc(5 * MB, 'first '), Buffer.alloc(5 * MB, 'second '), Buffer.from('the end')];
const whole = Buffer.concat(parts);

async function begin(Key: string): Promise<{ Bucket: string; Key: string; UploadId: string | undefined }> {
  const { UploadId } = await store.client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  return { Bucket, Key, UploadId };
}

async function upload(target: { Bucket: string; Key: string; UploadId: string | undefined }, chosen = parts) {
  const sent = [];
  for (const [position, Body] of chosen.entries()) {
    const PartNumber = position + 1;
    const { ETag } = await store.client.send(new UploadPartCommand({ ...target, PartNumber, Body }));
    sent.push({ PartNumber, ETag });
  }
  return sent;
}

describe('a multipart upload', () => {
  it.each(CHECKSUM_ALGORITHMS_UNDER_TEST)('becomes one object, described and checked by %s', async (algorithm) => {
    const Key = `upload-${algorithm}`;
    const params = {
      Bucket,
      Key,
      Body: Readable.from([whole.subarray(0, 3 * MB), whole.subarray(3 * MB)]),
      ChecksumAlgorithm: algorithm,
      ContentType: 'application/zip',
      Metadata: { request: 'r-1' },
    };
    const done = await new Upload({ client: store.client, params }).done();
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    const answer = await store.client.send(new GetObjectCommand({ Bucket, Key }));
    expect(answer).toMatchObject({
      ETag: done.ETag,
      ContentType: 'application/zip',
      Metadata: { request: 'r-1' },
      ChecksumType: algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE',
    });
    expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? []).equals(whole)).toBe(true);
    const across = await store.client.send(
      new GetObjectCommand({ Bucket, Key, Range: `bytes=${5 * MB - 2}-${5 * MB + 3}` }),
    );
    expect(await across.Body?.transformToString()).toBe(whole.subarray(5 * MB - 2, 5 * MB + 4).toString());
  });

  it('lists its parts page by page and is not there before it is complete', async () => {
    const target = await begin('listed');
    const sent = await upload(target);
    const first = await store.client.send(new ListPartsCommand({ ...target, MaxParts: 2 }));
    expect(first.IsTruncated).toBe(true);
    const second = await store.client.send(
      new ListPartsCommand({ ...target, PartNumberMarker: first.NextPartNumberMarker }),
    );
    expect([...(first.Parts ?? []), ...(second.Parts ?? [])]).toMatchObject(
      sent.map((part, position) => ({ ...part, Size: parts[position]?.length })),
    );
    await expect(store.client.send(new HeadObjectCommand({ Bucket, Key: 'listed' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await store.client.send(new AbortMultipartUploadCommand(target));
  });

  it('aborted leaves nothing', async () => {
    const before = await readdir(join(dataDir, 'blobs'));
    const target = await begin('aborted');
    await upload(target);
    await store.client.send(new AbortMultipartUploadCommand(target));
    expect((await readdir(join(dataDir, 'blobs'))).sort()).toEqual(before.sort());
    await expect(store.client.send(new ListPartsCommand(target))).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(upload(target)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('keeps only the parts its completion names, the last sent of each number', async () => {
    const before = (await readdir(join(dataDir, 'blobs'))).length;
    const target = await begin('chosen');
    await upload(target, [Buffer.from('replaced')]);
    const sent = await upload(target);
    await store.client.send(
      new CompleteMultipartUploadCommand({ ...target, MultipartUpload: { Parts: [sent[0] ?? {}, sent[2] ?? {}] } }),
    );
    const { Body } = await store.client.send(new GetObjectCommand({ Bucket, Key: 'chosen' }));
    expect((await Body?.transformToByteArray())?.length).toBe(5 * MB + 7);
    expect((await readdir(join(dataDir, 'blobs'))).length).toBe(before + 2);
  });

  it('is refused when parts are missing, changed, out of order or too small', async () => {
    const target = await begin('refused');
    const [first = {}, second = {}, third = {}] = await upload(target);
    const complete = (...Parts: object[]) =>
      store.client.send(new CompleteMultipartUploadCommand({ ...target, MultipartUpload: { Parts } }));
    await expect(complete(first, { ...second, PartNumber: 9 })).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete({ ...first, ETag: '"0"' })).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete(second, first)).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await upload(target, [Buffer.from('small')]);
    const small = (await store.client.send(new ListPartsCommand(target))).Parts?.[0] ?? {};
    await expect(complete({ ETag: small.ETag, PartNumber: 1 }, third)).rejects.toMatchObject({
      name: 'EntityTooSmall',
    });
    await expect(complete()).rejects.toMatchObject({ name: 'MalformedXML' });
  });

  it('honours If-None-Match at its completion', async () => {
    const [one, two] = [await begin('once'), await begin('once')];
    const finish = async (target: typeof one) =>
      store.client.send(
        new CompleteMultipartUploadCommand({
          ...target,
          IfNoneMatch: '*',
          MultipartUpload: { Parts: await upload(target) },
        }),
      );
    await finish(one);
    await expect(finish(two)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });
});
