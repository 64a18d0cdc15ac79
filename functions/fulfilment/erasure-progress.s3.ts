import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ErasureCheckpoint, ErasureProgress } from './erasure-progress.ts';

/**
 * Checkpoints in the exports bucket, as `requests/<id>/references/erasing/<collection>.json`: a store's cursor may quote
 * data, and there it goes with everything else that was found.
 */
export function s3ErasureProgress(client: S3Client, bucket: string): ErasureProgress {
  const keyOf = (requestId: string, collection: string) =>
    `requests/${requestId}/references/erasing/${collection}.json`;
  return {
    async load(requestId, collection) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(requestId, collection) }));
        const saved = JSON.parse((await Body?.transformToString()) ?? '') as Saved;
        return { ...saved, seen: Buffer.from(saved.seen, 'base64') };
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },

    async save(requestId, collection, { seen, ...checkpoint }) {
      const saved: Saved = { ...checkpoint, seen: Buffer.from(seen).toString('base64') };
      const Body = Buffer.from(JSON.stringify(saved));
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: keyOf(requestId, collection), Body }));
    },
  };
}

type Saved = Omit<ErasureCheckpoint, 'seen'> & { readonly seen: string };
