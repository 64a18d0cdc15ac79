import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { DeadLetters } from './dead-letters.ts';
import type { ServiceFunction } from './service-function.ts';

/** Calls a function at the start of every hour. */
export class HourlySchedule extends Construct {
  constructor(scope: Construct, id: string, target: ServiceFunction, deadLetters: DeadLetters) {
    super(scope, id);
    // CDK's own target also allows every version and alias; the function itself is all there is.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.arn] }));
    role.addToPolicy(deadLetters.send());
    const schedule = new CfnSchedule(this, 'Resource', {
      description: 'Looks after what is due, left behind or stalled',
      scheduleExpression: 'cron(0 * * * ? *)',
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.arn,
        roleArn: role.roleArn,
        input: '{}',
        // The next hour comes anyway: what is due is read from the state, so a missed run loses nothing.
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 1800 },
        deadLetterConfig: { arn: deadLetters.queue.queueArn },
      },
    });
    schedule.node.addDependency(role);
  }
}
