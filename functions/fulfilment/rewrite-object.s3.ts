import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { type CompleteMultipartUploadCommandOutput, GetObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { asReadFault, type OpenedRecords, patiently, StoreUnavailable } from '../discovery/index.ts';
import type { CollectionBinding } from '../shared/organisation.ts';
import { isConditionFailure } from './object-versions.s3.ts';
import { type LineCount, type LineTreatment, treatCsv, treatJsonLines, type Wanted } from './treat-lines.ts';

/** 10,000 of them make 80 GB, and two are under way. */
const PART_SIZE = 8 * 1024 * 1024;

export type Rewritten =
  | { readonly outcome: 'rewritten'; readonly version: string | undefined }
  /** No line had to be touched; nothing was written. */
  | { readonly outcome: 'untouched' }
  /** No line would be left; nothing was written. */
  | { readonly outcome: 'empty' }
  /** Somebody else wrote it meanwhile; nothing was written. */
  | { readonly outcome: 'stale' };

/**
 * Reads an object of lines and writes it again as it goes, without and with changed lines, in parts of which a few are in
 * memory. The new object takes the old one's place at once, and only if that is still the one that was read. What S3
 * knows of the object beside its bytes stays.
 *
 * @throws StoreRefusal `record_unreadable`; whatever the SDK throws
 */
export async function rewriteObject(
  client: S3Client,
  bucket: string,
  { format, gzip }: CollectionBinding,
  opened: OpenedRecords,
  wanted: Wanted,
  treat: LineTreatment,
): Promise<Rewritten> {
  const { place, head, body, bytes } = opened;
  const count: LineCount = { left: 0, touched: 0 };
  const stop = new NothingToWrite();
  const lines = Readable.from(treated(), { objectMode: false });
  const zip = gzip ? createGzip() : undefined;
  // Errors reach whoever reads the last stream; pipeline needs to be told that this is known.
  const content = zip ? pipeline(lines, zip, () => undefined) : lines;
  try {
    const tags = head.TagCount ? await taggingOf(client, bucket, place.object) : {};
    const upload = new Upload({
      client,
      partSize: PART_SIZE,
      queueSize: 2,
      params: {
        Bucket: bucket,
        Key: place.object,
        Body: content,
        // Checked when the object is put, be it at once or in parts.
        IfMatch: place.etag,
        ContentType: head.ContentType,
        ContentEncoding: head.ContentEncoding,
        ContentDisposition: head.ContentDisposition,
        ContentLanguage: head.ContentLanguage,
        CacheControl: head.CacheControl,
        Metadata: head.Metadata,
        StorageClass: head.StorageClass,
        ServerSideEncryption: head.ServerSideEncryption,
        SSEKMSKeyId: head.SSEKMSKeyId,
        BucketKeyEnabled: head.BucketKeyEnabled,
        ...tags,
      },
    });
    const { VersionId }: Pick<CompleteMultipartUploadCommandOutput, 'VersionId'> = await upload.done();
    return { outcome: 'rewritten', version: VersionId };
  } catch (error) {
    if (error === stop) return { outcome: count.touched === 0 ? 'untouched' : 'empty' };
    if (isConditionFailure(error)) return { outcome: 'stale' };
    throw error;
  } finally {
    lines.destroy();
    body.destroy();
  }

  async function* treated(): AsyncIterable<Uint8Array> {
    try {
      const chunks = patiently<Uint8Array>(bytes, () => body.destroy(new StoreUnavailable('TimeoutError')));
      yield* format === 'csv' ? treatCsv(chunks, wanted, treat, count) : treatJsonLines(chunks, wanted, treat, count);
    } catch (error) {
      throw asReadFault(error);
    }
    if (count.touched === 0 || count.left === 0) throw stop;
  }
}

/** Ends an upload that has nothing to bring; never leaves this file. */
class NothingToWrite extends Error {
  override readonly name = 'NothingToWrite';
}

async function taggingOf(client: S3Client, bucket: string, key: string): Promise<{ Tagging?: string }> {
  const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: key }));
  const tags = new URLSearchParams((TagSet ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  return { Tagging: tags.toString() };
}
