import { RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, type BucketProps, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** A bucket that is not public, speaks TLS 1.2 or newer only, and stays when its stack goes. */
export function closedBucket(scope: Construct, id: string, props: BucketProps): Bucket & IBucket {
  const bucket = new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: RemovalPolicy.RETAIN,
    ...props,
  });
  // CDK's own types disagree on `isWebsite` under exactOptionalPropertyTypes.
  return bucket as Bucket & IBucket;
}
