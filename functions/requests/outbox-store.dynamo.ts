import { type AttributeValue, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import {
  dueKeys,
  failedMailKeys,
  failedMailsPk,
  type ItemKey,
  mailKey,
  mailPrefix,
  requestPk,
  workKey,
} from './keys.ts';
import { deliveries, deskItem, failedDeliveries, type MailItem, type WorkItem } from './outbox.ts';
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

    async announce(mail, at) {
      const put = new PutCommand({
        TableName: table,
        Item: deskItem(mail, at),
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      return ifCondition(client, put);
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

    async failedMails(limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'queue',
          KeyConditionExpression: 'queuePk = :failed',
          ExpressionAttributeValues: { ':failed': failedMailsPk },
          Limit: limit,
        }),
      );
      return Items as MailItem[];
    },

    async claim(item, at, until) {
      const key = keyOf(item);
      const due = dueKeys(until, key);
      return ifCondition(
        client,
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
    },

    async settle(ref, outcome) {
      const key = keyOf(ref);
      const due = outcome.status === 'pending' ? dueKeys(outcome.dueAt, key) : undefined;
      const failed = outcome.status === 'failed' && ref.kind === 'mail' ? failedMailKeys(outcome.at, key) : undefined;
      const fields: Record<string, string | undefined> = {
        status: outcome.status,
        doneAt: outcome.status === 'pending' ? undefined : outcome.at,
        retryAt: outcome.status === 'pending' ? outcome.dueAt : undefined,
        error: 'error' in outcome ? outcome.error : undefined,
        messageId: outcome.status === 'done' ? outcome.messageId : undefined,
        duePk: due?.duePk,
        dueSk: due?.dueSk,
        queuePk: failed?.queuePk,
        queueSk: failed?.queueSk,
      };
      const set = Object.entries(fields).filter(([, value]) => value !== undefined);
      const remove = [...(due ? [] : ['#duePk', '#dueSk']), ...(failed ? [] : ['#queuePk', '#queueSk'])];
      // Already done: a late answer changes nothing.
      await ifCondition(
        client,
        new UpdateCommand({
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
        }),
      );
    },

    async noteDelivery(ref, { delivery, messageId, at }) {
      const rank = deliveries.indexOf(delivery);
      const key = keyOf(ref);
      const failed = failedDeliveries.has(delivery) ? failedMailKeys(at, key) : undefined;
      const earlier = await ifConditionElse(
        client,
        new UpdateCommand({
          TableName: table,
          Key: key,
          ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(deliveryRank) OR deliveryRank < :rank)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          UpdateExpression: `SET delivery = :delivery, deliveryRank = :rank, messageId = :messageId, doneAt = if_not_exists(doneAt, :at), #status = :done${
            failed
              ? ', queuePk = :queuePk, queueSk = :queueSk REMOVE duePk, dueSk'
              : ' REMOVE duePk, dueSk, queuePk, queueSk'
          }`,
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':delivery': delivery,
            ':rank': rank,
            ':messageId': messageId,
            ':at': at,
            ':done': 'done',
            ...(failed ? { ':queuePk': failed.queuePk, ':queueSk': failed.queueSk } : {}),
          },
        }),
      );
      if (earlier === undefined) return 'noted';
      const other = earlier.messageId?.S;
      return delivery === 'sent' && other !== undefined && other !== messageId ? 'second_mail' : 'known';
    },

    async handOut(ref, seen, dueAt) {
      const due = dueKeys(dueAt, keyOf(ref));
      return ifCondition(
        client,
        new UpdateCommand({
          TableName: table,
          Key: keyOf(ref),
          ConditionExpression:
            '#status = :seen AND attempts = :attempts AND (#status <> :done OR delivery IN (:bounced, :rejected))',
          UpdateExpression:
            'SET #status = :pending, handedOut = if_not_exists(handedOut, :zero) + :one, duePk = :duePk, dueSk = :dueSk REMOVE queuePk, queueSk, retryAt, delivery, deliveryRank, doneAt',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':bounced': 'bounced',
            ':rejected': 'rejected',
            ':seen': seen.status,
            ':attempts': seen.attempts,
            ':done': 'done',
            ':pending': 'pending',
            ':zero': 0,
            ':one': 1,
            ':duePk': due.duePk,
            ':dueSk': due.dueSk,
          },
        }),
      );
    },
  };
}

function keyOf(ref: OutboxRef): ItemKey {
  return ref.kind === 'mail' ? mailKey(ref.requestId, ref.outboxId) : workKey(ref.requestId, ref.outboxId);
}

/** Writes when the item is as expected; false when it is not. */
async function ifCondition(client: DynamoDBDocumentClient, write: UpdateCommand | PutCommand): Promise<boolean> {
  try {
    await (write instanceof PutCommand ? client.send(write) : client.send(write));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Writes when the item is as expected; else gives the item as it is, empty when there is none. */
async function ifConditionElse(
  client: DynamoDBDocumentClient,
  write: UpdateCommand,
): Promise<Readonly<Record<string, AttributeValue>> | undefined> {
  try {
    await client.send(write);
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error.Item ?? {};
    throw error;
  }
}
