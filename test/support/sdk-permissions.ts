/**
 * Which permissions IAM asks for a call of the SDK, by the service authorization reference:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import type { DeployedResource } from '../../local/template/index.ts';
import type { Permission } from './iam-policy.ts';

export interface SdkCall {
  /** Such as `DynamoDBClient`. */
  readonly client: string;
  /** Such as `GetItemCommand`. */
  readonly command: string;
  readonly input: unknown;
}

export interface PermissionsOfCalls {
  /** All that a call needs. @throws when the operation is not known here */
  needed(call: SdkCall): Permission[];
  /** What a call needs too for the answer that there is no such object; undefined when it answered something else. */
  toLearnOfAbsence(call: SdkCall, error: unknown): Permission | undefined;
}

/** Where the templates are deployed. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

type Input = Readonly<Record<string, unknown>>;
type Needs = (input: Input) => Permission[];

/** With the ARNs of what is deployed, and the keys that protect it. */
export function permissionsIn(deployed: readonly DeployedResource[], place: Place): PermissionsOfCalls {
  const operations: Readonly<Record<string, Needs>> = {
    ...dynamodb(deployed, place),
    ...s3(deployed, place),
    ...stepFunctions(deployed),
    'KMSClient GenerateMacCommand': ({ KeyId }) => [
      { action: 'kms:GenerateMac', resource: arn('kms', place, `key/${KeyId}`) },
    ],
    'SESv2Client SendEmailCommand': ({ FromEmailAddress, ConfigurationSetName }) => {
      const from = String(FromEmailAddress).replace(/^.*<|>$/g, '');
      const context = { 'ses:FromAddress': from };
      return [`identity/${from.split('@')[1]}`, `configuration-set/${ConfigurationSetName}`].map((name) => ({
        action: 'ses:SendEmail',
        resource: arn('ses', place, name),
        context,
      }));
    },
  };

  return {
    needed({ client, command, input }) {
      const needs = operations[`${client} ${command}`];
      if (!needs) throw new Error(`no permissions are known for ${client} ${command}`);
      return needs(input as Input);
    },
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: 404 only to who may list, else 403.
    toLearnOfAbsence({ client, input }, error) {
      const absent = error instanceof Error && ['NoSuchKey', 'NotFound'].includes(error.name);
      if (client !== 'S3Client' || !absent) return undefined;
      return { action: 's3:ListBucket', resource: `arn:aws:s3:::${(input as Input).Bucket}` };
    },
  };
}

