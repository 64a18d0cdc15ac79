import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

export interface AlarmProps {
  readonly metric: IMetric;
  /** What it means for a person or a deadline when nobody acts. */
  readonly consequence: string;
  /** Heading in docs/runbook.md that says what to do. */
  readonly runbook: string;
  /** Alarm when it happened at all, or when it stayed away. */
  readonly when: 'any' | 'none';
}

/** An alarm that says what is at stake and where to read on. Who is told is the deployer's: subscribe to alarm state changes. */
export class ConsequenceAlarm extends Construct {
  constructor(scope: Construct, id: string, { metric, consequence, runbook, when }: AlarmProps) {
    super(scope, id);
    new Alarm(this, 'Resource', {
      alarmDescription: `${consequence} What to do: docs/runbook.md#${runbook}`,
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator:
        when === 'any' ? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: when === 'any' ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
  }
}

/** Sum over five minutes: soon enough for work measured in days, and one datapoint an alarm can stand on. */
export const alarmPeriod = Duration.minutes(5);
