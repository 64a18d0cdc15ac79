import { describe, expect, test } from 'vitest';
import { asText } from './roles.ts';
import { build, find, ofType, only, resourcesOf } from './synthesised.ts';

const resources = resourcesOf(build().data);

/** cdk-nag 3 does not look at TableV2 (AWS::DynamoDB::GlobalTable), so its rules stand here. */
describe('the table of requests', () => {
  const table = only(resources, 'AWS::DynamoDB::GlobalTable');
  const [replica = {}] = table.Properties.Replicas as Record<string, unknown>[];

  test('is kept when the stack goes, cannot be deleted by accident and can be restored to any second', () => {
    expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(replica).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  test('is encrypted with a key of our own and paid by use', () => {
    expect(table.Properties.SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    expect(asText((replica.SSESpecification as { KMSMasterKeyId: unknown }).KMSMasterKeyId)).toMatch(
      /^<DataKey\w+\.Arn>$/,
    );
    expect(table.Properties.BillingMode).toBe('PAY_PER_REQUEST');
  });

  test('tells its stream keys only, and clears away by expiresAt', () => {
    expect(table.Properties.StreamSpecification).toEqual({ StreamViewType: 'KEYS_ONLY' });
    expect(table.Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
  });

  test('has the keys and indexes that functions/requests/keys.ts asks', () => {
    const keys = (schema: unknown) => (schema as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName);
    expect(keys(table.Properties.KeySchema)).toEqual(['pk', 'sk']);
    const indexes = table.Properties.GlobalSecondaryIndexes as {
      IndexName: string;
      KeySchema: unknown;
      Projection: { ProjectionType: string };
    }[];
    expect(
      indexes.map(({ IndexName, KeySchema, Projection }) => [IndexName, ...keys(KeySchema), Projection.ProjectionType]),
    ).toEqual([
      ['queue', 'queuePk', 'queueSk', 'ALL'],
      ['due', 'duePk', 'dueSk', 'KEYS_ONLY'],
      ['subject', 'subjectPk', 'subjectSk', 'KEYS_ONLY'],
    ]);
  });
});

describe('the exports bucket', () => {
  const bucket = find(resources, 'AWS::S3::Bucket', ([id]) => /^Exports[0-9A-F]+$/.test(id))[1];

  test('is closed, encrypted with our key, unversioned and kept', () => {
    expect(bucket).toMatchObject({ DeletionPolicy: 'Retain' });
    expect(bucket.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(JSON.stringify(bucket.Properties.BucketEncryption)).toMatch(/aws:kms.*DataKey|DataKey.*aws:kms/);
    expect(bucket.Properties).not.toHaveProperty('VersioningConfiguration');
  });

  test('forgets exports after thirty days even if nothing else deletes them, and uploads that never finished', () => {
    const { Rules } = bucket.Properties.LifecycleConfiguration as { Rules: unknown[] };
    expect(Rules).toEqual([
      expect.objectContaining({ ExpirationInDays: 1095, Prefix: 'requests/', Status: 'Enabled' }),
      expect.objectContaining({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' }),
    ]);
  });

  test('refuses what does not come over TLS 1.2', () => {
    const policies = ofType(resources, 'AWS::S3::BucketPolicy').map(([, { Properties }]) => JSON.stringify(Properties));
    expect(policies).toHaveLength(2);
    for (const policy of policies) {
      expect(policy).toContain('"aws:SecureTransport":"false"');
      expect(policy).toContain('"s3:TlsVersion":1.2');
    }
  });
});

describe('the keys', () => {
  const keys = ofType(resources, 'AWS::KMS::Key').map(([, key]) => key);

  test('stay when the stack goes, with thirty days to think again', () => {
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(key.DeletionPolicy).toBe('Retain');
      expect(key.Properties.PendingWindowInDays).toBe(30);
    }
  });

  test('are one that rotates for data and one that only makes keyed hashes', () => {
    expect(
      keys.map(({ Properties: { KeySpec, KeyUsage, EnableKeyRotation } }) => ({
        KeySpec,
        KeyUsage,
        EnableKeyRotation,
      })),
    ).toEqual([{ EnableKeyRotation: true }, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }]);
  });
});

describe('the staff directory', () => {
  const pool = only(resources, 'AWS::Cognito::UserPool');

  test('is for staff made by an admin, with a second factor, and is protected', () => {
    expect(pool).toMatchObject({ DeletionPolicy: 'Retain' });
    expect(pool.Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      MfaConfiguration: 'ON',
    });
  });

  test('has a group for each role of the console', () => {
    const groups = ofType(resources, 'AWS::Cognito::UserPoolGroup').map(([, { Properties }]) => Properties.GroupName);
    expect(groups.toSorted()).toEqual(['admin', 'agent', 'approver', 'auditor', 'legal', 'privacy-officer']);
  });
});

test('nothing that holds data goes with its stack', () => {
  const holding = /^AWS::(DynamoDB|S3::Bucket$|KMS::Key|Cognito::UserPool$)/;
  const found = Object.entries(resources).filter(([, { Type }]) => holding.test(Type));
  expect(found.length).toBeGreaterThan(5);
  for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of found) {
    expect([DeletionPolicy, UpdateReplacePolicy], id).toEqual(['Retain', 'Retain']);
  }
});
