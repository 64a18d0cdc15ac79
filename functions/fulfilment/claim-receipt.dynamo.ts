import { setTimeout as later } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { holdsUnchanged } from '../requests/index.ts';
import { Contended } from '../shared/contended.ts';
import { accepted, type Result, refused } from '../shared/result.ts';

/** Claims of other collections check the same items, and DynamoDB lets one transaction at an item pass. */
const maxAttempts = 12;

type Key = Readonly<{ pk: string; sk: string }>;
type Check = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

export interface Claim<Code> {
  readonly key: Key;
  readonly receipt: object;
  /** The register of holds as it was when what is claimed was judged. */
  readonly holdsVersion: number;
  /** What else must be true as the receipt is written, and what it means when it isn't. */
  readonly unless?: ReadonlyMap<Code, Check>;
}

/** Receipts that claim a batch of records before anything in a store changes. */
export function receiptClaims(client: DynamoDBDocumentClient, table: string) {
  return {
    /**
     * Writes a receipt once, and only while nothing it rests on has changed.
     * @throws Contended when other claims got in the way too often
     */
    async claim<Code extends string>(
      claim: Claim<Code>,
    ): Promise<Result<void, { readonly code: Code | 'holds_changed' | 'batch_taken' }>> {
      for (let attempt = 1; attempt <= maxAttempts; attempt++) {
        const outcome = await attemptClaim(claim);
        if (outcome !== 'conflict') return outcome;
        await later(Math.random() * 20 * 2 ** Math.min(attempt, 6));
      }
      throw new Contended(`${claim.key.pk} ${claim.key.sk}: ${maxAttempts} claims met others`);
    },

    /** Notes on a receipt what was carried out. */
    async settle(key: Key, carriedOut: unknown): Promise<void> {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: key,
          UpdateExpression: 'SET carriedOut = :carriedOut',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':carriedOut': carriedOut },
        }),
      );
    },
  };

  async function attemptClaim<Code extends string>({ key, receipt, holdsVersion, unless }: Claim<Code>) {
    const taken: Check = {
      Put: { TableName: table, Item: { ...key, ...receipt }, ConditionExpression: 'attribute_not_exists(pk)' },
    };
    const checks = new Map<Code | 'holds_changed' | 'batch_taken', Check>([
      ...(unless ?? []),
      ['holds_changed', holdsUnchanged(table, holdsVersion)],
      ['batch_taken', taken],
    ]);
    try {
      await client.send(new TransactWriteCommand({ TransactItems: [...checks.values()] }));
      return accepted(undefined);
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const failed = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
      const code = [...checks.keys()][failed];
      if (code !== undefined) return refused({ code });
      if (reasons.some((reason) => reason.Code === 'TransactionConflict')) return 'conflict';
      throw error;
    }
  }
}
