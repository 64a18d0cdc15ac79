import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StoreUnderTest, startStoreWithClient } from './store-under-test.ts';

const Bucket = 'exports';
const Key = 'packages/r-1 (final)*.zip';

let dataDir: string;
let store: StoreUnderTest;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'object-store-'));
  store = await startStoreWithClient(dataDir);
  await store.client.send(new PutObjectCommand({ Bucket, Key, Body: 'the package', ContentType: 'application/zip' }));
});

afterAll(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

const presign = (input: object = {}, signer = store.client) =>
  getSignedUrl(signer, new GetObjectCommand({ Bucket, Key, ...input }), {
    expiresIn: 300,
    signingDate: new Date(store.clock.now),
  });

async function refusal(url: string | URL, init: RequestInit = {}): Promise<[number, string | undefined]> {
  const answer = await fetch(url, init);
  expect(answer.headers.get('content-type')).toBe('application/xml');
  return [answer.status, /<Code>(.*)<\/Code>/.exec(await answer.text())?.[1]];
}

describe('a presigned URL', () => {
  it('gives the object, with the headers it asks for', async () => {
    const url = await presign({
      ResponseContentDisposition: 'attachment; filename="your data.zip"',
      ResponseContentType: 'application/octet-stream',
      ResponseCacheControl: 'no-store',
    });
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('the package');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-disposition': 'attachment; filename="your data.zip"',
      'content-type': 'application/octet-stream',
      'cache-control': 'no-store',
    });
    expect((await fetch(url, { headers: { range: 'bytes=4-6' } })).status).toBe(206);
  });

  it('works until it expires by the clock of the store, not of the machine', async () => {
    const url = await presign();
    const signedAt = store.clock.now;
    try {
      store.clock.now = signedAt + 300_000;
      expect((await fetch(url)).status).toBe(200);
      store.clock.now = signedAt + 301_000;
      expect(await refusal(url)).toEqual([403, 'AccessDenied']);
      store.clock.now = signedAt - 16 * 60_000;
      expect(await refusal(url)).toEqual([403, 'AccessDenied']);
    } finally {
      store.clock.now = signedAt;
    }
  });

  it('is worth nothing once anything in it is changed', async () => {
    const url = await presign({ ResponseContentDisposition: 'attachment' });
    const changes: ((url: URL) => void)[] = [
      (changed) => changed.searchParams.set('X-Amz-Expires', '3000'),
      (changed) => changed.searchParams.set('X-Amz-Date', '20260301T093100Z'),
      (changed) => changed.searchParams.set('response-content-disposition', 'inline'),
      (changed) => changed.searchParams.append('response-content-type', 'text/html'),
      (changed) => changed.searchParams.set('X-Amz-Signature', '0'.repeat(64)),
      (changed) => {
        changed.pathname = `/${Bucket}/packages/r-2.zip`;
      },
    ];
    for (const change of changes) {
      const changed = new URL(url);
      change(changed);
      expect(await refusal(changed)).toEqual([403, 'SignatureDoesNotMatch']);
    }
    expect(await refusal(url, { method: 'DELETE' })).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await refusal(url, { headers: { 'x-amz-meta-added': 'x' } })).toEqual([403, 'AccessDenied']);
  });

  it('needs the right key, and every parameter once', async () => {
    const forger = (accessKeyId: string) =>
      new S3Client({ credentials: { accessKeyId, secretAccessKey: 'wrong' }, region: 'eu-central-1' });
    expect(await refusal(await presign({}, forger('local')))).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await refusal(await presign({}, forger('stranger')))).toEqual([403, 'InvalidAccessKeyId']);
    const url = new URL(await presign());
    url.searchParams.delete('X-Amz-Signature');
    expect(await refusal(url)).toEqual([400, 'AuthorizationQueryParametersError']);
    url.searchParams.append('X-Amz-Signature', 'a');
    url.searchParams.append('X-Amz-Signature', 'b');
    expect(await refusal(url)).toEqual([400, 'AuthorizationQueryParametersError']);
  });

  it('may also upload', async () => {
    const unsummed = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const plain = await getSignedUrl(unsummed, new PutObjectCommand({ Bucket, Key: 'uploaded' }), {
      signingDate: new Date(store.clock.now),
    });
    expect((await fetch(plain, { method: 'PUT', body: 'by link' })).status).toBe(200);
    // With default settings the client signs the checksum of the body it has: none.
    const summed = await getSignedUrl(store.client, new PutObjectCommand({ Bucket, Key: 'uploaded' }), {
      signingDate: new Date(store.clock.now),
    });
    expect(await refusal(summed, { method: 'PUT', body: 'by link' })).toEqual([400, 'BadDigest']);
  });
});

