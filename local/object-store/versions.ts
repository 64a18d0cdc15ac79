import { versionIdOf } from './object-index.ts';
import { type Operation, type Store, xmlResponse } from './operation.ts';
import { requireBucket } from './read-object.ts';
import { readDocument } from './request-body.ts';
import { invalidArgument, notImplemented } from './s3-error.ts';
import { childText, parseXml, renderXml } from './xml.ts';

const MOST_KEYS = 1000;

export const putBucketVersioning: Operation = {
  name: 'PutBucketVersioning',
  query: ['versioning'],
  headers: ['x-amz-sdk-checksum-algorithm', 'x-amz-checksum-crc32'],
  async run(store, request) {
    const status = childText(parseXml(await readDocument(request)), 'Status');
    requireBucket(store, request.bucket);
    if (status !== 'Enabled') throw notImplemented(`PutBucketVersioning with Status ${status}`);
    store.index.startVersioning(request.bucket);
    return { status: 200 };
  },
};

export const getBucketVersioning: Operation = {
  name: 'GetBucketVersioning',
  query: ['versioning'],
  run(store, { bucket }) {
    requireBucket(store, bucket);
    const status = store.index.isVersioned(bucket) ? 'Enabled' : undefined;
    return xmlResponse(renderXml('VersioningConfiguration', { Status: status }));
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export const listObjectVersions: Operation = {
  name: 'ListObjectVersions',
  query: ['versions', 'prefix', 'key-marker', 'version-id-marker', 'max-keys', 'encoding-type'],
  run(store, { bucket, query }) {
    requireBucket(store, bucket);
    const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
    const prefix = query.get('prefix') ?? '';
    const limit = Math.min(Number(query.get('max-keys') ?? MOST_KEYS), MOST_KEYS);
    if (!Number.isInteger(limit) || limit < 1) throw invalidArgument('max-keys must be a positive number.', 'max-keys');
    const marker = { key: query.get('key-marker') ?? '', versionId: query.get('version-id-marker') };
    const { page, next } = listPage(store, bucket, prefix, limit, marker);
    const entries = page.map(({ version, isLatest }) => ({
      version,
      entry: {
        Key: encode(version.key),
        VersionId: versionIdOf(version),
        IsLatest: isLatest,
        LastModified: new Date(version.lastModified).toISOString(),
      },
    }));
    return xmlResponse(
      renderXml('ListVersionsResult', {
        Name: bucket,
        Prefix: encode(prefix),
        KeyMarker: encode(marker.key),
        VersionIdMarker: marker.versionId ?? undefined,
        EncodingType: query.get('encoding-type') ?? undefined,
        MaxKeys: limit,
        IsTruncated: next !== undefined,
        NextKeyMarker: next && encode(next.version.key),
        NextVersionIdMarker: next && versionIdOf(next.version),
        Version: entries.flatMap(({ version, entry }) =>
          'segments' in version ? [{ ...entry, ETag: version.etag, Size: version.size, StorageClass: 'STANDARD' }] : [],
        ),
        DeleteMarker: entries.flatMap(({ version, entry }) => ('segments' in version ? [] : [entry])),
      }),
    );
  },
};

/** Key by key, the newest version of each first; behind the marker's version, or behind its key where it names none. */
function listPage(
  store: Store,
  bucket: string,
  prefix: string,
  limit: number,
  marker: { readonly key: string; readonly versionId: string | null },
) {
  const page = [];
  let key = marker.versionId === null ? store.index.nextKey(bucket, marker.key) : marker.key;
  // Keys before the prefix are passed over one by one: a laptop's buckets are small.
  while (key !== undefined && !key.startsWith(prefix) && key < prefix) key = store.index.nextKey(bucket, key);
  for (; key?.startsWith(prefix); key = store.index.nextKey(bucket, key)) {
    const versions = store.index.versions(bucket, key).map((version, at) => ({ version, isLatest: at === 0 }));
    const passed =
      key === marker.key && marker.versionId !== null
        ? versions.findIndex(({ version }) => versionIdOf(version) === marker.versionId) + 1
        : 0;
    page.push(...versions.slice(passed));
    if (page.length > limit) return { page: page.slice(0, limit), next: page[limit - 1] };
  }
  return { page, next: undefined };
}
