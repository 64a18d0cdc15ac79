import { setTimeout as delay } from 'node:timers/promises';
import { AwsJsonFailure, connectAwsJson } from './aws-json.ts';
import type { StreamCheckpoints } from './stream-checkpoints.ts';

/** A record as DynamoDB Streams returns it and Lambda passes it on, without `eventSourceARN`. */
export interface StreamRecord {
  eventID: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  dynamodb: { SequenceNumber: string; ApproximateCreationDateTime: number; [field: string]: unknown };
  [field: string]: unknown;
}

/** `batchItemFailures` as in Lambda's partial batch response: the lowest named sequence number is where delivery resumes. */
// biome-ignore lint/suspicious/noConfusingVoidType: a consumer that returns nothing has taken the whole batch
export type BatchOutcome = void | { batchItemFailures: readonly { itemIdentifier: string }[] };

/**
 * What is known of a batch that was given up; `DDBStreamBatchInfo` has the shape of Lambda's on-failure destination
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html). Names records, never holds them.
 */
export interface DiscardedBatch {
  DDBStreamBatchInfo: {
    shardId: string;
    startSequenceNumber: string;
    endSequenceNumber: string;
    /** ISO 8601. */
    approximateArrivalOfFirstRecord: string;
    approximateArrivalOfLastRecord: string;
    batchSize: number;
    streamArn: string;
  };
  approximateInvokeCount: number;
  lastError: unknown;
}

export interface PollStreamOptions {
  endpoint: string;
  streamArn: string;
  /** Names this reader of the stream among others; each has its own checkpoints. */
  consumer: string;
  /** 1 to 1000. */
  batchSize: number;
  /** Where a consumer that never ran begins. */
  startingPosition: 'TRIM_HORIZON' | 'LATEST';
  checkpoints: StreamCheckpoints;
  /** Retries after the first try; -1 retries for ever. Counted anew after a restart. */
  maximumRetryAttempts: number;
  onBatch(records: StreamRecord[]): Promise<BatchOutcome>;
  /** A batch is passed over only once this resolves. */
  onGivenUp(batch: DiscardedBatch): Promise<void>;
  /** Told of each failed read or try; polling goes on. */
  onError?: (error: unknown) => void;
  /** Longest pause between reads of a quiet shard, in milliseconds. Default 50. */
  idleMs?: number;
  /** First and longest pause before a retry, in milliseconds, doubling. Default 100 and 30,000. */
  backOff?: { firstMs: number; longestMs: number };
}

export interface StreamPoller {
  /** Resolves when what was written before this call has been delivered, or its delivery has failed and waits to be retried. */
  caughtUp(): Promise<void>;
  /** Stops reading; resolves when a batch under way has ended. */
  close(): Promise<void>;
}

interface Shard {
  ShardId: string;
  ParentShardId?: string;
}

const STREAMS = 'DynamoDBStreams_20120810.';
const BUSY_MS = 5;
const READ_AGAIN_MS = 1_000;
const REDISCOVER_MS = 1_000;
/** A row of its own tells that the starting position has been applied. */
const STARTED = '';

/**
 * Delivers each record of the stream at least once, in order within a shard and parents before children, batch after batch.
 * The checkpoint moves after `onBatch` (or `onGivenUp`) resolved, so a crash between the two delivers that batch again.
 */
