import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  type StreamViewType,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type DiscardedBatch,
  openStreamCheckpoints,
  type PollStreamOptions,
  pollStream,
  type RunningDynamoDb,
  type StreamPoller,
  type StreamRecord,
  startDynamoDb,
} from '../../../local/dynamodb/index.ts';
import { eventually } from '../../support/eventually.ts';

const host = '127.0.0.1';
let dataDir: string;
let server: RunningDynamoDb;
let client: DynamoDBClient;
const pollers = new Set<StreamPoller>();

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'streams-'));
  server = await startDynamoDb({ host, port: 0, dataDir, now: () => 0 });
  client = new DynamoDBClient({
    endpoint: server.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});
afterEach(async () => {
  await Promise.all([...pollers].map((poller) => poller.close()));
  pollers.clear();
  client.destroy();
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function createTable(view: StreamViewType = 'KEYS_ONLY'): Promise<string> {
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName: 'outbox',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: view },
    }),
  );
  return TableDescription?.LatestStreamArn ?? '';
}
const put = (pk: string) => client.send(new PutItemCommand({ TableName: 'outbox', Item: { pk: { S: pk } } }));
const keyOf = (record: StreamRecord) => (record.dynamodb.Keys as { pk: { S: string } }).pk.S;
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => String(from + index));

/** A poller with its own hold on the checkpoint file, as after a restart. */
function poll(streamArn: string, more: Partial<PollStreamOptions> & Pick<PollStreamOptions, 'onBatch'>): StreamPoller {
  const checkpoints = openStreamCheckpoints(join(dataDir, 'checkpoints.sqlite'));
  const poller = pollStream({
    endpoint: server.url,
    streamArn,
    consumer: 'dispatch',
    batchSize: 10,
    startingPosition: 'TRIM_HORIZON',
    checkpoints,
    maximumRetryAttempts: -1,
    backOff: { firstMs: 1, longestMs: 4 },
    onGivenUp: async () => {
      throw new Error('nothing should be given up here');
    },
    ...more,
  });
  const closing: StreamPoller = {
    caughtUp: poller.caughtUp,
    close: async () => {
      if (!pollers.delete(closing)) return;
      await poller.close();
      checkpoints.close();
    },
  };
  pollers.add(closing);
  return closing;
}

