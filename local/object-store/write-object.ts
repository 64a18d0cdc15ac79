import { randomUUID } from 'node:crypto';
import type { ChecksumAlgorithm } from './checksums.ts';
import { checksumElement } from './checksums.ts';
import type { Description, StoredChecksum, StoredObject } from './object-index.ts';
import { type Operation, type S3Response, type Store, xmlResponse } from './operation.ts';
import { checkRead, checkWrite, READ_CONDITIONS, WRITE_CONDITIONS } from './preconditions.ts';
import { checksumHeaders, requireBucket, requireObject, versionHeader } from './read-object.ts';
import {
  BODY_HEADERS,
  DESCRIPTION_HEADERS,
  describe,
  readChecksumAlgorithm,
  readClaims,
  readDocument,
} from './request-body.ts';
import { invalidArgument, notImplemented, S3Error } from './s3-error.ts';
import { decodePath, type S3Request } from './s3-request.ts';
import { NO_CLAIMS, type StoredBody, storeBody } from './store-body.ts';
import { childText, parseXml, renderXml } from './xml.ts';

const COPY_SOURCE = 'x-amz-copy-source';
const LONGEST_KEY_BYTES = 1024;
const MOST_KEYS_PER_DELETE = 1000;

export const putObject: Operation = {
  name: 'PutObject',
  headers: [...BODY_HEADERS, ...DESCRIPTION_HEADERS, ...WRITE_CONDITIONS],
  async run(store, request) {
    checkTarget(store, request);
    const description = describe(request);
    const body = await storeBody(request.body, store.blobs, readClaims(request));
    const object = commit(store, request, body, description, firstChecksum(body));
    return { status: 200, headers: { etag: object.etag, ...versionHeader(object), ...checksumHeaders(object) } };
  },
};

export const copyObject: Operation = {
  name: 'CopyObject',
  headers: [
    COPY_SOURCE,
    ...READ_CONDITIONS.map((condition) => `${COPY_SOURCE}-${condition}`),
    'x-amz-metadata-directive',
    'x-amz-checksum-algorithm',
    ...DESCRIPTION_HEADERS,
    ...WRITE_CONDITIONS,
  ],
  run: copy,
};

export const deleteObject: Operation = {
  name: 'DeleteObject',
  query: ['versionId'],
  headers: ['if-match'],
  run(store, { bucket, key, query, headers }) {
    requireBucket(store, bucket);
    const versionId = query.get('versionId');
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
    if (versionId !== null && headers.has('if-match')) throw notImplemented('If-Match on a delete of a version');
    if (versionId === null) checkWrite(store.index.object(bucket, key), headers);
    return { status: 204, headers: versionId === null ? remove(store, bucket, key) : removeVersion() };

    function removeVersion() {
      store.blobs.discard(store.index.deleteVersion(bucket, key, versionId ?? ''));
      return { 'x-amz-version-id': versionId ?? '' };
    }
  },
};

/** Where the bucket has versioning, puts a delete marker on top. */
function remove(store: Store, bucket: string, key: string): Record<string, string> {
  if (!store.index.isVersioned(bucket)) {
    store.blobs.discard(store.index.deleteObject(bucket, key));
    return {};
  }
  const versionId = newVersionId();
  store.index.addDeleteMarker(bucket, { key, versionId, lastModified: store.now(), isDeleteMarker: true });
  return { 'x-amz-delete-marker': 'true', 'x-amz-version-id': versionId };
}

export const deleteObjects: Operation = {
  name: 'DeleteObjects',
  query: ['delete'],
  headers: BODY_HEADERS,
  async run(store, request) {
    const document = parseXml(await readDocument(request));
    requireBucket(store, request.bucket);
    const objects = document.children.filter(({ name }) => name === 'Object');
    const unknown = objects.flatMap(({ children }) => children).find(({ name }) => name !== 'Key');
    if (unknown !== undefined) throw notImplemented(`DeleteObjects with ${unknown.name}`);
    if (document.name !== 'Delete' || objects.length === 0 || objects.length > MOST_KEYS_PER_DELETE)
      throw new S3Error(400, 'MalformedXML', `DeleteObjects takes 1 to ${MOST_KEYS_PER_DELETE} keys.`);
    const keys = objects.map((object) => childText(object, 'Key') ?? '');
    for (const key of keys) remove(store, request.bucket, key);
    const quiet = childText(document, 'Quiet') === 'true';
    return xmlResponse(renderXml('DeleteResult', quiet ? '' : { Deleted: keys.map((Key) => ({ Key })) }));
  },
};

