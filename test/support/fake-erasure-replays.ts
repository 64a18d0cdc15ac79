import type { ErasureReplays, ReplayCheckpoint, ReplayClaim } from '../../functions/fulfilment/erasure-replays.ts';
import type { HoldStore } from '../../functions/holds/index.ts';
import { accepted, refused } from '../../functions/shared/result.ts';

/** Replays in memory beside the fake of holds; passes the same contract as the DynamoDB adapter. */
export function fakeErasureReplays({ holds }: { readonly holds: Pick<HoldStore, 'register'> }): ErasureReplays {
  const receipts = new Set<string>();
  const checkpoints = new Map<string, ReplayCheckpoint>();
  const keyOf = ({ replayId, collection, batch }: Pick<ReplayClaim, 'replayId' | 'collection' | 'batch'>) =>
    `${replayId}/${collection}/${batch}`;
  return {
    async claim(claim) {
      const { version } = await holds.register();
      if (version !== claim.holdsVersion) return refused({ code: 'holds_changed' });
      if (receipts.has(keyOf(claim))) return refused({ code: 'batch_taken' });
      receipts.add(keyOf(claim));
      return accepted(undefined);
    },
    async settle(batch) {
      if (!receipts.has(keyOf(batch)))
        throw Object.assign(new Error('never claimed'), { name: 'ConditionalCheckFailedException' });
    },
    load: async (replayId, collection) => structuredClone(checkpoints.get(`${replayId}/${collection}`)),
    save: async (replayId, collection, checkpoint) =>
      void checkpoints.set(`${replayId}/${collection}`, structuredClone(checkpoint)),
  };
}
