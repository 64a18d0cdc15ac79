import { S3Client } from '@aws-sdk/client-s3';

let shared: S3Client | undefined;

/** One client per process, so connections are kept. Region and endpoint come from the platform's environment. */
export function s3Client(): S3Client {
  shared ??= new S3Client({});
  return shared;
}
