import { type DynamoDBDocumentClient, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../requests/index.ts';
import { receiptClaims } from './claim-receipt.dynamo.ts';
import type { ErasureClaim, ErasureClaims, ErasureReceipt } from './erasure-claims.ts';

/** Claims and receipts in the requests table. Keys: `functions/requests/keys.ts`. */
export function dynamoErasureClaims(client: DynamoDBDocumentClient, table: string): ErasureClaims {
  const receipts = receiptClaims(client, table);
  return {
    claim: (claim) =>
      receipts.claim({
        key: keys.erasureKey(claim.requestId, claim.collection, claim.batch),
        receipt: claim,
        holdsVersion: claim.holdsVersion,
        unless: new Map([['not_erasing' as const, isErasing(claim)]]),
      }),

    settle: ({ requestId, collection, batch }, carriedOut) =>
      receipts.settle(keys.erasureKey(requestId, collection, batch), carriedOut),

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

  function isErasing({ requestId, collection }: ErasureClaim) {
    return {
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
    };
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
