import { checksumHeader } from './checksums.ts';
import { type StoredObject, versionIdOf } from './object-index.ts';
import type { Operation, S3Response, Store } from './operation.ts';
import { checkRead, READ_CONDITIONS } from './preconditions.ts';
import { notImplemented, S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

const OVERRIDES: Readonly<Record<string, string>> = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-content-type': 'content-type',
  'response-expires': 'expires',
};
const UNDERSTOOD = {
  query: [...Object.keys(OVERRIDES), 'versionId'],
  headers: [...READ_CONDITIONS, 'range', 'x-amz-checksum-mode'],
};

export const getObject: Operation = { name: 'GetObject', ...UNDERSTOOD, run: readObject };
export const headObject: Operation = { name: 'HeadObject', ...UNDERSTOOD, run: readObject };

function readObject(store: Store, request: S3Request): S3Response {
  const object = requireObject(store, request.bucket, request.key, request.query.get('versionId'));
  const state = checkRead(object, request.headers);
  const headers = { ...objectHeaders(object), ...overrides(request) };
  if (state === 'not modified') return { status: 304, headers: { etag: object.etag } };
  const range = readRange(request.headers.get('range'), object.size);
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  const body = request.method === 'HEAD' ? {} : { body: store.blobs.read(object.segments, start, end) };
  const withChecksum = range === undefined && request.headers.get('x-amz-checksum-mode') === 'ENABLED';
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      ...(withChecksum ? checksumHeaders(object) : {}),
      ...(range ? { 'content-range': `bytes ${start}-${end}/${object.size}` } : {}),
      'content-length': String(end - start + 1),
    },
    ...body,
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html for what is said of delete markers. */
export function requireObject(
  store: Store,
  bucket: string,
  key: string,
  versionId: string | null = null,
): StoredObject {
  requireBucket(store, bucket);
  const object = store.index.object(bucket, key);
  if (versionId === null) {
    if (object !== undefined) return object;
    const marker = store.index.versions(bucket, key)[0];
    const headers = marker ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': versionIdOf(marker) } : {};
    throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key }, headers);
  }
  const version = store.index.versions(bucket, key).find((one) => versionIdOf(one) === versionId);
  if (version === undefined)
    throw new S3Error(404, 'NoSuchVersion', 'The specified version does not exist.', {
      Key: key,
      VersionId: versionId,
    });
  if ('segments' in version) return version;
  const message = 'The specified method is not allowed against this resource.';
  throw new S3Error(405, 'MethodNotAllowed', message, {}, { 'x-amz-delete-marker': 'true', allow: 'DELETE' });
}

/** Said of objects put while their bucket had versioning. */
export function versionHeader({ versionId }: Pick<StoredObject, 'versionId'>): Record<string, string> {
  return versionId === undefined ? {} : { 'x-amz-version-id': versionId };
}

export function requireBucket(store: Store, bucket: string): void {
  if (!store.index.hasBucket(bucket))
    throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
}

export function checksumHeaders({ checksum }: Pick<StoredObject, 'checksum'>): Record<string, string> {
  return checksum === undefined
    ? {}
    : { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

function objectHeaders(object: StoredObject): Record<string, string> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return {
    ...object.headers,
    ...Object.fromEntries(metadata),
    ...versionHeader(object),
    'accept-ranges': 'bytes',
    etag: object.etag,
    'last-modified': new Date(object.lastModified).toUTCString(),
  };
}

function overrides(request: S3Request): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [parameter, header] of Object.entries(OVERRIDES)) {
    const value = request.query.get(parameter);
    if (value !== null) headers[header] = value;
  }
  return headers;
}

/** RFC 9110, section 14: a range that cannot be read is ignored, one that lies outside the object is refused. */
function readRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  if (header?.includes(',')) throw notImplemented('more than one range in a Range header');
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if ((first === '' && last === '') || (first !== '' && last !== '' && Number(first) > Number(last))) return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end)
    throw new S3Error(
      416,
      'InvalidRange',
      'The requested range is not satisfiable',
      { RangeRequested: header ?? '', ActualObjectSize: String(size) },
      { 'content-range': `bytes */${size}` },
    );
  return { start, end };
}
