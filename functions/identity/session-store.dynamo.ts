import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from '../requests/index.ts';
import { codePurposes } from './code.ts';
import type { SessionStore } from './session.ts';

const stored = () =>
  z.object({
    requestId: z.string(),
    level: z.enum(['asked', 'verified']),
    entry: z.enum(['form', 'reference']),
    purpose: z.enum(codePurposes),
    endsAt: z.string(),
  });

/** Sessions in the requests table; time-to-live clears them away after they ended. */
export function dynamoSessionStore(client: DynamoDBDocumentClient, table: string): SessionStore {
  return {
    async put(tokenHash, session) {
      const expiresAt = Math.ceil(Date.parse(session.endsAt) / 1000);
      const Item = { ...keys.sessionKey(tokenHash), ...session, expiresAt };
      await client.send(new PutCommand({ TableName: table, Item }));
    },
    async find(tokenHash) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: keys.sessionKey(tokenHash), ConsistentRead: true }),
      );
      return Item ? stored().parse(Item) : undefined;
    },
    async remove(tokenHash) {
      await client.send(new DeleteCommand({ TableName: table, Key: keys.sessionKey(tokenHash) }));
    },
  };
}