describe('a stream', () => {
  test('tells what happened to which key, in order, and nothing else when it holds keys only', async () => {
    const arn = await createTable();
    await put('a');
    await put('a');
    await client.send(new DeleteItemCommand({ TableName: 'outbox', Key: { pk: { S: 'a' } } }));
    const seen: StreamRecord[] = [];
    poll(arn, { onBatch: async (records) => void seen.push(...records) });
    await eventually('three records arrived', () => seen.length >= 3);
    expect(seen.map((record) => record.eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
    expect(seen.every((record) => !('NewImage' in record.dynamodb) && !('OldImage' in record.dynamodb))).toBe(true);
  });

  test('arrives in order, in batches no larger than asked', async () => {
    const arn = await createTable();
    const sizes: number[] = [];
    const seen: string[] = [];
    poll(arn, {
      batchSize: 7,
      onBatch: async (records) => {
        sizes.push(records.length);
        seen.push(...records.map(keyOf));
      },
    });
    for (const key of numbers(0, 60)) await put(key);
    await eventually('sixty records arrived', () => seen.length >= 60);
    expect(seen).toEqual(numbers(0, 60));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(7);
  });

  test('goes on after a restart where the consumer had got to', async () => {
    const arn = await createTable();
    const before: string[] = [];
    const first = poll(arn, { onBatch: async (records) => void before.push(...records.map(keyOf)) });
    for (const key of numbers(0, 5)) await put(key);
    await eventually('five records arrived', () => before.length === 5);
    await first.close();
    for (const key of numbers(5, 9)) await put(key);

    const after: string[] = [];
    poll(arn, { onBatch: async (records) => void after.push(...records.map(keyOf)) });
    await eventually('four more arrived', () => after.length >= 4);
    expect(after).toEqual(numbers(5, 9));
  });

  test('delivers again what was not acknowledged before a restart', async () => {
    const arn = await createTable();
    await put('a');
    let tries = 0;
    const first = poll(arn, {
      onBatch: async () => {
        tries += 1;
        throw new Error('the function failed');
      },
    });
    await eventually('it was tried', () => tries > 0);
    await first.close();
    const seen: string[] = [];
    poll(arn, { onBatch: async (records) => void seen.push(...records.map(keyOf)) });
    await eventually('it arrived', () => seen.length > 0);
    expect(seen).toEqual(['a']);
  });

  test('has caught up when all that was written before is taken', async () => {
    const arn = await createTable();
    const seen: string[] = [];
    const poller = poll(arn, {
      batchSize: 3,
      onBatch: async (records) => {
        await new Promise(setImmediate);
        seen.push(...records.map(keyOf));
      },
    });
    await poller.caughtUp();
    for (const from of [0, 10]) {
      for (const key of numbers(from, from + 10)) await put(key);
      await poller.caughtUp();
      expect(seen).toEqual(numbers(0, from + 10));
    }
  });

  test('outlives a restart of the server without loss', async () => {
    const arn = await createTable();
    const seen: string[] = [];
    const errors: unknown[] = [];
    poll(arn, {
      onBatch: async (records) => void seen.push(...records.map(keyOf)),
      onError: (error) => errors.push(error),
    });
    await put('before');
    await eventually('the first arrived', () => seen.length === 1);
    const { port } = server;
    await server.close();
    await eventually('the poller noticed', () => errors.length > 0);
    server = await startDynamoDb({ host, port, dataDir, now: () => 0 });
    await put('after');
    await eventually('the second arrived', () => seen.length === 2);
    expect(seen).toEqual(['before', 'after']);
  });
});

describe('a failing consumer', () => {
  test('holds the shard back until its batch is taken', async () => {
    const arn = await createTable();
    for (const key of numbers(0, 4)) await put(key);
    const seen: string[] = [];
    let tries = 0;
    poll(arn, {
      batchSize: 2,
      onBatch: async (records) => {
        tries += 1;
        if (tries <= 3) throw new Error('not yet');
        seen.push(...records.map(keyOf));
      },
    });
    await eventually('all arrived', () => seen.length >= 4);
    expect(seen).toEqual(numbers(0, 4));
    expect(tries).toBe(5);
  });

  test('lets those go on who wait for it to catch up', async () => {
    const arn = await createTable();
    await put('a');
    let tries = 0;
    const poller = poll(arn, {
      backOff: { firstMs: 60_000, longestMs: 60_000 },
      onBatch: async () => {
        tries += 1;
        throw new Error('not today');
      },
    });
    await poller.caughtUp();
    expect(tries).toBe(1);
  });

  test('is given up after the retries allowed; the batch is reported by name and the rest goes on', async () => {
    const arn = await createTable();
    for (const key of numbers(0, 4)) await put(key);
    const seen: string[] = [];
    const discarded: DiscardedBatch[] = [];
    let tries = 0;
    poll(arn, {
      batchSize: 2,
      maximumRetryAttempts: 2,
      onBatch: async (records) => {
        if (keyOf(records[0] as StreamRecord) === '0') {
          tries += 1;
          throw new Error('poison');
        }
        seen.push(...records.map(keyOf));
      },
      onGivenUp: async (batch) => void discarded.push(batch),
    });
    await eventually('the rest arrived', () => seen.length >= 2);
    expect(tries).toBe(3);
    expect(seen).toEqual(['2', '3']);
    expect(discarded).toMatchObject([
      {
        DDBStreamBatchInfo: { startSequenceNumber: '1', endSequenceNumber: '2', batchSize: 2, streamArn: arn },
        approximateInvokeCount: 3,
        lastError: new Error('poison'),
      },
    ]);
  });

  test('that cannot be reported is not passed over', async () => {
    const arn = await createTable();
    await put('0');
    const reports: string[] = [];
    poll(arn, {
      maximumRetryAttempts: 0,
      onBatch: async () => {
        throw new Error('poison');
      },
      onGivenUp: async () => {
        reports.push('tried');
        if (reports.length < 3) throw new Error('the dead-letter queue is away');
        reports.push('kept');
      },
    });
    await eventually('it was reported', () => reports.includes('kept'));
    expect(reports).toEqual(['tried', 'tried', 'tried', 'kept']);
  });

  test('that names the records it failed on gets those and their followers again', async () => {
    const arn = await createTable();
    for (const key of numbers(0, 5)) await put(key);
    const batches: string[][] = [];
    poll(arn, {
      onBatch: async (records) => {
        batches.push(records.map(keyOf));
        const third = records.find((record) => keyOf(record) === '2');
        if (batches.length > 1 || !third) return undefined;
        return { batchItemFailures: [{ itemIdentifier: third.dynamodb.SequenceNumber }] };
      },
    });
    await eventually('the rest came again', () => batches.length >= 2);
    expect(batches).toEqual([numbers(0, 5), numbers(2, 5)]);
  });
});

describe('a consumer', () => {
  test('that starts at the latest record gets what is written from then on, also while it is down', async () => {
    const arn = await createTable();
    await put('old');
    let started = false;
    const first = poll(arn, {
      startingPosition: 'LATEST',
      onBatch: async () => {
        started = true;
        throw new Error('down');
      },
    });
    await eventually('it has begun', async () => {
      await put('new');
      return started;
    });
    await first.close();
    await put('meanwhile');
    const seen: string[] = [];
    poll(arn, {
      startingPosition: 'LATEST',
      onBatch: async (records) => void seen.push(...records.map(keyOf)),
    });
    await eventually('the last arrived', () => seen.includes('meanwhile'));
    expect(seen).toContain('new');
    expect(seen).not.toContain('old');
  });

  test('reads at its own pace beside another', async () => {
    const arn = await createTable();
    await put('a');
    const first: string[] = [];
    const second: string[] = [];
    poll(arn, { onBatch: async (records) => void first.push(...records.map(keyOf)) });
    await eventually('the first has it', () => first.length > 0);
    poll(arn, { consumer: 'audit', onBatch: async (records) => void second.push(...records.map(keyOf)) });
    await eventually('the second has it', () => second.length > 0);
    expect([first, second]).toEqual([['a'], ['a']]);
  });
});
