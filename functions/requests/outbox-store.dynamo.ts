import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dueKeys, type ItemKey, mailKey, mailPrefix, requestPk, workKey } from './keys.ts';
import type { MailItem, WorkItem } from './outbox.ts';
import type { OutboxRef, OutboxStore } from './outbox-store.ts';

/** The outbox in the requests table; its items are written with the events that cause them. */
export function dynamoOutboxStore(client: DynamoDBDocumentClient, table: string): OutboxStore {
  const find = async (key: ItemKey): Promise<Record<string, unknown> | undefined> => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item;
  };

  return {
    async findMail(requestId, outboxId) {
      return (await find(mailKey(requestId, outboxId))) as MailItem | undefined;
    },

    async findWork(requestId, outboxId) {
      return (await find(workKey(requestId, outboxId))) as WorkItem | undefined;
    },

    async mails(requestId) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': requestPk(requestId), ':prefix': mailPrefix },
          ConsistentRead: true,
        }),
      );
      return Items as MailItem[];
    },

    async claim(item, at, until) {
      const key = keyOf(item);
      const due = dueKeys(until, key);
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: key,
            ConditionExpression: '#status = :pending',
            UpdateExpression:
              'SET #status = :sending, claimedAt = :at, attempts = attempts + :one, duePk = :duePk, dueSk = :dueSk',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: {
              ':pending': 'pending',
              ':sending': 'sending',
              ':at': at,
              ':one': 1,
              ':duePk': due.duePk,
              ':dueSk': due.dueSk,
            },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    async settle(ref, outcome) {
      const key = keyOf(ref);
      const due = outcome.status === 'pending' ? dueKeys(outcome.dueAt, key) : undefined;
      const fields: Record<string, string | undefined> = {
        status: outcome.status,
        doneAt: outcome.status === 'pending' ? undefined : outcome.at,
        error: outcome.status === 'done' ? undefined : outcome.error,
        messageId: outcome.status === 'done' ? outcome.messageId : undefined,
        duePk: due?.duePk,
        dueSk: due?.dueSk,
      };
      const set = Object.entries(fields).filter(([, value]) => value !== undefined);
      const remove = due ? [] : ['#duePk', '#dueSk'];
      const update = new UpdateCommand({
        TableName: table,
        Key: key,
        ConditionExpression: 'attribute_exists(pk) AND #status <> :settled',
        UpdateExpression: `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}${
          remove.length > 0 ? ` REMOVE ${remove.join(', ')}` : ''
        }`,
        ExpressionAttributeNames: {
          '#status': 'status',
          ...Object.fromEntries(set.map(([name]) => [`#${name}`, name])),
          ...Object.fromEntries(remove.map((name) => [name, name.slice(1)])),
        },
        ExpressionAttributeValues: {
          ':settled': 'done',
          ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
        },
      });
      try {
        await client.send(update);
      } catch (error) {
        // Already done: a late answer changes nothing.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

function keyOf(ref: OutboxRef): ItemKey {
  return ref.kind === 'mail' ? mailKey(ref.requestId, ref.outboxId) : workKey(ref.requestId, ref.outboxId);
}
