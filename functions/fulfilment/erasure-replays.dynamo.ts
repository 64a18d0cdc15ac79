import { setTimeout as later } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { keys } from '../requests/index.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { Contended, holdsUnchanged } from './erasure-claims.dynamo.ts';
import type { ErasureReplays, ReplayCheckpoint, ReplayClaim } from './erasure-replays.ts';

/** Claims of other collections check the same item, and DynamoDB lets one transaction at an item pass. */
const maxAttempts = 12;

/** Receipts and progress of replays in the requests table. Keys: `functions/requests/keys.ts`. */
export function dynamoErasureReplays(client: DynamoDBDocumentClient, table: string): ErasureReplays {
  return {
    async claim(claim) {
      for (let attempt = 1; attempt <= maxAttempts; attempt++) {
        const outcome = await attemptClaim(claim);
        if (outcome !== 'conflict') return outcome;
        await later(Math.random() * 20 * 2 ** Math.min(attempt, 6));
      }
      throw new Contended(`${claim.collection} of replay ${claim.replayId}: ${maxAttempts} claims met others`);
    },

    async settle({ replayId, collection, batch }, carriedOut) {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: keys.replayReceiptKey(replayId, collection, batch),
          UpdateExpression: 'SET carriedOut = :carriedOut',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':carriedOut': carriedOut },
        }),
      );
    },

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

  async function attemptClaim(
    claim: ReplayClaim,
  ): Promise<Result<void, { readonly code: 'holds_changed' | 'batch_taken' }> | 'conflict'> {
    const { replayId, collection, batch, holdsVersion } = claim;
    try {
      await client.send(
        new TransactWriteCommand({
          TransactItems: [
            holdsUnchanged(table, holdsVersion),
            {
              Put: {
                TableName: table,
                Item: { ...keys.replayReceiptKey(replayId, collection, batch), ...claim },
                ConditionExpression: 'attribute_not_exists(pk)',
              },
            },
          ],
        }),
      );
      return accepted(undefined);
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const [holds, taken] = error.CancellationReasons ?? [];
      if (holds?.Code === 'ConditionalCheckFailed') return refused({ code: 'holds_changed' });
      if (taken?.Code === 'ConditionalCheckFailed') return refused({ code: 'batch_taken' });
      if ([holds, taken].some((reason) => reason?.Code === 'TransactionConflict')) return 'conflict';
      throw error;
    }
  }
}
