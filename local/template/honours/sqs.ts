import { z } from 'zod';
import { type Honour, honour, noEffect } from '../honour.ts';
import { constructName } from '../physical-name.ts';
import type { Cloud } from './cloud.ts';

const queue = honour({
  type: 'AWS::SQS::Queue',
  properties: z.strictObject({
    QueueName: z.string().optional(),
    KmsDataKeyReusePeriodSeconds: noEffect('messages on this machine are not encrypted by the key service'),
    KmsMasterKeyId: noEffect('messages on this machine are not encrypted by the key service'),
    MessageRetentionPeriod: noEffect('dead letters stay until they are removed or --reset'),
    RedrivePolicy: noEffect('nothing receives from queues here'),
    SqsManagedSseEnabled: noEffect('messages on this machine are not encrypted by the key service'),
    VisibilityTimeout: noEffect('nothing receives from queues here'),
    Tags: noEffect('no billing'),
  }),
  create(resource, cloud: Cloud) {
    const name = resource.properties.QueueName ?? constructName(resource);
    const arn = `arn:aws:sqs:${cloud.region}:${cloud.accountId}:${name}`;
    const url = `https://sqs.${cloud.region}.amazonaws.com/${cloud.accountId}/${name}`;
    cloud.queues.set(arn, name);
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  },
});

export const sqs: readonly Honour<Cloud>[] = [queue];
