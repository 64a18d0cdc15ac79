import { setTimeout as later } from 'node:timers/promises';
import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  paginateQuery,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { keys } from '../requests/index.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import type { ClaimRefusal, ErasureClaim, ErasureClaims, ErasureReceipt } from './erasure-claims.ts';

/** Claims of other collections check the same items, and DynamoDB lets one transaction at an item pass. */
const maxAttempts = 12;

/** Claims and receipts in the requests table. Keys: `functions/requests/keys.ts`. */
export function dynamoErasureClaims(client: DynamoDBDocumentClient, table: string): ErasureClaims {
  return {
    async claim(claim) {
      for (let attempt = 1; attempt <= maxAttempts; attempt++) {
        const outcome = await attemptClaim(claim);
        if (outcome !== 'conflict') return outcome;
        await later(Math.random() * 20 * 2 ** Math.min(attempt, 6));
      }
      throw new Contended(`${claim.collection} of request ${claim.requestId}: ${maxAttempts} claims met others`);
    },

    async settle({ requestId, collection, batch }, carriedOut) {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: keys.erasureKey(requestId, collection, batch),
          UpdateExpression: 'SET carriedOut = :carriedOut',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':carriedOut': carriedOut },
        }),
      );
    },

    async lastBatch(requestId, collection) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          ...query(requestId, collection),
          ProjectionExpression: '#batch',
          ExpressionAttributeNames: { '#batch': 'batch' },
          ScanIndexForward: false,
          Limit: 1,
        }),
      );
      return Number(Items[0]?.batch ?? 0);
    },

    async *receipts(requestId, collection) {
      for await (const { Items = [] } of paginateQuery({ client }, query(requestId, collection)))
        for (const { pk: _, sk: __, ...receipt } of Items) yield receipt as ErasureReceipt;
    },
  };

  async function attemptClaim(claim: ErasureClaim): Promise<Result<void, ClaimRefusal> | 'conflict'> {
    const { requestId, collection, batch, holdsVersion } = claim;
    try {
      await client.send(
        new TransactWriteCommand({
          TransactItems: [
            holdsUnchanged(table, holdsVersion),
            {
              ConditionCheck: {
                TableName: table,
                Key: keys.stateKey(requestId),
                ConditionExpression:
                  '#state.#status = :fulfilling AND attribute_exists(#state.#erasing.#startedAt) AND #state.#erasing.#collections.#collection.#outcome = :waiting',
                ExpressionAttributeNames: {
                  '#state': 'state',
                  '#status': 'status',
                  '#erasing': 'erasing',
                  '#startedAt': 'startedAt',
                  '#collections': 'collections',
                  '#collection': collection,
                  '#outcome': 'outcome',
                },
                ExpressionAttributeValues: { ':fulfilling': 'fulfilling', ':waiting': 'waiting' },
              },
            },
            {
              Put: {
                TableName: table,
                Item: { ...keys.erasureKey(requestId, collection, batch), ...claim },
                ConditionExpression: 'attribute_not_exists(pk)',
              },
            },
          ],
        }),
      );
      return accepted(undefined);
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const [holds, state, taken] = error.CancellationReasons ?? [];
      if (failed(state)) return refused({ code: 'not_erasing' });
      if (failed(holds)) return refused({ code: 'holds_changed' });
      if (failed(taken)) return refused({ code: 'batch_taken' });
      if ([holds, state, taken].some((reason) => reason?.Code === 'TransactionConflict')) return 'conflict';
      throw error;
    }
  }

  function query(requestId: string, collection: string) {
    return {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: {
        ':pk': keys.requestPk(requestId),
        ':prefix': keys.erasurePrefix(collection),
      },
      ConsistentRead: true,
    };
  }
}

/** Fails a transaction once a hold was placed or released since the register was read at this version. */
export function holdsUnchanged(table: string, version: number) {
  return {
    ConditionCheck: {
      TableName: table,
      Key: keys.holdsVersionKey,
      // Without any hold ever placed there is no item.
      ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : '#version = :version',
      ...(version === 0
        ? {}
        : {
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':version': version },
          }),
    },
  };
}

function failed(reason: CancellationReason | undefined): boolean {
  return reason?.Code === 'ConditionalCheckFailed';
}

/** Too many claims at once; whoever called may try again. */
export class Contended extends Error {
  override readonly name = 'Contended';
}
