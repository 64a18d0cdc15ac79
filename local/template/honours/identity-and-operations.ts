import { z } from 'zod';
import { type Honour, honour } from '../honour.ts';
import { constructName } from '../physical-name.ts';
import type { Cloud } from './cloud.ts';

/**
 * Types that other resources refer to but that change nothing on this machine: they get a name and an ARN, and any property.
 * The reason stands beside each.
 */
const named: readonly { type: string; reason: string; arn: (name: string, cloud: Cloud) => string }[] = [
  {
    type: 'AWS::IAM::Role',
    reason: 'one user, no permissions; roles stay readable in the deployment for tests that check them',
    arn: (name, { accountId }) => `arn:aws:iam::${accountId}:role/${name}`,
  },
  {
    type: 'AWS::Logs::LogGroup',
    reason: 'logs are files in the data folder',
    arn: (name, { region, accountId }) => `arn:aws:logs:${region}:${accountId}:log-group:${name}:*`,
  },
  {
    type: 'AWS::SNS::Topic',
    reason: 'only alarms send to topics, and there are none here',
    arn: (name, { region, accountId }) => `arn:aws:sns:${region}:${accountId}:${name}`,
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    reason: 'nothing is metered here',
    arn: (name, { region, accountId }) => `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
  },
  {
    type: 'AWS::WAFv2::WebACL',
    reason: 'no firewall in front of this machine',
    arn: (name, { region, accountId }) => `arn:aws:wafv2:${region}:${accountId}:global/webacl/${name}/local`,
  },
];

export const identityAndOperations: readonly Honour<Cloud>[] = named.map(({ type, arn }) =>
  honour({
    type,
    properties: z.looseObject({}),
    create(resource, cloud: Cloud) {
      const name = constructName(resource);
      return { ref: name, attributes: { Arn: arn(name, cloud), RoleId: name, TopicName: name } };
    },
  }),
);

/** Types accepted without effect, and why. Nothing refers to them. */
export const exceptions: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'usage statistics of CDK',
  'AWS::CloudWatch::Dashboard': 'no CloudWatch',
  'AWS::IAM::Policy': 'one user, no permissions; policies stay readable in the deployment for tests that check them',
  'AWS::IAM::ManagedPolicy': 'one user, no permissions',
  'AWS::KMS::ReplicaKey': 'one region',
  'AWS::Lambda::LayerVersion': 'only the provider functions of CDK use layers, and an honour does their work',
  'AWS::Lambda::Permission': 'one user, no permissions; routes, rules and schedules name their functions themselves',
  'AWS::Logs::ResourcePolicy': 'logs are files in the data folder',
  'AWS::S3::BucketPolicy': 'one user, no permissions; the store listens on this machine only',
  'AWS::SNS::Subscription': 'no topics here',
  'AWS::SNS::TopicPolicy': 'no topics here',
  'AWS::SQS::QueuePolicy': 'one user, no permissions',
};
