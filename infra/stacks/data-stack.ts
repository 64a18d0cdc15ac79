import { Aws, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  UserPool,
  UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { type Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { staffRoles } from '../../functions/requests/request-state.ts';
import { closedBucket } from '../constructs/closed-bucket.ts';

/** What holds data. All of it is kept when the stack goes, and what can be protected against deletion is. */
export class DataStack extends Stack {
  readonly dataKey: Key;
  readonly identifierKey: Key;
  readonly requests: TableV2;
  readonly exports: Bucket;
  readonly staff: UserPool;
  readonly signInDomain: UserPoolDomain;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);

    this.dataKey = new Key(this, 'DataKey', {
      description: 'Encrypts privacy requests and exports',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
    });

    // Identifiers, codes and tokens are kept as keyed hashes; whoever has the table but not this key can't test a guess.
    this.identifierKey = new Key(this, 'IdentifierKey', {
      description: 'Keyed hashes of identifiers, codes and tokens',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
    });

    this.requests = this.requestsTable();
    this.exports = this.exportsBucket();
    this.staff = this.staffDirectory();
    this.signInDomain = new UserPoolDomain(this, 'SignInDomain', {
      userPool: this.staff,
      cognitoDomain: { domainPrefix: `privacy-requests-${Aws.ACCOUNT_ID}` },
      managedLoginVersion: ManagedLoginVersion.CLASSIC_HOSTED_UI,
    });
  }

  /** Keys and access patterns: functions/requests/keys.ts. */
  private requestsTable(): TableV2 {
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    return new TableV2(this, 'Requests', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(this.dataKey),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      // Only keys leave the table; who consumes the stream reads the item under its own permissions.
      dynamoStream: StreamViewType.KEYS_ONLY,
      timeToLiveAttribute: 'expiresAt',
      globalSecondaryIndexes: [
        // Only a request's STATE item carries these keys, so the queue is read without a second look.
        {
          indexName: 'queue',
          partitionKey: text('queuePk'),
          sortKey: text('queueSk'),
          projectionType: ProjectionType.ALL,
        },
        {
          indexName: 'due',
          partitionKey: text('duePk'),
          sortKey: text('dueSk'),
          projectionType: ProjectionType.KEYS_ONLY,
        },
        {
          indexName: 'subject',
          partitionKey: text('subjectPk'),
          sortKey: text('subjectSk'),
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });
  }

  private exportsBucket(): Bucket {
    const accessLog = closedBucket(this, 'ExportsAccessLog', {
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ id: 'a year of who read which export', expiration: Duration.days(365) }],
    });
    Validations.of(accessLog).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It is the access log of the exports bucket; logging its own access would never end',
    });
    return closedBucket(this, 'Exports', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.dataKey,
      bucketKeyEnabled: true,
      // An export that is deleted must be gone.
      versioned: false,
      serverAccessLogsBucket: accessLog,
      lifecycleRules: [
        {
          id: 'last net under the sweep, which deletes exports on their day',
          prefix: 'requests/',
          // A deletion that a legal hold keeps back needs what leads to the rest for as long as the hold lasts.
          expiration: Duration.days(3 * 365),
        },
        { id: 'uploads that never finished', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
  }

  private staffDirectory(): UserPool {
    const pool = new UserPool(this, 'Staff', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true } },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const reason =
      'Threat protection needs the Plus plan, paid per user; staff are few, made by an admin, and need a second factor';
    Validations.of(pool).acknowledge({ id: 'AwsSolutions-COG3', reason }, { id: 'AwsSolutions-COG8', reason });
    // A role of the console is a group here; the name reaches the functions as `cognito:groups`.
    for (const role of staffRoles) {
      new CfnUserPoolGroup(this, `Role-${role}`, { userPoolId: pool.userPoolId, groupName: role });
    }
    return pool;
  }
}
