import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { makeSample } from './make-sample.ts';
import type { SampleSize } from './sample-size.ts';
import type { SampleBucketName, SampleTableName } from './sample-tables.ts';
import { seedDynamoDb } from './seed-dynamodb.ts';
import { seedObjectStore } from './seed-object-store.ts';
import { seedPostgres } from './seed-postgres.ts';

/** Raised when what the sample holds changes, so that an older one is not taken for it. */
const VERSION = 1;
/** Written last: where it is, all the rest is too. */
const MARKER = 'sample/seeded.json';

export interface SeedOptions {
  readonly size: SampleSize;
  readonly endpoints: {
    /** URL. */
    readonly dynamodb: string;
    /** URL. */
    readonly s3: string;
    /** Connection string. */
    readonly postgres: string;
  };
  /** What the deployment calls the sample's tables and buckets; they exist already. */
  readonly names: {
    readonly tables: Readonly<Record<SampleTableName, string>>;
    readonly buckets: Readonly<Record<SampleBucketName, string>>;
  };
}

/** The stores hold a sample of another size or version, and the two would mix. */
export class OtherSampleThere extends Error {
  override readonly name = 'OtherSampleThere';
}

/**
 * Fills the sample platform's stores, unless they are filled. Stopped half-way it carries on when called again.
 *
 * @returns whether anything was written
 * @throws OtherSampleThere, with a sentence fit for a terminal
 */
export async function seedSample({ size, endpoints, names }: SeedOptions): Promise<{ readonly seeded: boolean }> {
  const known = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const dynamodb = new DynamoDBClient({ ...known, endpoint: endpoints.dynamodb });
  const s3 = new S3Client({ ...known, endpoint: endpoints.s3, forcePathStyle: true });
  const bucket = names.buckets.archive;
  try {
    const wanted = JSON.stringify({ size, version: VERSION });
    const there = await readMarker(s3, bucket);
    if (there === wanted) return { seeded: false };
    if (there !== undefined)
      throw new OtherSampleThere(
        `The data folder holds another sample (${there}) than asked for (${wanted}); start with --reset.`,
      );
    const sample = makeSample(size);
    await Promise.all([
      seedDynamoDb(DynamoDBDocumentClient.from(dynamodb), names.tables, sample),
      seedPostgres(endpoints.postgres, sample),
      seedObjectStore(s3, bucket, sample),
    ]);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: MARKER, Body: wanted }));
    return { seeded: true };
  } finally {
    dynamodb.destroy();
    s3.destroy();
  }
}

async function readMarker(s3: S3Client, bucket: string): Promise<string | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: MARKER }));
    return await Body?.transformToString();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
