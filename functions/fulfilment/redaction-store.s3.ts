import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { RedactionList } from './redaction-list.ts';
import type { RedactionStore } from './redaction-store.ts';

/** Lists in the exports bucket, as `requests/<id>/redactions/<name>.json`; they go when the findings go. */
export function s3RedactionStore(client: S3Client, bucket: string): RedactionStore {
  const keyOf = (requestId: string, name: string) => `requests/${requestId}/redactions/${name}.json`;
  return {
    async read(requestId, name) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(requestId, name) }));
      return JSON.parse((await Body?.transformToString()) ?? '') as RedactionList;
    },

    async write(requestId, name, list) {
      const Body = Buffer.from(JSON.stringify(list));
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: keyOf(requestId, name), Body }));
    },
  };
}
