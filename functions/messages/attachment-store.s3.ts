import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Sensitive } from '../shared/sensitive.ts';
import type { AttachmentStore } from './attachment-store.ts';

const keyOf = (requestId: string, attachmentId: string): string => `requests/${requestId}/attachments/${attachmentId}`;

/** Puts files into the export bucket, which encrypts them. */
export function s3AttachmentWriter(client: S3Client, bucket: string): Pick<AttachmentStore, 'put'> {
  return {
    async put(requestId, attachmentId, content) {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: keyOf(requestId, attachmentId),
          Body: content.reveal(),
          ContentType: 'application/octet-stream',
        }),
      );
    },
  };
}

/** Links to files in the export bucket. */
export function s3AttachmentLinks(client: S3Client, bucket: string): Pick<AttachmentStore, 'linkTo'> {
  return {
    async linkTo(requestId, attachmentId, { seconds, fileName, type }) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: keyOf(requestId, attachmentId),
        ResponseContentDisposition: `attachment; filename="${fileName}"`,
        ResponseContentType: type,
        ResponseCacheControl: 'no-store',
      });
      return new Sensitive(await getSignedUrl(client, command, { expiresIn: seconds }));
    },
  };
}
