import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../requests/index.ts';
import { receiptClaims } from './claim-receipt.dynamo.ts';
import type { ErasureReplays, ReplayCheckpoint } from './erasure-replays.ts';

/** Receipts and progress of replays in the requests table. Keys: `functions/requests/keys.ts`. */
export function dynamoErasureReplays(client: DynamoDBDocumentClient, table: string): ErasureReplays {
  const receipts = receiptClaims(client, table);
  return {
    claim: (claim) =>
      receipts.claim({
        key: keys.replayReceiptKey(claim.replayId, claim.collection, claim.batch),
        receipt: claim,
        holdsVersion: claim.holdsVersion,
      }),

    settle: ({ replayId, collection, batch }, carriedOut) =>
      receipts.settle(keys.replayReceiptKey(replayId, collection, batch), carriedOut),

    async load(replayId, collection) {
      const Key = keys.replayProgressKey(replayId, collection);
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return Item?.checkpoint as ReplayCheckpoint | undefined;
    },

    async save(replayId, collection, checkpoint, forgetAt) {
      const key = keys.replayProgressKey(replayId, collection);
      // DynamoDB's time-to-live counts epoch seconds.
      const expiresAt = Math.floor(Date.parse(forgetAt) / 1000);
      await client.send(new PutCommand({ TableName: table, Item: { ...key, checkpoint, expiresAt } }));
    },
  };
}
