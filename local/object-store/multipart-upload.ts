import { createHash, randomUUID } from 'node:crypto';
import { type ChecksumAlgorithm, checksumElement, checksumHeader, startChecksum } from './checksums.ts';
import type { MultipartUpload, Part, StoredChecksum, StoredObject } from './object-index.ts';
import { type Operation, type Store, xmlResponse } from './operation.ts';
import { WRITE_CONDITIONS } from './preconditions.ts';
import { checksumHeaders, requireBucket, versionHeader } from './read-object.ts';
import {
  BODY_HEADERS,
  DESCRIPTION_HEADERS,
  describe,
  readChecksumAlgorithm,
  readClaims,
  readDocument,
} from './request-body.ts';
import { invalidArgument, S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';
import { storeBody } from './store-body.ts';
import { checkTarget, versionOf } from './write-object.ts';
import { childText, parseXml, renderXml } from './xml.ts';

const MOST_PARTS = 10_000;
const SMALLEST_PART = 5 * 1024 ** 2;

export const createMultipartUpload: Operation = {
  name: 'CreateMultipartUpload',
  query: ['uploads'],
  headers: ['x-amz-checksum-algorithm', 'x-amz-checksum-type', ...DESCRIPTION_HEADERS],
  run(store, request) {
    checkTarget(store, request);
    const algorithm = readChecksumAlgorithm(request);
    const type =
      request.headers.get('x-amz-checksum-type') ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
    if (type !== 'FULL_OBJECT' && type !== 'COMPOSITE')
      throw invalidArgument('Unknown checksum type.', 'x-amz-checksum-type');
    const id = randomUUID();
    const { bucket, key } = request;
    store.index.addUpload({
      id,
      bucket,
      key,
      ...describe(request),
      ...(algorithm ? { checksumAlgorithm: algorithm } : {}),
      checksumType: type,
    });
    const headers = algorithm ? { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': type } : {};
    return xmlResponse(renderXml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id }), headers);
  },
};

export const uploadPart: Operation = {
  name: 'UploadPart',
  query: ['uploadId', 'partNumber'],
  headers: BODY_HEADERS,
  async run(store, request) {
    const upload = requireUpload(store, request);
    const number = Number(request.query.get('partNumber'));
    if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS)
      throw invalidArgument(`Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`, 'partNumber');
    const algorithm = upload.checksumAlgorithm;
    const body = await storeBody(request.body, store.blobs, readClaims(request), algorithm ? [algorithm] : []);
    const checksum = algorithm && body.checksums.get(algorithm);
    if (store.index.upload(upload.id) === undefined) {
      store.blobs.discard([body.blob]);
      throw noSuchUpload();
    }
    const { blob, size, md5 } = body;
    const part = { number, blob, size, md5, lastModified: store.now(), ...(checksum ? { checksum } : {}) };
    store.blobs.discard(store.index.putPart(upload.id, part));
    const echoed = [...body.checksums].map(([name, value]) => [checksumHeader(name), value]);
    return { status: 200, headers: { etag: `"${md5}"`, ...Object.fromEntries(echoed) } };
  },
};

export const completeMultipartUpload: Operation = {
  name: 'CompleteMultipartUpload',
  query: ['uploadId'],
  headers: ['x-amz-checksum-type', 'x-amz-mp-object-size', ...BODY_HEADERS, ...WRITE_CONDITIONS],
  async run(store, request) {
    const document = await readDocument(request);
    const upload = requireUpload(store, request);
    const parts = choosePartsInOrder(document, store.index.parts(upload.id));
    const checksum = await checksumOfWhole(store, upload, parts);
    checkAnnounced(request, parts, checksum);
    // Nothing is awaited from here to the write, so no other request comes between.
    requireUpload(store, request);
    checkTarget(store, request);
    const object: StoredObject = {
      key: upload.key,
      segments: parts.map(({ blob, size }) => ({ blob, size })),
      size: sizeOf(parts),
      etag: etagOf(parts),
      lastModified: store.now(),
      headers: upload.headers,
      metadata: upload.metadata,
      ...(checksum ? { checksum } : {}),
      ...versionOf(store, request.bucket),
    };
    store.blobs.discard(store.index.completeUpload(upload, object));
    return xmlResponse(
      renderXml('CompleteMultipartUploadResult', {
        Location: `http://${request.headers.get('host') ?? ''}${request.path}`,
        Bucket: upload.bucket,
        Key: upload.key,
        ETag: object.etag,
        ...(checksum ? { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type } : {}),
      }),
      { ...versionHeader(object), ...checksumHeaders(object) },
    );
  },
};

export const abortMultipartUpload: Operation = {
  name: 'AbortMultipartUpload',
  query: ['uploadId'],
  run(store, request) {
    store.blobs.discard(store.index.deleteUpload(requireUpload(store, request).id));
    return { status: 204 };
  },
};

