import type { ErasureClaim, ErasureClaims, ErasureReceipt } from '../../functions/fulfilment/erasure-claims.ts';
import type { HoldStore } from '../../functions/holds/index.ts';
import type { RequestState, RequestStore } from '../../functions/requests/index.ts';
import { accepted, refused } from '../../functions/shared/result.ts';

/** Claims in memory beside the fakes of holds and requests; passes the same contract as the DynamoDB adapter. */
export function fakeErasureClaims(beside: {
  readonly holds: Pick<HoldStore, 'register'>;
  readonly requests: Pick<RequestStore, 'load'>;
}): ErasureClaims {
  const receipts = new Map<string, ErasureReceipt>();
  const keyOf = ({ requestId, collection, batch }: Pick<ErasureClaim, 'requestId' | 'collection' | 'batch'>) =>
    `${requestId}/${collection}/${String(batch).padStart(8, '0')}`;
  const of = (requestId: string, collection: string) =>
    [...receipts.entries()]
      .filter(([key]) => key.startsWith(`${requestId}/${collection}/`))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, receipt]) => receipt);
  return {
    async claim(claim) {
      const state: RequestState | undefined = await beside.requests.load(claim.requestId);
      const { version } = await beside.holds.register();
      // From here to the end nothing can come in between.
      const erasing = state?.status === 'fulfilling' && state.erasing?.startedAt !== undefined;
      if (!erasing || state.erasing?.collections[claim.collection]?.outcome !== 'waiting')
        return refused({ code: 'not_erasing' });
      if (version !== claim.holdsVersion) return refused({ code: 'holds_changed' });
      if (receipts.has(keyOf(claim))) return refused({ code: 'batch_taken' });
      receipts.set(keyOf(claim), structuredClone(claim));
      return accepted(undefined);
    },
    async settle(batch, carriedOut) {
      const receipt = receipts.get(keyOf(batch));
      if (!receipt) throw Object.assign(new Error('never claimed'), { name: 'ConditionalCheckFailedException' });
      receipts.set(keyOf(batch), { ...receipt, carriedOut });
    },
    async lastBatch(requestId, collection) {
      return of(requestId, collection).at(-1)?.batch ?? 0;
    },
    async *receipts(requestId, collection) {
      yield* of(requestId, collection);
    },
  };
}
