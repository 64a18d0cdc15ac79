import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { type AlarmProps, alarmPeriod, ConsequenceAlarm } from '../constructs/alarms.ts';
import type { DeadLetters } from '../constructs/dead-letters.ts';
import { ServiceFunction, type ServiceFunctionProps } from '../constructs/service-function.ts';
import type { BundleId, OwnEnvironment } from '../functions.ts';
import { Permissions } from '../permissions.ts';
import type { DataStack } from './data-stack.ts';

/** What all parts of the service are made with: names of the data, permissions on it, functions, alarms. */
export class ServiceParts {
  readonly stack: Stack;
  readonly permissions: Permissions;
  readonly table: string;
  readonly exportsBucket: string;
  readonly identifierKey: string;
  private readonly bundles: string;

  /** @param bundles folder with one folder per bundle id */
  constructor(stack: Stack, data: DataStack, bundles: string) {
    this.stack = stack;
    this.permissions = new Permissions(data);
    this.table = data.requests.tableName;
    this.exportsBucket = data.exports.bucketName;
    this.identifierKey = data.identifierKey.keyId;
    this.bundles = bundles;
  }

  /** A function of the stack, named after its bundle; `name` tells apart functions that share one. */
  function<Id extends BundleId>(
    bundle: Id,
    props: Omit<ServiceFunctionProps<OwnEnvironment<Id>>, 'bundle'>,
    name: string = bundle,
  ): ServiceFunction {
    return new ServiceFunction<OwnEnvironment<Id>>(this.stack, name, { ...props, bundle: join(this.bundles, bundle) });
  }

  alarm(id: string, alarm: Omit<AlarmProps, 'when'>): void {
    new ConsequenceAlarm(this.stack, id, { ...alarm, when: 'any' });
  }

  alarmOnDeadLetters(id: string, { queue }: DeadLetters, consequence: string, runbook: string): void {
    const metric = queue.metricApproximateNumberOfMessagesVisible({ period: alarmPeriod, statistic: 'Maximum' });
    this.alarm(id, { metric, consequence, runbook });
  }
}
