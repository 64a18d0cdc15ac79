import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../requests/index.ts';
import type { RequeueFailedMail } from './console-api.ts';

/** `failed` → `pending`, due at once: the stream hands it to the mailer, and if that misses it the sweep does. */
export function dynamoRequeueFailedMail(client: DynamoDBDocumentClient, table: string): RequeueFailedMail {
  return async ({ requestId, outboxId, at, by }) => {
    const key = keys.mailKey(requestId, outboxId);
    const due = keys.dueKeys(at, key);
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: key,
          ConditionExpression: '#status = :failed',
          UpdateExpression:
            'SET #status = :pending, resentAt = :at, resentBy = :by, duePk = :duePk, dueSk = :dueSk REMOVE doneAt, #error',
          ExpressionAttributeNames: { '#status': 'status', '#error': 'error' },
          ExpressionAttributeValues: {
            ':failed': 'failed',
            ':pending': 'pending',
            ':at': at,
            ':by': by,
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
  };
}
