import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../requests/index.ts';
import type { LimitStore } from './limit.ts';

/** Counters in the requests table, one item per party and window; time-to-live clears them away. */
export function dynamoLimitStore(client: DynamoDBDocumentClient, table: string): LimitStore {
  return {
    async count({ of, name, endsAt }, most) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: keys.limitKey(of, name),
            UpdateExpression: 'SET expiresAt = :ends ADD used :one',
            ConditionExpression: 'attribute_not_exists(used) OR used < :most',
            ExpressionAttributeValues: {
              ':one': 1,
              ':most': most,
              ':ends': Math.ceil(Date.parse(endsAt) / 1000) + 3600,
            },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