export function pollStream(options: PollStreamOptions): StreamPoller {
  const stopping = new AbortController();
  const { signal } = stopping;
  const connection = connectAwsJson(options.endpoint);
  const { checkpoints, consumer, streamArn } = options;
  const idleMs = options.idleMs ?? 50;
  const backOff = options.backOff ?? { firstMs: 100, longestMs: 30_000 };
  const call = <T>(operation: string, body: object) => connection.call<T>(STREAMS + operation, body);

  /** Resolves early, without error, when the poller is closed. */
  const pause = (milliseconds: number) => delay(milliseconds, undefined, { signal }).catch(() => undefined);

  /** Repeats until it works or the poller closes; a server that restarts is waited for. */
  async function persist<T>(action: () => Promise<T>, longestMs = READ_AGAIN_MS): Promise<T | undefined> {
    for (let wait = Math.min(backOff.firstMs, longestMs); !signal.aborted; wait = Math.min(wait * 2, longestMs)) {
      try {
        return await action();
      } catch (error) {
        options.onError?.(error);
        await pause(wait);
      }
    }
    return undefined;
  }

  async function shards(): Promise<Shard[]> {
    const found: Shard[] = [];
    let after: string | undefined;
    do {
      const page = await call<{ StreamDescription: { Shards?: Shard[]; LastEvaluatedShardId?: string } }>(
        'DescribeStream',
        { StreamArn: streamArn, ...(after ? { ExclusiveStartShardId: after } : {}) },
      );
      found.push(...(page.StreamDescription.Shards ?? []));
      after = page.StreamDescription.LastEvaluatedShardId;
    } while (after);
    return found;
  }

  async function iteratorAfter(shardId: string, sequenceNumber: string): Promise<string | undefined> {
    const from = (type: object) =>
      call<{ ShardIterator?: string }>('GetShardIterator', { StreamArn: streamArn, ShardId: shardId, ...type });
    const beginning = { ShardIteratorType: 'TRIM_HORIZON' };
    if (!sequenceNumber) return (await from(beginning)).ShardIterator;
    try {
      return (await from({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequenceNumber })).ShardIterator;
    } catch (error) {
      // The stream keeps records for 24 hours; a consumer that was away longer resumes at the oldest one left.
      if (error instanceof AwsJsonFailure && error.code === 'TrimmedDataAccessException') {
        options.onError?.(error);
        return (await from(beginning)).ShardIterator;
      }
      throw error;
    }
  }

  const read = (iterator: string, limit: number) =>
    call<{ Records?: StreamRecord[]; NextShardIterator?: string }>('GetRecords', {
      ShardIterator: iterator,
      Limit: limit,
    });

  /** Applies the starting position once in a consumer's life; shards that appear later are read from their beginning. */
  async function start(): Promise<void> {
    if (checkpoints.read(consumer, streamArn, STARTED) !== undefined) return;
    if (options.startingPosition === 'LATEST') {
      for (const shard of await shards()) await skipToEnd(shard.ShardId);
    }
    checkpoints.write(consumer, streamArn, STARTED, '');
  }

  /** `LATEST` as a position that lasts: an iterator would forget, over a restart, what was written in between. */
  async function skipToEnd(shardId: string): Promise<void> {
    let last = '';
    let iterator = await iteratorAfter(shardId, '');
    while (iterator) {
      const page: Awaited<ReturnType<typeof read>> = await read(iterator, 1_000);
      if (!page.Records?.length) break;
      last = page.Records.at(-1)?.dynamodb.SequenceNumber ?? last;
      iterator = page.NextShardIterator;
    }
    checkpoints.write(consumer, streamArn, shardId, last);
  }

  /** Delivers one batch to its end: taken, given up, or cut short by close. */
  async function deliver(shardId: string, batch: StreamRecord[], onFailed: () => void): Promise<void> {
    let records = batch;
    let wait = backOff.firstMs;
    for (let tries = 1; !signal.aborted && records.length > 0; tries += 1) {
      let failure: unknown;
      try {
        const rest = undelivered(records, await options.onBatch(records));
        const taken = records[records.length - rest.length - 1];
        if (taken) checkpoints.write(consumer, streamArn, shardId, taken.dynamodb.SequenceNumber);
        if (rest.length === 0) return;
        // Progress starts the count again, as Lambda does for what is left of a batch.
        if (rest.length < records.length) tries = 0;
        records = rest;
        failure = new Error('The consumer reported records it could not process');
      } catch (error) {
        failure = error;
      }
      options.onError?.(failure);
      onFailed();
      if (options.maximumRetryAttempts >= 0 && tries > options.maximumRetryAttempts) {
        const discarded = describeBatch(streamArn, shardId, records, tries, failure);
        const told = await persist(async () => {
          await options.onGivenUp(discarded);
          return true;
        }, backOff.longestMs);
        if (told) checkpoints.write(consumer, streamArn, shardId, discarded.DDBStreamBatchInfo.endSequenceNumber);
        return;
      }
      await pause(wait);
      wait = Math.min(wait * 2, backOff.longestMs);
    }
  }

  async function followShard(shardId: string, waiting: Waiting): Promise<void> {
    await persist(async () => {
      let iterator = await iteratorAfter(shardId, checkpoints.read(consumer, streamArn, shardId) ?? '');
      let quiet = BUSY_MS;
      while (!signal.aborted) {
        if (!iterator) return checkpoints.finish(consumer, streamArn, shardId);
        // Only those who wait already: this read may miss what is written while it runs.
        const served = waiting.soFar();
        const page: Awaited<ReturnType<typeof read>> = await read(iterator, options.batchSize);
        if (page.Records?.length) {
          await deliver(shardId, page.Records, waiting.tellAll);
          quiet = BUSY_MS;
        } else {
          waiting.tell(served);
          if (page.NextShardIterator) await Promise.race([pause(quiet), waiting.begun()]);
          quiet = Math.min(quiet * 2, idleMs);
        }
        iterator = page.NextShardIterator;
      }
    });
    waiting.tellAll();
  }

  async function follow(): Promise<void> {
    await persist(start);
    while (!signal.aborted) {
      const known = (await persist(shards)) ?? [];
      const finished = checkpoints.finished(consumer, streamArn);
      const names = new Set(known.map((shard) => shard.ShardId));
      for (const { ShardId: id, ParentShardId: parent } of known) {
        if (finished.has(id) || followed.has(id)) continue;
        if (parent && names.has(parent) && !finished.has(parent)) continue;
        const waiting = createWaiting();
        const ended = followShard(id, waiting).finally(() => followed.delete(id));
        followed.set(id, { ended, waiting });
      }
      discovered.resolve();
      await pause(REDISCOVER_MS);
    }
    await Promise.all([...followed.values()].map((shard) => shard.ended));
  }

  const followed = new Map<string, { readonly ended: Promise<void>; readonly waiting: Waiting }>();
  const discovered = Promise.withResolvers<void>();
  const ended = follow().finally(() => {
    discovered.resolve();
    connection.close();
  });
  return {
    caughtUp: async () => {
      await discovered.promise;
      await Promise.all([...followed.values()].map((shard) => shard.waiting.wait()));
    },
    close: async () => {
      stopping.abort();
      await ended;
    },
  };
}

