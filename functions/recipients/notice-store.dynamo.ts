import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../requests/index.ts';
import type { NoticeStore } from './notice-store.ts';

export function dynamoNoticeStore(client: DynamoDBDocumentClient, table: string): NoticeStore {
  return {
    async remember(noticeId, { requestId, recipient }, keepUntil) {
      const expiresAt = Math.floor(Date.parse(keepUntil) / 1000);
      const Item = { ...keys.noticeKey(noticeId), requestId, recipient, expiresAt };
      await client.send(new PutCommand({ TableName: table, Item }));
    },
    async find(noticeId) {
      const Key = keys.noticeKey(noticeId);
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return Item ? { requestId: String(Item.requestId), recipient: String(Item.recipient) } : undefined;
    },
  };
}
