import { z } from 'zod';
import { type Honour, honour, noEffect, number } from '../honour.ts';
import { constructName } from '../physical-name.ts';
import { type Cloud, functionNameOf } from './cloud.ts';

const deadLetters = z.strictObject({ Arn: z.string().optional() }).optional();
const retryPolicy = z
  .strictObject({ MaximumRetryAttempts: number.optional(), MaximumEventAgeInSeconds: number.optional() })
  .optional()
  .meta({
    noEffect: 'handing over to the durable queue of functions does not fail here; the function has its own retries',
  });

const rule = honour({
  type: 'AWS::Events::Rule',
  properties: z.strictObject({
    Name: z.string().optional(),
    Description: noEffect('no console'),
    EventBusName: z.literal('default').optional(),
    EventPattern: z.record(z.string(), z.unknown()),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    Targets: z.array(
      z.strictObject({
        Arn: z.string(),
        Id: z.string(),
        InputTransformer: z
          .strictObject({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string() })
          .optional(),
        DeadLetterConfig: deadLetters,
        RetryPolicy: retryPolicy,
      }),
    ),
    RoleArn: noEffect('one user, no permissions'),
    Tags: noEffect('no billing'),
  }),
  create(resource, cloud: Cloud) {
    const { properties } = resource;
    const name = properties.Name ?? constructName(resource);
    const targets = properties.Targets.map(({ Arn, InputTransformer: transformer }) => {
      functionNameOf(cloud, Arn);
      const input = transformer && { paths: transformer.InputPathsMap, template: transformer.InputTemplate };
      return { arn: Arn, ...(input ? { input } : {}) };
    });
    if (properties.State === 'ENABLED') cloud.rules.push({ name, pattern: properties.EventPattern, targets });
    return { ref: name, attributes: { Arn: `arn:aws:events:${cloud.region}:${cloud.accountId}:rule/${name}` } };
  },
});

const schedule = honour({
  type: 'AWS::Scheduler::Schedule',
  properties: z.strictObject({
    Name: z.string().optional(),
    Description: noEffect('no console'),
    GroupName: z.literal('default').optional(),
    FlexibleTimeWindow: z.strictObject({
      Mode: z.enum(['OFF', 'FLEXIBLE']),
      MaximumWindowInMinutes: number.optional(),
    }),
    KmsKeyArn: noEffect('schedules on this machine are not encrypted by the key service'),
    ScheduleExpression: z.string(),
    ScheduleExpressionTimezone: z.string().default('UTC'),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    Target: z.strictObject({
      Arn: z.string(),
      RoleArn: noEffect('one user, no permissions'),
      Input: z.string().optional(),
      DeadLetterConfig: deadLetters,
      RetryPolicy: retryPolicy,
    }),
  }),
  create(resource, cloud: Cloud) {
    const { properties } = resource;
    const name = properties.Name ?? constructName(resource);
    const arn = `arn:aws:scheduler:${cloud.region}:${cloud.accountId}:schedule/default/${name}`;
    functionNameOf(cloud, properties.Target.Arn);
    if (properties.State === 'ENABLED') {
      cloud.schedules.push({
        arn,
        expression: properties.ScheduleExpression,
        timeZone: properties.ScheduleExpressionTimezone,
        targetArn: properties.Target.Arn,
        input: properties.Target.Input,
      });
    }
    return { ref: name, attributes: { Arn: arn } };
  },
});

export const events: readonly Honour<Cloud>[] = [rule, schedule];
