import type { Readable } from 'node:stream';
import type { Blobs } from './blobs.ts';
import type { ObjectIndex } from './object-index.ts';
import type { S3Request } from './s3-request.ts';

/** What operations work on. `now` is in milliseconds since the epoch. */
export interface Store {
  readonly index: ObjectIndex;
  readonly blobs: Blobs;
  readonly now: () => number;
}

export interface S3Response {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
}

/** An S3 action, with all it understands: a query parameter or header beyond these is refused by name, not passed over. */
export interface Operation {
  readonly name: string;
  readonly query?: readonly string[];
  /** `x-amz-*`, conditional and range headers; a trailing `*` stands for any ending. */
  readonly headers?: readonly string[];
  run(store: Store, request: S3Request): Promise<S3Response> | S3Response;
}

export function xmlResponse(body: string, headers: Readonly<Record<string, string>> = {}): S3Response {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body };
}
