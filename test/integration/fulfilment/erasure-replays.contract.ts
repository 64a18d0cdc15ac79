import { beforeEach, describe, expect, test } from 'vitest';
import type { ErasureReplays, ReplayCheckpoint, ReplayClaim } from '../../../functions/fulfilment/erasure-replays.ts';
import { type HoldStore, holdChanger } from '../../../functions/holds/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';

export interface ReplaysUnderTest {
  readonly replays: ErasureReplays;
  readonly holds: HoldStore;
}

const now = '2026-11-20T10:00:00.000Z';
const collection = 'trade.orders';

/** What every place that keeps replays must do. */
export function erasureReplaysContract(make: () => Promise<ReplaysUnderTest>): void {
  describe('replays of erasures', () => {
    let under: ReplaysUnderTest;
    beforeEach(async () => {
      under = await make();
    });

    const aClaim = (changes: Partial<ReplayClaim> = {}): ReplayClaim => ({
      replayId: 'replay-1',
      collection,
      batch: 1,
      holdsVersion: 0,
      at: now,
      by: 'replaying',
      deleted: new Uint8Array([1, 2, 3]),
      changed: new Uint8Array([4]),
      treatments: [{ records: 1, fields: { name: { to: 'null' } } }],
      ...changes,
    });
    const code = async (changes: Partial<ReplayClaim> = {}) => {
      const claimed = await under.replays.claim(aClaim(changes));
      return claimed.ok ? 'claimed' : claimed.refusal.code;
    };
    const placeHold = async () =>
      holdChanger({ holds: under.holds, now: () => now }).place({
        matter: 'm-1',
        scopes: [{ collection }],
        reviewOn: '2027-05-01',
        words: new Sensitive({ name: 'a', owner: 'b', reason: 'c' }),
        actor: { kind: 'staff', id: 'lena', roles: ['legal'] },
      });

    test('claim each batch once', async () => {
      expect(await code()).toBe('claimed');
      expect(await code()).toBe('batch_taken');
      expect(await code({ batch: 2 })).toBe('claimed');
      expect(await code({ replayId: 'replay-2' })).toBe('claimed');
    });

    test('claim nothing once a hold was placed, until it is known', async () => {
      await placeHold();
      expect(await code()).toBe('holds_changed');
      expect(await code({ holdsVersion: 1 })).toBe('claimed');
    });

    test('claimed at the same time are claimed one after another', async () => {
      const wanted = Array.from({ length: 8 }, (_, index) => code({ batch: index + 1 }));
      expect(await Promise.all(wanted)).toEqual(wanted.map(() => 'claimed'));
    });

    test('settle only what was claimed', async () => {
      await code();
      const carriedOut = { at: now, deleted: 1, changed: 0, unchanged: 0, stale: 0 };
      await under.replays.settle({ replayId: 'replay-1', collection, batch: 1 }, carriedOut);
      await expect(
        under.replays.settle({ replayId: 'replay-1', collection, batch: 2 }, carriedOut),
      ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    });

    test('know how far they have come, each collection for itself', async () => {
      const tally = { found: 1, deleted: 1, changed: 0, held: 0, stale: 0 };
      const checkpoint: ReplayCheckpoint = {
        parts: 2,
        part: 1,
        again: 0,
        batch: 3,
        tally,
        cursor: '"here"',
        isDone: false,
      };
      expect(await under.replays.load('replay-1', collection)).toBeUndefined();
      await under.replays.save('replay-1', collection, checkpoint, now);
      expect(await under.replays.load('replay-1', collection)).toEqual(checkpoint);
      expect(await under.replays.load('replay-1', 'trade.messages')).toBeUndefined();
      expect(await under.replays.load('replay-2', collection)).toBeUndefined();
    });
  });
}