describe('a request without signature', () => {
  it.each(['GET', 'PUT', 'DELETE'])('is refused: %s', async (method) => {
    expect(await refusal(`${store.url}/${Bucket}/${encodeURIComponent(Key)}`, { method })).toEqual([
      403,
      'AccessDenied',
    ]);
  });
});

/** `fetch` may not set Host. */
function withHost(path: string, host: string, method = 'GET', body = ''): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { host, authorization: 'AWS4-HMAC-SHA256 any', 'content-length': Buffer.byteLength(body) };
    const sent = request({ host: '127.0.0.1', port: store.port, path, method, headers }, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += chunk;
      resolve({ status: answer.statusCode ?? 0, text });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('addresses', () => {
  it.each(['exports.localhost', 'exports.127.0.0.1'])('name the bucket in the host: %s', async (name) => {
    expect(await withHost('/hosted', `${name}:${store.port}`, 'PUT', 'hosted')).toMatchObject({ status: 200 });
    expect(await withHost('/hosted', `${name}:${store.port}`)).toEqual({ status: 200, text: 'hosted' });
    expect(await withHost('/exports/hosted', `localhost:${store.port}`)).toEqual({ status: 200, text: 'hosted' });
  });

  it('that cannot be read are refused', async () => {
    expect(await withHost('/exports/%E0%A4%A', 'localhost')).toMatchObject({ status: 400 });
  });
});

describe('bodies', () => {
  const put = (body: string, headers: Record<string, string>) =>
    refusal(`${store.url}/${Bucket}/bad`, {
      method: 'PUT',
      body,
      headers: { authorization: 'AWS4-HMAC-SHA256 any', ...headers },
    });
  const chunked = (length: number, trailer = 'x-amz-checksum-crc32') => ({
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': String(length),
    'x-amz-trailer': trailer,
    'content-encoding': 'aws-chunked',
  });

  it('that are not what was announced are refused and not kept', async () => {
    expect(await put('hello', { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' })).toEqual([400, 'BadDigest']);
    expect(await put('hello', { 'x-amz-checksum-crc32': 'AAAAAA==' })).toEqual([400, 'BadDigest']);
    expect(await put('hello', { 'x-amz-checksum-sha256': 'AAAA' })).toEqual([400, 'BadDigest']);
    expect(await put('hello', { 'x-amz-content-sha256': '0'.repeat(64) })).toEqual([400, 'XAmzContentSHA256Mismatch']);
    const frame = (data: string, sum: string) => `5\r\n${data}\r\n0\r\nx-amz-checksum-crc32:${sum}\r\n\r\n`;
    expect(await put(frame('hello', 'AAAAAA=='), chunked(5))).toEqual([400, 'BadDigest']);
    expect(await put(frame('hello', 'NhCmhg=='), chunked(6))).toEqual([400, 'IncompleteBody']);
    expect(await put('5\r\nhel', chunked(5))).toEqual([400, 'IncompleteBody']);
    expect(await put('5\r\nhello\r\n0\r\n\r\n', chunked(5))).toEqual([400, 'InvalidRequest']);
    expect(await put(`zz\r\n${'hello'.repeat(200_000)}`, chunked(5))).toEqual([400, 'InvalidRequest']);
    expect(await put(frame('hello', 'NhCmhg=='), chunked(5, 'x-amz-checksum-md5'))).toEqual([501, 'NotImplemented']);
    const missing = await withHost(`/${Bucket}/bad`, 'localhost');
    expect(missing.status).toBe(404);
  });

  it('of chunks with signatures are read too', async () => {
    const signature = 'chunk-signature=0';
    const answer = await fetch(`${store.url}/${Bucket}/signed-chunks`, {
      method: 'PUT',
      body: `5;${signature}\r\nhello\r\n0;${signature}\r\n\r\n`,
      headers: {
        authorization: 'AWS4-HMAC-SHA256 any',
        'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
        'x-amz-decoded-content-length': '5',
      },
    });
    expect(answer.status).toBe(200);
    expect(await withHost(`/${Bucket}/signed-chunks`, 'localhost')).toEqual({ status: 200, text: 'hello' });
  });
});
