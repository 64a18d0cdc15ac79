import { beforeEach, describe, expect, test } from 'vitest';
import type { ErasureClaim, ErasureClaims, ErasureReceipt } from '../../../functions/fulfilment/erasure-claims.ts';
import { type HoldStore, holdChanger } from '../../../functions/holds/index.ts';
import { type Command, commandHandler, type RequestStore } from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { type ErasingRequest, erasingRequest } from '../../support/an-erasure.ts';

export interface ClaimsUnderTest {
  readonly claims: ErasureClaims;
  readonly holds: HoldStore;
  readonly requests: RequestStore;
}

const now = '2026-11-20T10:00:00.000Z';
const orders = 'trade.orders';

/** What every place that gives claims must do. */
export function erasureClaimsContract(make: () => Promise<ClaimsUnderTest>): void {
  describe('erasure claims', () => {
    let under: ClaimsUnderTest;
    let request: ErasingRequest;
    beforeEach(async () => {
      under = await make();
      request = await erasingRequest(under.requests, [orders, 'members.members']);
    });

    const aClaim = (changes: Partial<ErasureClaim> = {}): ErasureClaim => ({
      requestId: request.id,
      collection: orders,
      batch: 1,
      holdsVersion: 0,
      at: now,
      by: 'erasing',
      deleted: new Uint8Array([1, 2, 3]),
      changed: new Uint8Array(),
      treatments: [],
      ...changes,
    });
    const claim = (changes: Partial<ErasureClaim> = {}) => under.claims.claim(aClaim(changes));
    const code = async (changes: Partial<ErasureClaim> = {}) => {
      const claimed = await claim(changes);
      return claimed.ok ? 'claimed' : claimed.refusal.code;
    };
    const placeHold = async (matter: string) =>
      holdChanger({ holds: under.holds, now: () => now }).place({
        matter,
        scopes: [{ collection: orders }],
        reviewOn: '2027-05-01',
        words: new Sensitive({ name: 'a', owner: 'b', reason: 'c' }),
        actor: { kind: 'staff', id: 'lena', roles: ['legal'] },
      });
    const give = (command: Command) =>
      commandHandler({ requests: under.requests, now: () => now })({
        requestId: request.id,
        command,
        actor: { kind: 'system', part: 'erasing' },
      });
    const receipts = async (collection = orders) => {
      const all: ErasureReceipt[] = [];
      for await (const receipt of under.claims.receipts(request.id, collection)) all.push(receipt);
      return all;
    };

    test('are given while the request erases the collection and nothing is held', async () => {
      expect(await code()).toBe('claimed');
      expect(await code({ batch: 2 })).toBe('claimed');
      expect(await code({ collection: 'members.members' })).toBe('claimed');
    });

    test('are not given twice under one number', async () => {
      await claim();
      expect(await code()).toBe('batch_taken');
      expect(await receipts()).toHaveLength(1);
    });

    test('are not given on a register that has changed, and leave nothing behind', async () => {
      await placeHold('m-1');
      expect(await code()).toBe('holds_changed');
      expect(await receipts()).toEqual([]);
      expect(await code({ holdsVersion: 1 })).toBe('claimed');
      await placeHold('m-2');
      expect(await code({ batch: 2, holdsVersion: 1 })).toBe('holds_changed');
    });

    test('are not given for a collection that has ended', async () => {
      const nothing = { deleted: 0, changed: 0, kept: 0, held: 0 };
      await give({ type: 'record_erasure', collection: orders, outcome: 'erased', ...nothing });
      expect(await code()).toBe('not_erasing');
      expect(await code({ collection: 'members.members' })).toBe('claimed');
    });

    test('are not given for a collection nobody planned, nor for a request that is not there', async () => {
      expect(await code({ collection: 'trade.unknown' })).toBe('not_erasing');
      expect(await code({ requestId: 'no-such-request' })).toBe('not_erasing');
    });

    test('are not given before the waiting period is over', async () => {
      const waiting = await erasingRequest(under.requests, [orders], { until: 'waiting_period', id: 'waiting' });
      expect(await code({ requestId: waiting.id })).toBe('not_erasing');
    });

    test('are kept with what became of them', async () => {
      await claim();
      await claim({ batch: 2, deleted: new Uint8Array(), changed: new Uint8Array([9]) });
      const carriedOut = { at: now, deleted: 1, changed: 0, unchanged: 2, stale: 3 };
      await under.claims.settle({ requestId: request.id, collection: orders, batch: 1 }, carriedOut);
      const [first, second] = await receipts();
      expect(first).toEqual({ ...aClaim(), deleted: expect.anything(), changed: expect.anything(), carriedOut });
      expect([...(first?.deleted ?? [])]).toEqual([1, 2, 3]);
      expect(second?.carriedOut).toBeUndefined();
      expect([...(second?.changed ?? [])]).toEqual([9]);
    });

    test('are never settled without having been given', async () => {
      const carriedOut = { at: now, deleted: 1, changed: 0, unchanged: 0, stale: 0 };
      const settling = under.claims.settle({ requestId: request.id, collection: orders, batch: 7 }, carriedOut);
      await expect(settling).rejects.toThrow();
      expect(await receipts()).toEqual([]);
    });

    test('are numbered on, each collection for itself', async () => {
      expect(await under.claims.lastBatch(request.id, orders)).toBe(0);
      for (let batch = 1; batch <= 12; batch++) await claim({ batch });
      expect(await under.claims.lastBatch(request.id, orders)).toBe(12);
      expect((await receipts()).map(({ batch }) => batch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(await under.claims.lastBatch(request.id, 'members.members')).toBe(0);
    });

    test('asked for at the same time are given one after another', async () => {
      const wanted = Array.from({ length: 8 }, (_, index) => code({ batch: index + 1 }));
      expect(await Promise.all(wanted)).toEqual(wanted.map(() => 'claimed'));
    });

    test('and a hold placed at the same time leave no doubt which came first', async () => {
      for (let round = 0; round < 10; round++) {
        const { version } = await under.holds.register();
        const outcomes = await Promise.all([
          ...[1, 2, 3].map((n) => code({ batch: round * 10 + n, holdsVersion: version })),
          placeHold(`m-${round}`),
        ]);
        const given = outcomes.filter((outcome) => outcome === 'claimed').length;
        const batches = (await receipts()).filter(({ batch }) => Math.floor(batch / 10) === round);
        expect(batches).toHaveLength(given);
      }
    });
  });
}
