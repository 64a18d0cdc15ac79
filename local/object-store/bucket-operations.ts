import { type Operation, type Store, xmlResponse } from './operation.ts';
import { requireBucket } from './read-object.ts';
import { readDocument } from './request-body.ts';
import { invalidArgument, notImplemented, S3Error } from './s3-error.ts';
import { parseXml, renderXml } from './xml.ts';

const MOST_KEYS = 1000;
// Sorts after whatever a key may hold behind the common prefix.
const LAST_CHARACTER = '\u{10FFFF}';

export const createBucket: Operation = {
  name: 'CreateBucket',
  async run(store, request) {
    const document = await readDocument(request);
    const setting =
      document === '' ? undefined : parseXml(document).children.find((c) => c.name !== 'LocationConstraint');
    if (setting !== undefined) throw notImplemented(`CreateBucket with ${setting.name}`);
    addBucket(store, request.bucket);
    return { status: 200, headers: { location: `/${request.bucket}` } };
  },
};

export const headBucket: Operation = {
  name: 'HeadBucket',
  run(store, request) {
    requireBucket(store, request.bucket);
    return { status: 200 };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2: Operation = {
  name: 'ListObjectsV2',
  query: [
    'list-type',
    'prefix',
    'delimiter',
    'max-keys',
    'continuation-token',
    'start-after',
    'encoding-type',
    'fetch-owner',
  ],
  run(store, { bucket, query }) {
    requireBucket(store, bucket);
    if (query.get('fetch-owner') === 'true') throw notImplemented('ListObjectsV2 with fetch-owner');
    const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
    const prefix = query.get('prefix') ?? '';
    const delimiter = query.get('delimiter') ?? '';
    const limit = Math.min(Number(query.get('max-keys') ?? MOST_KEYS), MOST_KEYS);
    if (!Number.isInteger(limit) || limit < 0) throw invalidArgument('max-keys must be a whole number.', 'max-keys');
    const token = query.get('continuation-token');
    const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
    const page = listPage(store, bucket, { prefix, delimiter, limit, after });
    return xmlResponse(
      renderXml('ListBucketResult', {
        Name: bucket,
        Prefix: encode(prefix),
        Delimiter: delimiter === '' ? undefined : encode(delimiter),
        StartAfter: query.get('start-after') ?? undefined,
        EncodingType: query.get('encoding-type') ?? undefined,
        MaxKeys: limit,
        KeyCount: page.objects.length + page.commonPrefixes.length,
        IsTruncated: page.next !== undefined,
        ContinuationToken: token ?? undefined,
        NextContinuationToken: page.next === undefined ? undefined : Buffer.from(page.next).toString('base64url'),
        Contents: page.objects.map((object) => ({
          Key: encode(object.key),
          LastModified: new Date(object.lastModified).toISOString(),
          ETag: object.etag,
          Size: object.size,
          StorageClass: 'STANDARD',
          ...(object.checksum
            ? { ChecksumAlgorithm: object.checksum.algorithm, ChecksumType: object.checksum.type }
            : {}),
        })),
        CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
      }),
    );
  },
};

export function addBucket(store: Store, name: string): void {
  if (!/^(?!xn--)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || /\.\.|^\d+\.\d+\.\d+\.\d+$/.test(name))
    throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: name });
  if (store.index.hasBucket(name))
    throw new S3Error(409, 'BucketAlreadyOwnedByYou', 'You already own the bucket you tried to create.');
  store.index.addBucket(name, store.now());
}

interface Listing {
  readonly prefix: string;
  readonly delimiter: string;
  readonly limit: number;
  readonly after: string;
}

/** Steps from key to key through the index, jumping over everything a common prefix stands for. */
function listPage(store: Store, bucket: string, { prefix, delimiter, limit, after }: Listing) {
  const objects = [];
  const commonPrefixes: string[] = [];
  const startsAtPrefix = Buffer.compare(Buffer.from(after), Buffer.from(prefix)) < 0 || after === '';
  let position = startsAtPrefix ? prefix : after;
  let object = store.index.nextObject(bucket, position, startsAtPrefix);
  while (object?.key.startsWith(prefix) && objects.length + commonPrefixes.length < limit) {
    const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    if (end === -1) {
      objects.push(object);
      position = object.key;
    } else {
      const common = object.key.slice(0, end + delimiter.length);
      commonPrefixes.push(common);
      position = common + LAST_CHARACTER;
    }
    object = store.index.nextObject(bucket, position, false);
  }
  return { objects, commonPrefixes, next: limit > 0 && object?.key.startsWith(prefix) ? position : undefined };
}
