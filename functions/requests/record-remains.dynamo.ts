import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { eventPrefix, type ItemKey, referenceKey, requestPk, stateKey } from './keys.ts';
import type { RecordRemains } from './record-remains.ts';

/** Deleted at once; a request has some dozens of items. */
const pageSize = 25;

/** In the requests table. */
export function dynamoRecordRemains(client: DynamoDBDocumentClient, table: string): RecordRemains {
  return {
    async erase(requestId, reference) {
      const kept = (sk: string): boolean => sk === stateKey(requestId).sk || sk.startsWith(eventPrefix);
      let start: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': requestPk(requestId) },
            ProjectionExpression: 'pk, sk',
            ConsistentRead: true,
            Limit: pageSize,
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        );
        const keys = (page.Items ?? []).map(({ pk, sk }): ItemKey => ({ pk: String(pk), sk: String(sk) }));
        await Promise.all(
          keys
            .filter(({ sk }) => !kept(sk))
            .map((key) => client.send(new DeleteCommand({ TableName: table, Key: key }))),
        );
        start = page.LastEvaluatedKey;
      } while (start);
      await forgetReference(requestId, reference);
    },
  };

  async function forgetReference(requestId: string, reference: string): Promise<void> {
    const key = referenceKey(reference);
    try {
      await client.send(
        new DeleteCommand({
          TableName: table,
          Key: key,
          ConditionExpression: 'requestId = :requestId',
          ExpressionAttributeValues: { ':requestId': requestId },
        }),
      );
    } catch (error) {
      // Gone already, or drawn again for another request.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