function arn(service: string, { region, accountId }: Place, name: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${name}`;
}

/** A transaction needs the action of each of its parts; so do batches. */
function dynamodb(deployed: readonly DeployedResource[], place: Place): Record<string, Needs> {
  const keys = keysOf(deployed, /^AWS::DynamoDB::/);
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
  const on = (action: string, { TableName, IndexName }: Input): Permission[] => {
    const table = arn('dynamodb', place, `table/${TableName}`);
    const writes = ['PutItem', 'UpdateItem', 'DeleteItem'].includes(action);
    return [
      { action: `dynamodb:${action}`, resource: IndexName === undefined ? table : `${table}/index/${IndexName}` },
      ...uses(
        keys,
        TableName,
        `dynamodb.${place.region}`,
        writes ? ['Decrypt', 'Encrypt', 'GenerateDataKey'] : ['Decrypt'],
      ),
    ];
  };
  const parts: Record<string, string> = {
    Put: 'PutItem',
    Update: 'UpdateItem',
    Delete: 'DeleteItem',
    ConditionCheck: 'ConditionCheckItem',
    Get: 'GetItem',
  };
  const transaction: Needs = ({ TransactItems }) =>
    (TransactItems as Record<string, Input>[]).flatMap((item) =>
      Object.entries(item).flatMap(([part, input]) => on(parts[part] ?? part, input)),
    );
  const batch =
    (action: string): Needs =>
    ({ RequestItems }) =>
      Object.keys(RequestItems as Input).flatMap((TableName) => on(action, { TableName }));
  const single = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'].map((action): [string, Needs] => [
    `DynamoDBClient ${action}Command`,
    (input) => on(action, input),
  ]);
  return {
    ...Object.fromEntries(single),
    'DynamoDBClient TransactWriteItemsCommand': transaction,
    'DynamoDBClient TransactGetItemsCommand': transaction,
    'DynamoDBClient BatchGetItemCommand': batch('BatchGetItem'),
    'DynamoDBClient BatchWriteItemCommand': batch('BatchWriteItem'),
  };
}

function s3(deployed: readonly DeployedResource[], place: Place): Record<string, Needs> {
  const keys = keysOf(deployed, /^AWS::S3::Bucket$/);
  const bucketOf = (input: Input) => `arn:aws:s3:::${input.Bucket}`;
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
  const on =
    (action: string, ...keyActions: string[]): Needs =>
    (input) => [
      { action: `s3:${action}`, resource: `${bucketOf(input)}/${input.Key}` },
      ...uses(keys, input.Bucket, `s3.${place.region}`, keyActions),
    ];
  /** Of a version that is named, the action on versions. */
  const onVersion =
    (action: string, ...keyActions: string[]): Needs =>
    (input) =>
      on(input.VersionId === undefined ? action : `${action}Version`, ...keyActions)(input);
  const puts =
    (...keyActions: string[]): Needs =>
    (input) => [
      ...on('PutObject', ...keyActions)(input),
      ...(input.Tagging === undefined ? [] : on('PutObjectTagging')(input)),
    ];
  const deletes: Needs = (input) =>
    (input.Delete as { readonly Objects: readonly { readonly Key: string }[] }).Objects.map(({ Key }) => ({
      action: 's3:DeleteObject',
      resource: `${bucketOf(input)}/${Key}`,
    }));
  const lists =
    (action: string): Needs =>
    (input) => [{ action, resource: bucketOf(input), context: { 's3:prefix': String(input.Prefix ?? '') } }];
  return {
    'S3Client GetObjectCommand': onVersion('GetObject', 'Decrypt'),
    'S3Client HeadObjectCommand': onVersion('GetObject', 'Decrypt'),
    'S3Client GetObjectTaggingCommand': on('GetObjectTagging'),
    'S3Client PutObjectCommand': puts('GenerateDataKey'),
    'S3Client CreateMultipartUploadCommand': puts('GenerateDataKey'),
    'S3Client DeleteObjectCommand': onVersion('DeleteObject'),
    'S3Client UploadPartCommand': on('PutObject', 'GenerateDataKey', 'Decrypt'),
    'S3Client CompleteMultipartUploadCommand': on('PutObject', 'Decrypt'),
    'S3Client AbortMultipartUploadCommand': on('AbortMultipartUpload'),
    'S3Client DeleteObjectsCommand': deletes,
    'S3Client ListObjectsV2Command': lists('s3:ListBucket'),
    'S3Client ListObjectVersionsCommand': lists('s3:ListBucketVersions'),
  };
}

function stepFunctions(deployed: readonly DeployedResource[]): Record<string, Needs> {
  // A token names no machine; it comes from one that hands tokens out.
  const waiting = deployed
    .filter(
      ({ type, properties }) => /::StateMachine$/.test(type) && /waitForTaskToken/.test(JSON.stringify(properties)),
    )
    .map(({ realised }) => realised.ref);
  return {
    'SFNClient StartExecutionCommand': ({ stateMachineArn }) => [
      { action: 'states:StartExecution', resource: String(stateMachineArn) },
    ],
    'SFNClient DescribeExecutionCommand': ({ executionArn }) => [
      { action: 'states:DescribeExecution', resource: String(executionArn) },
    ],
    'SFNClient SendTaskSuccessCommand': () =>
      waiting.map((resource) => ({ action: 'states:SendTaskSuccess', resource })),
  };
}

/** ARN of the key that encrypts a store, by the store's name; those with a key of AWS's own are left out. */
function keysOf(deployed: readonly DeployedResource[], type: RegExp): Map<string, string> {
  const found = new Map<string, string>();
  for (const resource of deployed) {
    const key = type.test(resource.type) && /arn:aws:kms:[^"]+/.exec(JSON.stringify(resource.properties))?.[0];
    if (key) found.set(resource.realised.ref, key);
  }
  return found;
}

/** Uses of a store's key by the store's service, on behalf of who calls it. */
function uses(
  keys: ReadonlyMap<string, string>,
  store: unknown,
  service: string,
  actions: readonly string[],
): Permission[] {
  const key = keys.get(String(store));
  if (key === undefined) return [];
  const context = { 'kms:ViaService': `${service}.amazonaws.com` };
  return actions.map((action) => ({ action: `kms:${action}`, resource: key, context }));
}
