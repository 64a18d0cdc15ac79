import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importTable, type RunningDynamoDb, startDynamoDb } from '../../../local/dynamodb/index.ts';
import { eventually } from '../../support/eventually.ts';
import { requestsTable } from '../../support/requests-table.ts';

const host = '127.0.0.1';
let dataDir: string;
const cleanUp: (() => unknown)[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'dynamodb-'));
});
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: { port?: number; now?: () => number } = {}): Promise<RunningDynamoDb> {
  const running = await startDynamoDb({ host, port: 0, dataDir, now: () => 0, ...options });
  cleanUp.push(() => running.close());
  return running;
}

function connect(endpoint: string): DynamoDBClient {
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  cleanUp.push(() => client.destroy());
  return client;
}

const createRequests = new CreateTableCommand({
  TableName: 'requests',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'due', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'due-work',
      KeySchema: [{ AttributeName: 'due', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
});
const put = (pk: string, more: object = {}) =>
  new PutItemCommand({ TableName: 'requests', Item: { pk: { S: pk }, ...more } });

/** A separate process that runs the server, so that it can be killed. */
async function startParent(port = 0): Promise<{ parent: ChildProcess; url: string; port: number }> {
  const script = join(import.meta.dirname, 'serve.ts');
  const parent = spawn(process.execPath, [script, dataDir, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanUp.push(() => parent.kill('SIGKILL'));
  const ended = once(parent, 'exit').then(() =>
    Promise.reject(new Error('The parent ended before it told its address')),
  );
  const [line] = await Promise.race([once(createInterface({ input: parent.stdout }), 'line'), ended]);
  ended.catch(() => undefined);
  return { parent, ...JSON.parse(line) };
}

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

describe('the server', () => {
  test('keeps what it acknowledged when its parent is killed, and does not outlive it', async () => {
    const { parent, url, port } = await startParent();
    const client = connect(url);
    await client.send(createRequests);
    await client.send(put('r1'));
    parent.kill('SIGKILL');
    await eventually('the orphan is gone', async () => !(await answers(url)));

    const again = await start({ port });
    const found = await connect(again.url).send(
      new GetItemCommand({ TableName: 'requests', Key: { pk: { S: 'r1' } } }),
    );
    expect(found.Item).toEqual({ pk: { S: 'r1' } });
  });

  test('takes its port over from a parent killed an instant ago', async () => {
    const { parent, port } = await startParent();
    parent.kill('SIGKILL');
    const again = await start({ port });
    expect(again.port).toBe(port);
    expect(await answers(again.url)).toBe(true);
  });

  test('stops on close, and says that this was no accident', async () => {
    const running = await start();
    await running.close();
    expect(await answers(running.url)).toBe(false);
    expect(await running.stopped).toBeUndefined();
  });

  test('names the port that is taken', async () => {
    const other = createServer().listen(0, host);
    cleanUp.push(() => other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toMatchObject({
      name: 'DynamoDbStartFailed',
      message: `DynamoDB cannot start: port ${port} on 127.0.0.1 is already in use.`,
    });
  });

  test('names the file it cannot use', async () => {
    writeFileSync(join(dataDir, 'dynamodb.sqlite'), 'not a database, and long enough to be looked at');
    await expect(start()).rejects.toMatchObject({
      name: 'DynamoDbStartFailed',
      message: expect.stringContaining(join(dataDir, 'dynamodb.sqlite')),
    });
    writeFileSync(join(dataDir, 'file'), '');
    await expect(startDynamoDb({ host, port: 0, dataDir: join(dataDir, 'file'), now: () => 0 })).rejects.toMatchObject({
      name: 'DynamoDbStartFailed',
      message: expect.stringContaining('cannot keep its data'),
    });
  });

  test('stands aside for another endpoint, and says when nothing answers there', async () => {
    const own = await start();
    const foreign = await startDynamoDb({ host, port: 0, dataDir, now: () => 0, endpoint: own.url });
    expect(foreign.url).toBe(own.url);
    await foreign.close();
    expect(await answers(own.url)).toBe(true);
    await own.close();
    await expect(startDynamoDb({ host, port: 0, dataDir, now: () => 0, endpoint: own.url })).rejects.toThrow(
      `Nothing answers at ${own.url}, the address in DYNAMODB_ENDPOINT.`,
    );
  });
});

test('a table imported into a new data folder has its items, also in its indexes', async () => {
  const items = Array.from({ length: 20_000 }, (_, n) => ({
    pk: { S: `REQ#${n}` },
    sk: { S: 'STATE' },
    version: { N: '1' },
    ...(n % 5_000 === 0 ? { duePk: { S: 'DUE' }, dueSk: { S: `${n}` } } : {}),
  }));
  await importTable(dataDir, requestsTable('requests'), items);
  const client = connect((await start()).url);
  const { Item } = await client.send(
    new GetItemCommand({ TableName: 'requests', Key: { pk: { S: 'REQ#19999' }, sk: { S: 'STATE' } } }),
  );
  expect(Item).toEqual(items[19_999]);
  const { Count } = await client.send(
    new QueryCommand({
      TableName: 'requests',
      IndexName: 'due',
      KeyConditionExpression: 'duePk = :due',
      ExpressionAttributeValues: { ':due': { S: 'DUE' } },
    }),
  );
  expect(Count).toBe(4);
});

describe('what the product relies on', () => {
  test('a failed ConditionCheck cancels the whole transaction and returns the item that stood in the way', async () => {
    const client = connect((await start()).url);
    await client.send(createRequests);
    await client.send(put('hold', { version: { N: '2' } }));
    const refused = await client
      .send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName: 'requests', Item: { pk: { S: 'event' } } } },
            {
              ConditionCheck: {
                TableName: 'requests',
                Key: { pk: { S: 'hold' } },
                ConditionExpression: 'version = :v',
                ExpressionAttributeValues: { ':v': { N: '1' } },
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
          ],
        }),
      )
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TransactionCanceledException);
    expect((refused as TransactionCanceledException).CancellationReasons).toMatchObject([
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Item: { pk: { S: 'hold' }, version: { N: '2' } } },
    ]);
    const { Items } = await client.send(new ScanCommand({ TableName: 'requests' }));
    expect(Items?.map((item) => item.pk?.S)).toEqual(['hold']);
  });

  test('an index holds only the items that carry its key', async () => {
    const client = connect((await start()).url);
    await client.send(createRequests);
    await client.send(put('r1', { due: { S: 'DUE#2026-01-31#0' } }));
    await client.send(put('r2'));
    const { Items } = await client.send(
      new QueryCommand({
        TableName: 'requests',
        IndexName: 'due-work',
        KeyConditionExpression: 'due = :due',
        ExpressionAttributeValues: { ':due': { S: 'DUE#2026-01-31#0' } },
      }),
    );
    expect(Items?.map((item) => item.pk?.S)).toEqual(['r1']);
  });

  test('items expire by the given clock, not before and not five years after', async () => {
    const day = 24 * 3600;
    let nowS = 1_800_000_000;
    const running = await start({ now: () => nowS * 1000 });
    const client = connect(running.url);
    await client.send(createRequests);
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: 'requests',
        TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
      }),
    );
    await client.send(put('tomorrow', { expires: { N: String(nowS + day) } }));
    await client.send(put('next-week', { expires: { N: String(nowS + 7 * day) } }));
    await client.send(put('a-mistake', { expires: { N: '12' } }));
    await client.send(put('never'));
    await client.send(put('text', { expires: { S: '12' } }));
    expect(await running.expireItems()).toBe(0);

    nowS += 2 * day;
    expect(await running.expireItems()).toBe(1);
    const { Items } = await client.send(new ScanCommand({ TableName: 'requests' }));
    expect(Items?.map((item) => item.pk?.S).sort()).toEqual(['a-mistake', 'never', 'next-week', 'text']);
  });
});