export const listParts: Operation = {
  name: 'ListParts',
  query: ['uploadId', 'max-parts', 'part-number-marker'],
  run(store, request) {
    const upload = requireUpload(store, request);
    const marker = Number(request.query.get('part-number-marker') ?? 0);
    const limit = Math.min(Number(request.query.get('max-parts') ?? 1000), 1000);
    if (!Number.isInteger(limit) || limit < 1)
      throw invalidArgument('max-parts must be a positive integer.', 'max-parts');
    const following = store.index.parts(upload.id).filter(({ number }) => number > marker);
    const listed = following.slice(0, limit);
    const element = upload.checksumAlgorithm && checksumElement(upload.checksumAlgorithm);
    return xmlResponse(
      renderXml('ListPartsResult', {
        Bucket: upload.bucket,
        Key: upload.key,
        UploadId: upload.id,
        PartNumberMarker: marker,
        NextPartNumberMarker: listed.at(-1)?.number,
        MaxParts: limit,
        IsTruncated: following.length > listed.length,
        ChecksumAlgorithm: upload.checksumAlgorithm,
        Part: listed.map((part) => ({
          PartNumber: part.number,
          LastModified: new Date(part.lastModified).toISOString(),
          ETag: `"${part.md5}"`,
          Size: part.size,
          ...(element && part.checksum ? { [element]: part.checksum } : {}),
        })),
      }),
    );
  },
};

function requireUpload(store: Store, request: S3Request): MultipartUpload {
  requireBucket(store, request.bucket);
  const upload = store.index.upload(request.query.get('uploadId') ?? '');
  if (upload === undefined || upload.bucket !== request.bucket || upload.key !== request.key) throw noSuchUpload();
  return upload;
}

function noSuchUpload(): S3Error {
  return new S3Error(404, 'NoSuchUpload', 'The specified upload does not exist: aborted, completed or never begun.');
}

function choosePartsInOrder(document: string, uploaded: readonly Part[]): Part[] {
  const root = parseXml(document);
  const named = root.children.filter(({ name }) => name === 'Part');
  if (root.name !== 'CompleteMultipartUpload' || named.length === 0)
    throw new S3Error(400, 'MalformedXML', 'You must specify at least one part');
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const parts = named.map((element) => {
    const part = byNumber.get(Number(childText(element, 'PartNumber')));
    const claimed = element.children.find(({ name }) => name.startsWith('Checksum'))?.text;
    const etag = childText(element, 'ETag')?.replace(/^"|"$/g, '');
    if (part === undefined || etag !== part.md5 || (claimed !== undefined && claimed !== part.checksum))
      throw new S3Error(400, 'InvalidPart', 'One of the parts was not found, or its entity tag or checksum differs.');
    return part;
  });
  if (parts.some((part, position) => position > 0 && part.number <= (parts[position - 1]?.number ?? 0)))
    throw new S3Error(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
  if (parts.slice(0, -1).some(({ size }) => size < SMALLEST_PART))
    throw new S3Error(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed object size.');
  return parts;
}

function sizeOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}

function etagOf(parts: readonly Part[]): string {
  const digests = Buffer.concat(parts.map(({ md5 }) => Buffer.from(md5, 'hex')));
  return `"${createHash('md5').update(digests).digest('hex')}-${parts.length}"`;
}

async function checksumOfWhole(
  store: Store,
  { checksumAlgorithm: algorithm, checksumType: type }: MultipartUpload,
  parts: readonly Part[],
): Promise<StoredChecksum | undefined> {
  if (algorithm === undefined) return undefined;
  const value = type === 'COMPOSITE' ? composite(algorithm, parts) : await overBytes(store, algorithm, parts);
  return { algorithm, type, value };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html#large-object-checksums */
function composite(algorithm: ChecksumAlgorithm, parts: readonly Part[]): string {
  const running = startChecksum(algorithm);
  for (const { checksum } of parts) running.update(Buffer.from(checksum ?? '', 'base64'));
  return `${running.digest().toString('base64')}-${parts.length}`;
}

async function overBytes(store: Store, algorithm: ChecksumAlgorithm, parts: readonly Part[]): Promise<string> {
  const running = startChecksum(algorithm);
  for await (const chunk of store.blobs.read(parts, 0, sizeOf(parts) - 1)) running.update(chunk);
  return running.digest().toString('base64');
}

function checkAnnounced(request: S3Request, parts: readonly Part[], checksum: StoredChecksum | undefined): void {
  const size = request.headers.get('x-amz-mp-object-size');
  if (size !== undefined && Number(size) !== sizeOf(parts))
    throw new S3Error(400, 'InvalidRequest', `The parts have ${sizeOf(parts)} bytes where ${size} were announced.`);
  const claimed = checksum && request.headers.get(checksumHeader(checksum.algorithm));
  if (claimed !== undefined && claimed !== checksum?.value)
    throw new S3Error(400, 'BadDigest', 'The checksum you specified did not match the calculated checksum.');
}
