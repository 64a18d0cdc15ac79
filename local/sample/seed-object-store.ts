import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Sample } from './make-sample.ts';
import type { Upload } from './sample-records.ts';

const compress = promisify(gzip);
const WRITERS = 4;

/** Writes logs and files; an object written again is the same object. */
export async function seedObjectStore(client: S3Client, bucket: string, sample: Sample): Promise<void> {
  await each(sample.logs(), async ({ day, lines }) => {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const Body = await compress(text, { level: 5 });
    const Key = `access-logs/${day}/requests.jsonl.gz`;
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'application/gzip' }));
  });
  const put = ({ key, type, text }: Upload) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: type }));
  await each(
    sample.members.flatMap(({ uploads }) => uploads),
    put,
  );
  await each(sample.companyMaterial(), put);
}

async function each<Item>(items: Iterable<Item>, work: (item: Item) => Promise<unknown>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let next = iterator.next(); !next.done; next = iterator.next()) await work(next.value);
    }),
  );
}
