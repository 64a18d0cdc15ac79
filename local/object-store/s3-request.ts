import type { IncomingMessage } from 'node:http';
import { S3Error } from './s3-error.ts';

/** A request with its bucket and key found, wherever the client wrote them. */
export interface S3Request {
  readonly method: string;
  /** Empty for a request on the service itself. */
  readonly bucket: string;
  /** Empty for a request on a bucket. */
  readonly key: string;
  /** The path as sent, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. `x-amz-*` query parameters of a presigned URL stand here as the headers they replace. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: IncomingMessage;
}

/** Both addressing styles: `http://host/bucket/key` and `http://bucket.host/key`. */
export function readS3Request(message: IncomingMessage, host: string): S3Request {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark));
  const hosted = virtualHostBucket(message.headers.host ?? '', host);
  const [bucket, key] = hosted === undefined ? splitPath(path.slice(1)) : [hosted, path.slice(1)];
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  for (const [name, value] of query) {
    const header = name.toLowerCase();
    if (header.startsWith('x-amz-') && !headers.has(header)) headers.set(header, value);
  }
  return {
    method: message.method ?? 'GET',
    bucket: decodePath(bucket),
    key: decodePath(key),
    path,
    query,
    headers,
    body: message,
  };
}

function splitPath(path: string): [string, string] {
  const slash = path.indexOf('/');
  return slash === -1 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
}

function virtualHostBucket(hostHeader: string, host: string): string | undefined {
  const name = hostHeader.replace(/:\d+$/, '').toLowerCase();
  const base = ['localhost', '127.0.0.1', host.toLowerCase()].find((candidate) => name.endsWith(`.${candidate}`));
  return base === undefined ? undefined : name.slice(0, -base.length - 1);
}

export function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    throw new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.", { Cause: String(error) });
  }
}
