/**
 * An object store that plays Amazon S3 for one developer's machine, on Node alone.
 *
 * Covers: CreateBucket, HeadBucket, PutObject, GetObject, HeadObject, DeleteObject, DeleteObjects, CopyObject, ListObjectsV2,
 * and multipart uploads (create, upload part, list parts, complete, abort); conditional reads and writes, one byte range,
 * response header overrides, user metadata; versioning (switched on by PutBucketVersioning, GetBucketVersioning,
 * ListObjectVersions, delete markers, reading and deleting one version); MD5, SHA-256 and CRC32, CRC32C, CRC64NVME, SHA1, SHA256 checksums, in headers or
 * in the trailer of an aws-chunked body, verified; presigned URLs with signature and expiry verified; path-style and
 * virtual-host-style addresses. Bodies stream to and from disk.
 *
 * Does not cover, and answers 501 NotImplemented naming what was asked: suspended versioning, tags, access lists, policies, encryption
 * with customer-provided keys, object lock, lifecycle, notifications, UploadPartCopy, other storage classes, ListObjects v1,
 * everything else. Header signatures and chunk signatures are not verified; requests without any are refused. Encryption
 * headers are kept and given back, but bodies lie on disk as they came. Checksums nobody asked for are not added.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Blobs } from './blobs.ts';
import { addBucket } from './bucket-operations.ts';
import { ObjectIndex } from './object-index.ts';
import type { S3Response, Store } from './operation.ts';
import { authorize, type SigningKey } from './presigned-url.ts';
import { route } from './routes.ts';
import { S3Error } from './s3-error.ts';
import { readS3Request } from './s3-request.ts';
import { renderErrorXml } from './xml.ts';

export interface ObjectStoreOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** Milliseconds since the epoch; dates objects and expires presigned URLs. */
  readonly now: () => number;
  /** What presigned URLs are checked against; `local` / `local` unless given. */
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  /** Created at start where missing. */
  readonly buckets?: readonly string[];
  /** Told of every fault that is not a refusal; the client gets 500 InternalError. */
  readonly onFault?: (error: unknown) => void;
}

export interface ObjectStore {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the store on what `dataDir` holds. Rejects if the port is taken or the folder cannot be written. */
export async function startObjectStore(options: ObjectStoreOptions): Promise<ObjectStore> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const index = new ObjectIndex(options.dataDir);
  const store: Store = { index, blobs: new Blobs(join(options.dataDir, 'blobs')), now: options.now };
  const referenced = index.referencedBlobs();
  store.blobs.sweep((blob) => referenced.has(blob));
  for (const bucket of options.buckets ?? []) if (!index.hasBucket(bucket)) addBucket(store, bucket);

  const signingKey = {
    accessKeyId: options.accessKeyId ?? 'local',
    secretAccessKey: options.secretAccessKey ?? 'local',
  };
  const report = options.onFault ?? ((error: unknown) => console.error('object store:', error));
  const active = new Set<Promise<void>>();
  const server = createServer((message, response) => {
    const work = serve(store, signingKey, options.host, message, response).catch(report);
    active.add(work);
    void work.finally(() => active.delete(work));
  });
  // A large upload takes as long as it takes.
  server.requestTimeout = 0;
  server.listen(options.port, options.host);
  await once(server, 'listening').catch((error: unknown) => {
    index.close();
    throw error;
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://${options.host}:${port}`,
    port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await Promise.all(active);
      index.close();
    },
  };
}

async function serve(
  store: Store,
  signingKey: SigningKey,
  host: string,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  response.setHeader('x-amz-request-id', requestId);
  try {
    const request = readS3Request(message, host);
    authorize(request, signingKey, store.now());
    await send(response, await route(request).run(store, request));
  } catch (error) {
    // Gone clients need no answer: an upload cut off, a download cancelled.
    if (message.destroyed && !message.complete) return;
    if (response.headersSent || response.destroyed) {
      response.destroy();
      if (!isPrematureClose(error)) throw error;
      return;
    }
    message.resume();
    await send(response, errorResponse(error, message, requestId));
    if (!(error instanceof S3Error)) throw error;
  }
}

async function send(response: ServerResponse, { status, headers = {}, body }: S3Response): Promise<void> {
  try {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  } catch (error) {
    for (const name of Object.keys(headers)) response.removeHeader(name);
    if (body !== undefined && typeof body !== 'string') body.destroy();
    throw new S3Error(400, 'InvalidArgument', 'Header value cannot be represented.', { Cause: String(error) });
  }
  response.statusCode = status;
  if (body === undefined || typeof body === 'string') response.end(body);
  else await pipeline(body, response);
}

function errorResponse(error: unknown, message: IncomingMessage, requestId: string): S3Response {
  const refusal =
    error instanceof S3Error
      ? error
      : new S3Error(500, 'InternalError', 'We encountered an internal error. Please try again.');
  const body = renderErrorXml({
    Code: refusal.code,
    Message: refusal.message,
    ...refusal.details,
    Resource: (message.url ?? '/').replace(/\?.*$/s, ''),
    RequestId: requestId,
  });
  return {
    status: refusal.status,
    headers: { 'content-type': 'application/xml', ...refusal.headers },
    ...(message.method === 'HEAD' ? {} : { body }),
  };
}

function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