async function copy(store: Store, request: S3Request): Promise<S3Response> {
  checkTarget(store, request);
  const source = readCopySource(store, request);
  const directive = request.headers.get('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive');
  if (directive === 'COPY' && source.bucket === request.bucket && source.object.key === request.key)
    throw new S3Error(400, 'InvalidRequest', 'Copying an object to itself without changing its metadata is illegal.');
  const { object } = source;
  const algorithm = readChecksumAlgorithm(request) ?? object.checksum?.algorithm;
  const bytes = store.blobs.read(object.segments, 0, object.size - 1);
  const body = await storeBody(bytes, store.blobs, NO_CLAIMS, algorithm ? [algorithm] : []);
  const copied = commit(store, request, body, directive === 'COPY' ? object : describe(request), firstChecksum(body));
  return xmlResponse(
    renderXml('CopyObjectResult', {
      ETag: copied.etag,
      LastModified: new Date(copied.lastModified).toISOString(),
      ...(copied.checksum ? { [checksumElement(copied.checksum.algorithm)]: copied.checksum.value } : {}),
    }),
  );
}

function readCopySource(store: Store, request: S3Request): { bucket: string; object: StoredObject } {
  const [path = '', version] = (request.headers.get(COPY_SOURCE) ?? '').replace(/^\//, '').split('?');
  if (version !== undefined) throw notImplemented('a versionId in x-amz-copy-source');
  const [, bucket, key] = /^([^/]+)\/(.+)$/s.exec(decodePath(path)) ?? [];
  if (bucket === undefined || key === undefined)
    throw invalidArgument('Copy Source must mention bucket and key.', COPY_SOURCE);
  const object = requireObject(store, bucket, key);
  if (checkRead(object, request.headers, `${COPY_SOURCE}-`) === 'not modified')
    throw new S3Error(412, 'PreconditionFailed', 'The copy source has not changed.', { Condition: COPY_SOURCE });
  return { bucket, object };
}

export function checkTarget(store: Store, request: S3Request): void {
  requireBucket(store, request.bucket);
  if (Buffer.byteLength(request.key) > LONGEST_KEY_BYTES)
    throw new S3Error(400, 'KeyTooLongError', 'Your key is too long');
  checkWrite(store.index.object(request.bucket, request.key), request.headers);
}

/** Makes a stored body the object, the write conditions looked at once more; or removes the body and throws. */
function commit(
  store: Store,
  request: S3Request,
  body: StoredBody,
  { headers, metadata }: Description,
  checksum: StoredChecksum | undefined,
): StoredObject {
  const object: StoredObject = {
    key: request.key,
    segments: body.size === 0 ? [] : [{ blob: body.blob, size: body.size }],
    size: body.size,
    etag: `"${body.md5}"`,
    lastModified: store.now(),
    headers,
    metadata,
    ...(checksum ? { checksum } : {}),
    ...versionOf(store, request.bucket),
  };
  try {
    checkTarget(store, request);
    store.blobs.discard(store.index.putObject(request.bucket, object));
  } catch (error) {
    store.blobs.discard([body.blob]);
    throw error;
  }
  if (body.size === 0) store.blobs.discard([body.blob]);
  return object;
}

/** The version of an object about to be put. */
export function versionOf(store: Store, bucket: string): { versionId?: string } {
  return store.index.isVersioned(bucket) ? { versionId: newVersionId() } : {};
}

function newVersionId(): string {
  return randomUUID().replaceAll('-', '');
}

function firstChecksum(body: StoredBody): StoredChecksum | undefined {
  const [first]: [ChecksumAlgorithm, string][] = [...body.checksums];
  return first && { algorithm: first[0], type: 'FULL_OBJECT', value: first[1] };
}
