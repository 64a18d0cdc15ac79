import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { DueIndex } from './due-index.ts';
import { dueKeys, duePk, dueShards, stateKey, sweepKey } from './keys.ts';

/** Items a page; a page that fails is read again whole. */
const pageSize = 100;

/** The index `due` of the requests table. */
export function dynamoDueIndex(client: DynamoDBDocumentClient, table: string): DueIndex {
  return {
    async *dueOn(date, until) {
      for (let shard = 0; shard < dueShards; shard++) {
        let start: Record<string, unknown> | undefined;
        do {
          const page = await client.send(
            new QueryCommand({
              TableName: table,
              IndexName: 'due',
              KeyConditionExpression: 'duePk = :day AND dueSk < :until',
              // `$` sorts right behind `#`, which ends the instant in a sort key: everything due at `until` is in.
              ExpressionAttributeValues: { ':day': duePk(date, shard), ':until': `${until}$` },
              Limit: pageSize,
              ...(start ? { ExclusiveStartKey: start } : {}),
            }),
          );
          for (const item of page.Items ?? []) yield { pk: String(item.pk), sk: String(item.sk) };
          start = page.LastEvaluatedKey;
        } while (start);
      }
    },

    async readDoneBefore() {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: sweepKey, ConsistentRead: true }));
      return typeof Item?.doneBefore === 'string' ? Item.doneBefore : undefined;
    },

    async writeDoneBefore(date) {
      await client.send(new PutCommand({ TableName: table, Item: { ...sweepKey, doneBefore: date } }));
    },

    async postpone(requestId, version, until) {
      const { duePk, dueSk } = dueKeys(until, stateKey(requestId));
      await updateUnchanged(requestId, version, {
        UpdateExpression: 'SET duePk = :duePk, dueSk = :dueSk',
        ExpressionAttributeValues: { ':duePk': duePk, ':dueSk': dueSk },
      });
    },

    settle: (requestId, version) => updateUnchanged(requestId, version, { UpdateExpression: 'REMOVE duePk, dueSk' }),
  };

  async function updateUnchanged(
    requestId: string,
    version: number,
    update: Pick<UpdateCommandInput, 'UpdateExpression' | 'ExpressionAttributeValues'>,
  ): Promise<void> {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: stateKey(requestId),
          ConditionExpression: '#version = :version',
          ...update,
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':version': version },
        }),
      );
    } catch (error) {
      // Whoever changed it also said when it is due.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
