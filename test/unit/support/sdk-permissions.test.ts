import { describe, expect, it } from 'vitest';
import type { DeployedResource } from '../../../local/template/index.ts';
import { permissionsIn } from '../../support/sdk-permissions.ts';

const key = 'arn:aws:kms:eu-central-1:000000000000:key/data';
const machine = 'arn:aws:states:eu-central-1:000000000000:stateMachine:waits';
const table = 'arn:aws:dynamodb:eu-central-1:000000000000:table/requests';

const resource = (type: string, ref: string, properties: Record<string, unknown> = {}): DeployedResource => ({
  stack: 'Stack',
  logicalId: ref,
  path: `Stack/${ref}`,
  type,
  properties,
  realised: { ref },
});

const { needed, toLearnOfAbsence } = permissionsIn(
  [
    resource('AWS::DynamoDB::GlobalTable', 'requests', { Replicas: [{ SSESpecification: { KMSMasterKeyId: key } }] }),
    resource('AWS::DynamoDB::Table', 'members'),
    resource('AWS::S3::Bucket', 'exports', { BucketEncryption: { KMSMasterKeyID: key } }),
    resource('AWS::StepFunctions::StateMachine', machine, { Resource: 'lambda:invoke.waitForTaskToken' }),
    resource('AWS::StepFunctions::StateMachine', `${machine}-not`, { Resource: 'lambda:invoke' }),
  ],
  { region: 'eu-central-1', accountId: '000000000000' },
);

const actionsOf = (client: string, command: string, input: unknown) =>
  needed({ client: `${client}Client`, command: `${command}Command`, input }).map(
    ({ action, resource: on }) => `${action} ${on}`,
  );

describe('a call of the SDK needs', () => {
  it('the action on the table or the index, and the key of the table for the service', () => {
    expect(actionsOf('DynamoDB', 'Query', { TableName: 'members', IndexName: 'by-email' })).toEqual([
      'dynamodb:Query arn:aws:dynamodb:eu-central-1:000000000000:table/members/index/by-email',
    ]);
    const read = { client: 'DynamoDBClient', command: 'GetItemCommand', input: { TableName: 'requests' } };
    expect(needed(read)).toEqual([
      { action: 'dynamodb:GetItem', resource: table },
      { action: 'kms:Decrypt', resource: key, context: { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com' } },
    ]);
    expect(actionsOf('DynamoDB', 'DeleteItem', { TableName: 'requests' })).toEqual([
      `dynamodb:DeleteItem ${table}`,
      `kms:Decrypt ${key}`,
      `kms:Encrypt ${key}`,
      `kms:GenerateDataKey ${key}`,
    ]);
  });

  it('for a transaction the action of each of its parts', () => {
    const on = { TableName: 'members' };
    const TransactItems = [{ Put: on }, { Update: on }, { Delete: on }, { ConditionCheck: on }];
    const actions = actionsOf('DynamoDB', 'TransactWriteItems', { TransactItems }).map((text) => text.split(' ')[0]);
    expect(actions).toEqual([
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:ConditionCheckItem',
    ]);
  });

  it('for objects the action on each of them, and to list the bucket with its prefix', () => {
    expect(actionsOf('S3', 'GetObject', { Bucket: 'exports', Key: 'requests/1/a' })).toEqual([
      's3:GetObject arn:aws:s3:::exports/requests/1/a',
      `kms:Decrypt ${key}`,
    ]);
    expect(
      actionsOf('S3', 'DeleteObjects', { Bucket: 'b', Delete: { Objects: [{ Key: 'a' }, { Key: 'c' }] } }),
    ).toEqual(['s3:DeleteObject arn:aws:s3:::b/a', 's3:DeleteObject arn:aws:s3:::b/c']);
    expect(
      needed({ client: 'S3Client', command: 'ListObjectsV2Command', input: { Bucket: 'b', Prefix: 'x/' } }),
    ).toEqual([{ action: 's3:ListBucket', resource: 'arn:aws:s3:::b', context: { 's3:prefix': 'x/' } }]);
  });

  it('to learn that an object is not there, to list its bucket', () => {
    const call = { client: 'S3Client', command: 'GetObjectCommand', input: { Bucket: 'b', Key: 'a' } };
    const absent = Object.assign(new Error('gone'), { name: 'NoSuchKey' });
    expect(toLearnOfAbsence(call, absent)).toEqual({ action: 's3:ListBucket', resource: 'arn:aws:s3:::b' });
    expect(toLearnOfAbsence(call, new Error('reset'))).toBeUndefined();
    expect(toLearnOfAbsence({ ...call, client: 'DynamoDBClient' }, absent)).toBeUndefined();
  });

  it('to answer a token, the machines that hand tokens out', () => {
    expect(actionsOf('SFN', 'SendTaskSuccess', { taskToken: 't' })).toEqual([`states:SendTaskSuccess ${machine}`]);
  });

  it('to send a mail, the identity of the sender and the configuration set', () => {
    const input = { FromEmailAddress: 'Privacy <privacy@ferronex.example>', ConfigurationSetName: 'mail' };
    const sent = needed({ client: 'SESv2Client', command: 'SendEmailCommand', input });
    expect(sent.map(({ resource: on }) => on.split(':').at(-1))).toEqual([
      'identity/ferronex.example',
      'configuration-set/mail',
    ]);
    expect(sent[0]?.context).toEqual({ 'ses:FromAddress': 'privacy@ferronex.example' });
  });

  it('nothing that is not known here', () => {
    expect(() => actionsOf('DynamoDB', 'ExecuteStatement', { Statement: 'SELECT' })).toThrow(/ExecuteStatement/);
  });
});
