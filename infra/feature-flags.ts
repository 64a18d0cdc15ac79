/**
 * Behaviour of CDK that its newer versions recommend but older apps have to ask for. Here instead of in cdk.json, so that
 * the app synthesises the same with the CDK command, without it, and in tests.
 * https://docs.aws.amazon.com/cdk/v2/guide/featureflags.html
 */
export const featureFlags = {
  // Each resource says which construct it is; the CDK command asks for it by itself.
  'aws:cdk:enable-path-metadata': true,
  '@aws-cdk/core:checkSecretUsage': true,
  // What CloudFormation would refuse is refused here.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  // A stack that others import from can't be changed under them.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:target-partitions': ['aws', 'aws-cn'],
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true,
  '@aws-cdk/aws-s3:publicAccessBlockedByDefault': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/customresources:installLatestAwsSdkDefault': false,
};
