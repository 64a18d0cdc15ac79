import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DeadLetters } from './dead-letters.ts';
import type { ServiceFunction } from './service-function.ts';

export interface OutboxStreamProps {
  readonly table: TableV2;
  /** Sort keys that begin so, and no other change, reach the function. */
  readonly sortKeyPrefix: string;
  readonly carrier: ServiceFunction;
  readonly deadLetters: DeadLetters;
}

/** Hands new and handed-out-again outbox items to the function that carries them out. */
export class OutboxStream extends Construct {
  constructor(scope: Construct, id: string, { table, sortKeyPrefix, carrier, deadLetters }: OutboxStreamProps) {
    super(scope, id);
    carrier.allow(deadLetters.send());
    new EventSourceMapping(this, 'Resource', {
      target: carrier.lambda,
      eventSourceArn: table.tableStreamArn ?? '',
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or('INSERT', 'MODIFY'),
          dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(sortKeyPrefix) } } },
        }),
      ],
      // Small: a mail takes a second, and what fails late in a batch is tried again with it.
      batchSize: 10,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // One bad item must not hold back the shard; the sweep finds it again by its due date.
      retryAttempts: 5,
      maxRecordAge: Duration.hours(1),
      // CDK's own destination would also allow the carrier to look at the queue.
      onFailure: { bind: () => ({ destination: deadLetters.queue.queueArn }) },
    });
  }
}
