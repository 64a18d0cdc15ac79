import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { keys, pendingItem } from '../requests/index.ts';
import { type CodePurpose, type CodeRecord, milestoneOf, triesPerCode } from './code.ts';
import type { CodeAsk, CodeStore, Try } from './code-store.ts';

/** Records outlive their code by a day, because limits look back that far. */
const keptSeconds = 2 * 86_400;

/** Codes in the requests table, item `CODE#<purpose>` beside the request. */
export function dynamoCodeStore(client: DynamoDBDocumentClient, table: string): CodeStore {
  const update = async (
    requestId: string,
    purpose: CodePurpose,
    change: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
  ): Promise<Record<string, unknown> | undefined> => {
    const { Attributes } = await client.send(
      new UpdateCommand({ TableName: table, Key: keys.codeKey(requestId, purpose), ...change }),
    );
    return Attributes;
  };

  return {
    async read(requestId, purpose) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: keys.codeKey(requestId, purpose), ConsistentRead: true }),
      );
      return Item ? recordOf(Item) : undefined;
    },

    async ask(ask) {
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Put: {
                  TableName: table,
                  Item: { ...keys.codeKey(ask.requestId, ask.purpose), ...ask.after, expiresAt: keptUntil(ask.at) },
                  ...(ask.before
                    ? {
                        ConditionExpression: 'asked = :asked',
                        ExpressionAttributeValues: { ':asked': ask.before.asked },
                      }
                    : { ConditionExpression: 'attribute_not_exists(pk)' }),
                },
              },
              { Put: { TableName: table, Item: mailItem(ask), ConditionExpression: 'attribute_not_exists(pk)' } },
            ],
          }),
        );
        return true;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const lost = error.CancellationReasons?.some(
          ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
        );
        if (lost) return false;
        throw error;
      }
    },

    async draw(requestId, purpose, { codeHash, validUntil }) {
      await update(requestId, purpose, {
        UpdateExpression: `SET codeHash = :hash, validUntil = :until, triesLeft = if_not_exists(triesLeft, :tries),
          asks = if_not_exists(asks, :none), asked = if_not_exists(asked, :zero), expiresAt = :kept`,
        ExpressionAttributeValues: {
          ':hash': codeHash,
          ':until': validUntil,
          ':tries': triesPerCode,
          ':none': [],
          ':zero': 0,
          ':kept': keptUntil(validUntil),
        },
      });
    },

    async takeTry(requestId, purpose, now): Promise<Try> {
      try {
        const after = await update(requestId, purpose, {
          UpdateExpression: 'SET triesLeft = triesLeft - :one',
          ConditionExpression: 'triesLeft > :zero AND validUntil > :now',
          ExpressionAttributeValues: { ':one': 1, ':zero': 0, ':now': now },
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        });
        const { triesLeft, codeHash } = recordOf(after ?? {});
        return { kind: 'taken', triesLeft, ...(codeHash === undefined ? {} : { codeHash }) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const stillValid = (error.Item?.validUntil?.S ?? '') > now;
        return { kind: stillValid ? 'locked' : 'expired' };
      }
    },

    async consume(requestId, purpose, codeHash) {
      try {
        await update(requestId, purpose, {
          UpdateExpression: 'REMOVE codeHash SET validUntil = :never',
          ConditionExpression: 'codeHash = :hash',
          ExpressionAttributeValues: { ':hash': codeHash, ':never': '1970-01-01T00:00:00.000Z' },
        });
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

function recordOf(item: Record<string, unknown>): CodeRecord {
  const { codeHash, validUntil, triesLeft, asks, asked } = item as unknown as CodeRecord;
  return { validUntil, triesLeft, asks, asked, ...(codeHash === undefined ? {} : { codeHash }) };
}

/** The mail as the outbox keeps it, or an item of the same size that nobody carries out. */
function mailItem({ requestId, outboxId, purpose, at, decoy }: CodeAsk): Record<string, unknown> {
  const item = pendingItem({ kind: 'mail', outboxId, milestone: milestoneOf[purpose] }, requestId, at);
  if (!decoy) return item;
  const { duePk: _, dueSk: __, ...rest } = item;
  return { ...rest, sk: `DECOY#${outboxId}`, expiresAt: keptUntil(at) };
}

function keptUntil(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000) + keptSeconds;
}
