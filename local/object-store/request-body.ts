import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm, checksumHeader, isChecksumAlgorithm } from './checksums.ts';
import type { Description } from './object-index.ts';
import { invalidArgument, notImplemented, S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';
import type { BodyClaims } from './store-body.ts';

const LARGEST_BODY = 5 * 1024 ** 3;
const LARGEST_DOCUMENT = 2 * 1024 ** 2;
const STREAMING = /^STREAMING-(?:AWS4-HMAC-SHA256-PAYLOAD|UNSIGNED-PAYLOAD)(?:-TRAILER)?$/;

/** Headers in which a sender describes the integrity of a body. */
export const BODY_HEADERS = [
  'x-amz-decoded-content-length',
  'x-amz-trailer',
  'x-amz-sdk-checksum-algorithm',
  ...CHECKSUM_ALGORITHMS.map(checksumHeader),
];

/** Headers that describe an object; encryption is noted and given back, and not applied. */
export const DESCRIPTION_HEADERS = [
  'x-amz-meta-*',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
];

const STORED_HEADERS = [
  'content-type',
  'content-encoding',
  'content-disposition',
  'content-language',
  'cache-control',
  'expires',
  ...DESCRIPTION_HEADERS.slice(1),
];

export function describe(request: S3Request): Description {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  const metadata: Record<string, string> = {};
  for (const [name, value] of request.headers) {
    if (name.startsWith('x-amz-meta-')) metadata[name.slice('x-amz-meta-'.length)] = value;
    else if (STORED_HEADERS.includes(name)) headers[name] = value;
  }
  const encoding = (headers['content-encoding'] ?? '').split(',').map((one) => one.trim());
  const kept = encoding.filter((one) => one !== 'aws-chunked' && one !== '').join(',');
  delete headers['content-encoding'];
  if (kept !== '') headers['content-encoding'] = kept;
  if (Object.entries(metadata).flat().join('').length > 2048)
    throw new S3Error(400, 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size.');
  return { headers, metadata };
}

export function readClaims(request: S3Request): BodyClaims {
  const contentSha256 = request.headers.get('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD';
  const chunked = contentSha256.startsWith('STREAMING-');
  if (chunked && !STREAMING.test(contentSha256)) throw notImplemented(`x-amz-content-sha256: ${contentSha256}`);
  const size = readSize(request, chunked ? 'x-amz-decoded-content-length' : 'content-length');
  const md5 = request.headers.get('content-md5');
  return {
    chunked,
    size,
    ...(md5 === undefined ? {} : { md5 }),
    ...(/^[0-9a-f]{64}$/.test(contentSha256) ? { sha256: contentSha256 } : {}),
    checksums: readChecksums(request),
  };
}

function readSize(request: S3Request, header: string): number {
  const value = request.headers.get(header);
  if (value === undefined)
    throw new S3Error(411, 'MissingContentLength', `You must provide the ${header} HTTP header.`);
  if (!/^\d{1,15}$/.test(value)) throw invalidArgument(`${header} is not a length.`, header);
  if (Number(value) > LARGEST_BODY)
    throw new S3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size (5 GiB).');
  return Number(value);
}

function readChecksums(request: S3Request): Map<ChecksumAlgorithm, string> {
  const checksums = new Map<ChecksumAlgorithm, string>();
  const trailer = request.headers.get('x-amz-trailer');
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const header = checksumHeader(algorithm);
    const value = trailer === header ? 'trailer' : request.headers.get(header);
    if (value !== undefined) checksums.set(algorithm, value);
  }
  if (trailer !== undefined && ![...checksums.values()].includes('trailer'))
    throw notImplemented(`x-amz-trailer: ${trailer}`);
  if (checksums.size > 1) throw invalidArgument('Expecting a single x-amz-checksum- header.', 'x-amz-checksum');
  return checksums;
}

export function readChecksumAlgorithm(request: S3Request): ChecksumAlgorithm | undefined {
  const name = request.headers.get('x-amz-checksum-algorithm');
  if (name !== undefined && !isChecksumAlgorithm(name)) throw notImplemented(`x-amz-checksum-algorithm: ${name}`);
  return name;
}

/** The whole body as text, for the small XML documents some operations take. */
export async function readDocument(request: S3Request): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size <= LARGEST_DOCUMENT) chunks.push(chunk);
  }
  if (size > LARGEST_DOCUMENT) throw new S3Error(400, 'MaxMessageLengthExceeded', 'Your request was too large.');
  return Buffer.concat(chunks).toString('utf8');
}
