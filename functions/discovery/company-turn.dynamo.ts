import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../requests/index.ts';
import { daysAfter } from '../shared/days.ts';
import type { CompanyTurnStore } from './company-turn.ts';

/** Longer than a cancellation can wait or be parked; then time-to-live clears the turn away. */
const days = 800;

/** Turns in the requests table, one item per company. `now`: instant, ISO in UTC. */
export function dynamoCompanyTurns(client: DynamoDBDocumentClient, table: string, now: () => string): CompanyTurnStore {
  return {
    async last(company) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: keys.companyTurnKey(company), ConsistentRead: true }),
      );
      return Item ? { requestId: String(Item.requestId), gathering: Number(Item.gathering) } : undefined;
    },

    async take(company, turn, seen) {
      const expiresAt = Math.ceil(Date.parse(daysAfter(now(), days)) / 1000);
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...keys.companyTurnKey(company), ...turn, expiresAt },
            ConditionExpression: seen
              ? 'requestId = :requestId AND gathering = :gathering'
              : 'attribute_not_exists(pk)',
            ...(seen
              ? { ExpressionAttributeValues: { ':requestId': seen.requestId, ':gathering': seen.gathering } }
              : {}),
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
