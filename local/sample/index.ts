/**
 * The sample platform: what a steel trading platform's stores might hold, so that requests find something.
 *
 * Covers: DynamoDB tables, a PostgreSQL database and a bucket with logs and files, in English and Chinese, in two sizes, the same
 * every time; about twelve people to try things with (`README.md`).
 * Does not cover: creating the DynamoDB tables and the bucket (the deployment does, from `sample-tables.ts`), and removing anything.
 */
export { lastDay, type SampleSize } from './sample-size.ts';
export {
  type SampleBucketName,
  type SampleIndex,
  type SampleTable,
  type SampleTableName,
  sampleBuckets,
  sampleTables,
} from './sample-tables.ts';
export { type SeedOptions, seedSample } from './seed-sample.ts';
export { type WellKnown, wellKnown } from './well-known.ts';
