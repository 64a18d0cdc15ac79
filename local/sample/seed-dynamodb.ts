import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { Sample } from './make-sample.ts';
import type { SampleTableName } from './sample-tables.ts';

/** BatchWriteItem takes 25 items (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html). */
const ITEMS_AT_ONCE = 25;
const WRITERS = 4;

/** Fills the tables; writing an item again changes nothing. */
export async function seedDynamoDb(
  client: DynamoDBDocumentClient,
  tables: Readonly<Record<SampleTableName, string>>,
  { members }: Sample,
): Promise<void> {
  await fill(
    client,
    tables.members,
    members.map(({ member }) => member),
  );
  await fill(
    client,
    tables.devices,
    members.flatMap(({ devices }) => devices),
  );
  await fill(
    client,
    tables.vouchers,
    members.flatMap(({ vouchers }) => vouchers),
  );
  await fill(
    client,
    tables.authentications,
    members.flatMap(({ authentications }) => authentications),
  );
}

async function fill(client: DynamoDBDocumentClient, table: string, items: readonly object[]): Promise<void> {
  const batches: (readonly object[])[] = [];
  for (let from = 0; from < items.length; from += ITEMS_AT_ONCE) batches.push(items.slice(from, from + ITEMS_AT_ONCE));
  let next = 0;
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let batch = batches[next++]; batch; batch = batches[next++]) await write(client, table, batch);
    }),
  );
}

async function write(client: DynamoDBDocumentClient, table: string, items: readonly object[]): Promise<void> {
  let pending: BatchWriteCommandInput['RequestItems'] = {
    [table]: items.map((item) => ({ PutRequest: { Item: { ...item } } })),
  };
  for (let round = 0; pending && Object.keys(pending).length > 0; round++) {
    if (round === 10) throw new Error(`table ${table} does not take all items`);
    if (round > 0) await pause(50 * 2 ** round);
    const result: BatchWriteCommandOutput = await client.send(new BatchWriteCommand({ RequestItems: pending }));
    pending = result.UnprocessedItems;
  }
}
