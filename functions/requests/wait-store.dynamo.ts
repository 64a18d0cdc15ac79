import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { Sensitive } from '../shared/sensitive.ts';
import { waitKey } from './keys.ts';
import type { WaitStore } from './wait-store.ts';

/** Waits in the requests table. */
export function dynamoWaitStore(client: DynamoDBDocumentClient, table: string): WaitStore {
  return {
    async put(requestId, wait, token) {
      const item = { ...waitKey(requestId, wait), token: token.reveal() };
      await client.send(new PutCommand({ TableName: table, Item: item }));
    },

    async find(requestId, wait) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: waitKey(requestId, wait), ConsistentRead: true }),
      );
      return typeof Item?.token === 'string' ? new Sensitive(Item.token) : undefined;
    },

    async remove(requestId, wait, token) {
      try {
        await client.send(
          new DeleteCommand({
            TableName: table,
            Key: waitKey(requestId, wait),
            ConditionExpression: '#token = :token',
            ExpressionAttributeNames: { '#token': 'token' },
            ExpressionAttributeValues: { ':token': token.reveal() },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