/** Those who wait until a shard has nothing new. */
interface Waiting {
  /** Resolves when told. */
  wait(): Promise<void>;
  /** Resolves when somebody waits. */
  begun(): Promise<void>;
  /** How many have begun to wait. */
  soFar(): number;
  /** Tells the first so many. */
  tell(count: number): void;
  tellAll(): void;
}

function createWaiting(): Waiting {
  let queue: (() => void)[] = [];
  let somebody = Promise.withResolvers<void>();
  const tell = (count: number) => {
    const told = queue.slice(0, count);
    queue = queue.slice(count);
    for (const resolve of told) resolve();
  };
  return {
    wait: () =>
      new Promise((resolve) => {
        queue.push(resolve);
        somebody.resolve();
      }),
    begun: () => {
      if (queue.length === 0) somebody = Promise.withResolvers();
      return somebody.promise;
    },
    soFar: () => queue.length,
    tell,
    tellAll: () => tell(queue.length),
  };
}

function undelivered(records: StreamRecord[], outcome: BatchOutcome): StreamRecord[] {
  const failed = new Set(outcome?.batchItemFailures.map((failure) => failure.itemIdentifier));
  if (failed.size === 0) return [];
  const first = records.findIndex((record) => failed.has(record.dynamodb.SequenceNumber));
  // An identifier that is none of ours fails the whole batch, as Lambda has it.
  return first < 0 ? records : records.slice(first);
}

function describeBatch(
  streamArn: string,
  shardId: string,
  records: StreamRecord[],
  tries: number,
  lastError: unknown,
): DiscardedBatch {
  const arrival = (record?: StreamRecord) =>
    new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1_000).toISOString();
  return {
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber ?? '',
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber ?? '',
      approximateArrivalOfFirstRecord: arrival(records[0]),
      approximateArrivalOfLastRecord: arrival(records.at(-1)),
      batchSize: records.length,
      streamArn,
    },
    approximateInvokeCount: tries,
    lastError,
  };
}
