import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';

/** Lines of one part of findings, as gathering writes them. */
export const linesPerPart = 2000;

/**
 * An exports bucket without a network: it forgets what is put, and for every part of findings gives the same bytes, so
 * that what is measured is the product's work alone, at any number of records.
 */
export function playedBucket({ records, part }: { readonly records: number; readonly part: Buffer }): S3Client {
  const parts = Array.from({ length: records / linesPerPart }, (_, index) => ({
    name: `1-${index}.ndjson`,
    lines: linesPerPart,
  }));
  const finished = JSON.stringify({ count: records, parts, references: {} });
  const client = {
    async send({ input }: { readonly input: { readonly Key?: string; readonly Body?: unknown } }) {
      if (input.Body !== undefined) return {};
      return { Body: input.Key?.endsWith('.json') ? bodyOf(Buffer.from(finished)) : bodyOf(part) };
    },
  };
  return client as unknown as S3Client;
}

/** Bytes in pieces as a socket gives them. */
function bodyOf(bytes: Buffer): Readable {
  const piece = 64 * 1024;
  function* pieces() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  const body = Readable.from(pieces());
  return Object.assign(body, { transformToString: async () => bytes.toString() });
}
