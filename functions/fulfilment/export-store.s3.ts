import { Readable } from 'node:stream';
import { DeleteObjectsCommand, GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ExportStore } from './export-store.ts';

const packageKey = (requestId: string, packageId: string): string => `requests/${requestId}/package/${packageId}.zip`;

/** 5 MiB is the least S3 takes as a part; two in flight bound the memory at any package size. */
const partSize = 5 * 1024 * 1024;
const partsAtOnce = 2;

/** Packages in the export bucket. */
export function s3ExportStore(client: S3Client, bucket: string): ExportStore {
  return {
    async putPackage(requestId, packageId, body) {
      const counted = countBytes(body);
      const upload = new Upload({
        client,
        params: {
          Bucket: bucket,
          Key: packageKey(requestId, packageId),
          Body: Readable.from(counted.pieces),
          ContentType: 'application/zip',
        },
        partSize,
        queueSize: partsAtOnce,
      });
      await upload.done();
      return counted.bytes();
    },

    linkTo(requestId, packageId, { seconds, fileName }) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: packageKey(requestId, packageId),
        ResponseContentDisposition: `attachment; filename="${fileName}"`,
        ResponseContentType: 'application/zip',
        ResponseCacheControl: 'no-store',
      });
      return getSignedUrl(client, command, { expiresIn: seconds });
    },
  };
}

/** What members sent belongs to the record of the request, and goes with it. */
const attachmentsFolder = 'attachments/';

/**
 * Deletes what was gathered for a request: `all` of it, or the `package` alone; or with all of it what belongs to its `record`.
 * May be repeated.
 */
export function deleteExportFromS3(client: S3Client, bucket: string) {
  return async (requestId: string, what: 'record' | 'all' | 'package'): Promise<void> => {
    const prefix = `requests/${requestId}/${what === 'package' ? 'package/' : ''}`;
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
      const keys = (page.Contents ?? []).flatMap(({ Key }) =>
        Key === undefined || (what !== 'record' && Key.startsWith(`${prefix}${attachmentsFolder}`)) ? [] : [{ Key }],
      );
      if (keys.length === 0) continue;
      const { Errors = [] } = await client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: keys, Quiet: true } }),
      );
      if (Errors.length > 0)
        throw new ExportNotDeleted(`${Errors.length} objects left: ${Errors[0]?.Code ?? 'unknown'}`);
    }
  };
}

/** Part of an export is still there; deleting it is tried again. */
export class ExportNotDeleted extends Error {
  override readonly name = 'ExportNotDeleted';
}

function countBytes(body: Readable): { readonly pieces: AsyncGenerator<Buffer>; readonly bytes: () => number } {
  let bytes = 0;
  async function* count(): AsyncGenerator<Buffer> {
    for await (const piece of body) {
      bytes += piece.length;
      yield piece;
    }
  }
  return { pieces: count(), bytes: () => bytes };
}
