import { CreateTableCommand, DeleteTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { EmbeddedCloud } from '../local/embedded-cloud.ts';
import { eventually } from '../test/support/eventually.ts';
import { formOf } from '../test/support/form-browser.ts';
import { fillIn, mailsTo } from '../test/support/journey.ts';
import { type StoredItem, type StoredItems, storedItems } from '../test/support/stored-items.ts';
import { type Measure, median } from './measure.ts';

/** A table like the requests table, whose items wake no function. */
const table = 'intake-bench';

/**
 * Time of the member's last POST, the one that makes the request, over that of one DynamoDB transaction which puts the same
 * items into a table with the same indexes. One of each in turn; the medians are compared. The POST passes edge, gateway
 * and function, and asks for more than the transaction: limits, keyed hashes, the session.
 */
export async function intake(cloud: EmbeddedCloud, emails: readonly string[]): Promise<Measure[]> {
  const items = storedItems(cloud);
  await copyTable(items);
  try {
    const posts: number[] = [];
    const transactions: number[] = [];
    let written: StoredItem[] = [];
    for (const [round, email] of emails.entries()) {
      const { member, page } = await fillIn(cloud, { email });
      const { action, fields } = formOf(page.html, '/request/send');
      const body = new URLSearchParams(fields.map(({ name, value }) => [name, value]));
      const cookie = [...member.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const post = await timed(async () => {
        const answer = await fetch(new URL(action, page.url), {
          method: 'POST',
          body,
          redirect: 'manual',
          headers: { cookie },
        });
        await answer.arrayBuffer();
        if (answer.status !== 303) throw new Error(`${answer.status} for the last form`);
      });
      if (round === 0) written = await itemsMade(cloud, items, email);
      const transaction = await timed(() => put(items, written, round));
      // The first of each is slow for reasons of its own: connections, code not yet compiled.
      if (round === 0) continue;
      posts.push(post);
      transactions.push(transaction);
    }
    const name = `intake: last POST ÷ a bare transaction of its ${written.length} items, p50`;
    return [{ name, value: median(posts) / median(transactions), unit: 'ratio', limit: null }];
  } finally {
    await items.client.send(new DeleteTableCommand({ TableName: table }));
    items.close();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** What the POST of this address has written in its transaction. */
async function itemsMade(cloud: EmbeddedCloud, items: StoredItems, email: string): Promise<StoredItem[]> {
  await eventually('the code is mailed', async () => (await mailsTo(cloud, email)).length > 0, 60_000, 100);
  const id = (await mailsTo(cloud, email)).at(-1)?.requestId ?? '';
  const inTransaction = /^(STATE|EVENT#|OUTBOX#|SEALED#|REF$|FORM$)/;
  const all = await items.all();
  return all.filter((item) => inTransaction.test(item.sk) && JSON.stringify(item).includes(id));
}

async function put({ client }: StoredItems, written: readonly StoredItem[], round: number): Promise<void> {
  await client.send(
    new TransactWriteCommand({
      TransactItems: written.map((item) => ({
        Put: {
          TableName: table,
          Item: { ...item, pk: `${item.pk}-${round}` },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      })),
    }),
  );
}

async function copyTable({ client, table: original }: StoredItems): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: original }));
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: Table?.AttributeDefinitions,
      KeySchema: Table?.KeySchema,
      GlobalSecondaryIndexes: Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
    }),
  );
}
