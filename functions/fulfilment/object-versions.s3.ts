import {
  type DeleteMarkerEntry,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type S3Client,
  type ObjectVersion as SdkVersion,
} from '@aws-sdk/client-s3';

/** An object as it was once, a marker that it was deleted, or the object as it is. */
export interface ObjectVersion {
  readonly key: string;
  /** `null` for what was put while the bucket had no versioning. */
  readonly version: string;
  readonly isLatest: boolean;
  readonly isMarker: boolean;
  readonly etag: string;
  readonly size: number;
  /** ISO, UTC. */
  readonly lastModified: string;
}

/** Versions of objects, by key, of each the newest first but for markers, which come behind; those behind key `after`. */
export async function* listVersions(
  client: S3Client,
  bucket: string,
  prefix: string,
  after?: string,
): AsyncIterable<ObjectVersion> {
  let markers: object = after === undefined ? {} : { KeyMarker: after };
  for (let more = true; more; ) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...markers }));
    const found = [
      ...(page.Versions ?? []).map((one) => versionOf(one, false)),
      ...(page.DeleteMarkers ?? []).map((one) => versionOf(one, true)),
    ];
    yield* found.sort((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)));
    more = page.IsTruncated === true;
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

export async function versionsOfKey(client: S3Client, bucket: string, key: string): Promise<ObjectVersion[]> {
  const versions: ObjectVersion[] = [];
  for await (const version of listVersions(client, bucket, key)) {
    if (version.key !== key) break;
    versions.push(version);
  }
  return versions;
}

export async function deleteVersions(
  client: S3Client,
  bucket: string,
  versions: readonly Pick<ObjectVersion, 'key' | 'version'>[],
): Promise<void> {
  for (const { key, version } of versions)
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));
}

/** After a version was put: whatever came before it. */
export async function deleteOlderVersions(client: S3Client, bucket: string, key: string, put: string): Promise<void> {
  const versions = await versionsOfKey(client, bucket, key);
  const at = versions.findIndex(({ version }) => version === put);
  const older = versions.filter(({ isMarker, isLatest }, index) => !isLatest && (isMarker || index > at));
  await deleteVersions(client, bucket, at === -1 ? [] : older);
}

/**
 * Deletes an object with all its versions, the newest last, so that it can still be found should this stop halfway.
 * @returns `stale` when it is no longer the object meant, or was put again meanwhile
 */
export async function deleteWholly(
  client: S3Client,
  bucket: string,
  key: string,
  etag: string,
): Promise<'deleted' | 'gone' | 'stale'> {
  const versions = await versionsOfKey(client, bucket, key);
  const latest = versions.find(({ isLatest }) => isLatest);
  if (!latest) return 'gone';
  if (!latest.isMarker && latest.etag !== etag) return 'stale';
  await deleteVersions(
    client,
    bucket,
    versions.filter((version) => version !== latest),
  );
  if (latest.version === 'null' && !latest.isMarker) {
    const isGone = await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag })).then(
      () => true,
      (error: unknown) => {
        if (isConditionFailure(error)) return false;
        throw error;
      },
    );
    if (!isGone) return 'stale';
  } else await deleteVersions(client, bucket, [latest]);
  const left = await versionsOfKey(client, bucket, key);
  // In a bucket with versioning a version `null` is still there, below a marker.
  const ours = left.filter(({ version, ...one }) => one.isMarker || (version === latest.version && one.etag === etag));
  await deleteVersions(client, bucket, ours);
  return left.length > ours.length ? 'stale' : 'deleted';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function isConditionFailure(error: unknown): boolean {
  const names = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey', 'NotFound'];
  return error instanceof Error && names.includes(error.name);
}

function versionOf(one: SdkVersion & DeleteMarkerEntry, isMarker: boolean): ObjectVersion {
  return {
    key: one.Key ?? '',
    version: one.VersionId ?? 'null',
    isLatest: one.IsLatest === true,
    isMarker,
    etag: one.ETag ?? '',
    size: one.Size ?? 0,
    lastModified: one.LastModified?.toISOString() ?? '',
  };
}
