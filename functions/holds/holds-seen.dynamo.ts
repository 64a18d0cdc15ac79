import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../requests/index.ts';
import type { HoldsSeen } from './lift-holds.ts';

/** In the requests table, beside how far the sweep has come. */
export function dynamoHoldsSeen(client: DynamoDBDocumentClient, table: string): HoldsSeen {
  return {
    async read() {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: keys.holdsSeenKey, ConsistentRead: true }),
      );
      return typeof Item?.version === 'number' ? Item.version : undefined;
    },
    async write(version) {
      await client.send(new PutCommand({ TableName: table, Item: { ...keys.holdsSeenKey, version } }));
    },
  };
}
