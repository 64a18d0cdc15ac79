import {
  type DiscardedBatch,
  pollStream,
  type StreamCheckpoints,
  type StreamPoller,
  type StreamRecord,
} from '../dynamodb/index.ts';
import { compilePattern, type EventPattern } from '../event-bus/index.ts';
import type { Invoker } from '../function-host/index.ts';

/** An event source mapping as its template declares it. */
export interface StreamMapping {
  readonly id: string;
  readonly streamArn: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  /** -1 retries for ever. */
  readonly maximumRetryAttempts: number;
  readonly bisect: boolean;
  readonly reportsBatchItemFailures: boolean;
  /** Event patterns; a record passes when any of them matches, or when there are none. */
  readonly filters: readonly unknown[];
  readonly onFailure?: string | undefined;
}

export interface MappingEnvironment {
  readonly endpoint: string;
  readonly region: string;
  readonly checkpoints: StreamCheckpoints;
  readonly invoker: Pick<Invoker, 'invoke'>;
  /** Keeps what is known of a batch that was given up, under the destination's ARN. */
  readonly deliver: (destinationArn: string, body: string) => void;
  readonly onError?: (error: unknown) => void;
}

/** Starts to carry records from the stream to the function. Throws when a filter can't be honoured. */
export function startStreamMapping(mapping: StreamMapping, environment: MappingEnvironment): StreamPoller {
  const patterns: EventPattern[] = mapping.filters.map(compilePattern);
  const passes = (record: StreamRecord) => patterns.length === 0 || patterns.some((matches) => matches(record));
  /** Failed tries of single records, when batches are split until one is left. */
  const failedAlone = new Map<string, number>();

  async function invoke(records: StreamRecord[]): Promise<readonly { itemIdentifier: string }[]> {
    const event = { Records: records.map((record) => forFunction(record)) };
    const outcome = await environment.invoker.invoke(mapping.functionName, JSON.stringify(event));
    if (outcome.functionError) throw new Error(`${mapping.functionName}: ${outcome.payload}`);
    if (!mapping.reportsBatchItemFailures) return [];
    const answer = JSON.parse(outcome.payload) as { batchItemFailures?: { itemIdentifier: string }[] } | null;
    return answer?.batchItemFailures ?? [];
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-example.html */
  function forFunction(record: StreamRecord) {
    return {
      ...record,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: environment.region,
      eventSourceARN: mapping.streamArn,
    };
  }

  function giveUp(batch: DiscardedBatch): void {
    if (mapping.onFailure === undefined) return;
    environment.deliver(
      mapping.onFailure,
      JSON.stringify({
        version: '1.0',
        requestContext: {
          functionArn: mapping.functionArn,
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: batch.approximateInvokeCount,
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        DDBStreamBatchInfo: batch.DDBStreamBatchInfo,
      }),
    );
  }

  /** Splits a failing batch until the record that fails is alone; only that one is retried and, in the end, given up. */
  async function bisect(records: StreamRecord[]): Promise<readonly { itemIdentifier: string }[]> {
    try {
      return await invoke(records);
    } catch (error) {
      const [only, second] = records;
      if (only && second === undefined) return failAlone(only, error);
      const half = Math.ceil(records.length / 2);
      const failures = await bisect(records.slice(0, half));
      return failures.length > 0 ? failures : bisect(records.slice(half));
    }
  }

  function failAlone(record: StreamRecord, error: unknown): readonly { itemIdentifier: string }[] {
    environment.onError?.(error);
    const sequenceNumber = record.dynamodb.SequenceNumber;
    const tries = (failedAlone.get(sequenceNumber) ?? 0) + 1;
    failedAlone.set(sequenceNumber, tries);
    if (mapping.maximumRetryAttempts < 0 || tries <= mapping.maximumRetryAttempts) {
      return [{ itemIdentifier: sequenceNumber }];
    }
    failedAlone.delete(sequenceNumber);
    const arrival = new Date(record.dynamodb.ApproximateCreationDateTime * 1000).toISOString();
    giveUp({
      approximateInvokeCount: tries,
      lastError: error,
      DDBStreamBatchInfo: {
        shardId: 'unknown',
        startSequenceNumber: sequenceNumber,
        endSequenceNumber: sequenceNumber,
        approximateArrivalOfFirstRecord: arrival,
        approximateArrivalOfLastRecord: arrival,
        batchSize: 1,
        streamArn: mapping.streamArn,
      },
    });
    return [];
  }

  return pollStream({
    endpoint: environment.endpoint,
    streamArn: mapping.streamArn,
    consumer: mapping.id,
    batchSize: mapping.batchSize,
    startingPosition: mapping.startingPosition,
    checkpoints: environment.checkpoints,
    // A bisecting mapping counts the tries of single records itself.
    maximumRetryAttempts: mapping.bisect ? -1 : mapping.maximumRetryAttempts,
    async onBatch(batch) {
      const records = batch.filter(passes);
      if (records.length === 0) return;
      return { batchItemFailures: await (mapping.bisect ? bisect(records) : invoke(records)) };
    },
    async onGivenUp(batch) {
      giveUp(batch);
    },
    ...(environment.onError ? { onError: environment.onError } : {}),
  });
}
