import { describe, expect, it } from 'vitest';
import type { CodeRecord } from '../../../functions/identity/code.ts';
import type { CodeStore } from '../../../functions/identity/code-store.ts';
import type { LimitStore } from '../../../functions/identity/limit.ts';
import type { SessionStore } from '../../../functions/identity/session.ts';

const at = '2026-11-02T10:00:00.000Z';
const until = '2026-11-02T10:10:00.000Z';
const record: CodeRecord = { validUntil: until, triesLeft: 5, asks: [at], asked: 1 };
const ask = {
  requestId: 'r-1',
  purpose: 'track',
  outboxId: 'code-20261102100000000-tracking_code',
  at,
  decoy: false,
} as const;

/** What every store of codes promises. */
export function codeStoreContract(name: string, make: () => Promise<CodeStore>): void {
  describe(`${name}: a store of codes`, () => {
    const drawn = async (): Promise<CodeStore> => {
      const codes = await make();
      await codes.ask({ ...ask, before: undefined, after: record });
      await codes.draw('r-1', 'track', { codeHash: 'hash', validUntil: until });
      return codes;
    };

    it('gives back what was asked and drawn, by request and purpose', async () => {
      const codes = await drawn();
      expect(await codes.read('r-1', 'track')).toEqual({ ...record, codeHash: 'hash' });
      expect(await codes.read('r-1', 'confirm')).toBeUndefined();
      expect(await codes.read('r-2', 'track')).toBeUndefined();
    });

    it('lets one of many asks at once win', async () => {
      const codes = await make();
      const asks = [1, 2, 3, 4].map((n) =>
        codes.ask({ ...ask, outboxId: `code-${n}`, before: undefined, after: record }),
      );
      expect((await Promise.all(asks)).filter(Boolean)).toHaveLength(1);
    });

    it('forgets the old code when a new one is asked for, and fills the tries', async () => {
      const codes = await drawn();
      await codes.takeTry('r-1', 'track', at);
      const before = await codes.read('r-1', 'track');
      const after = { ...record, asks: [at, at], asked: 2 };
      expect(await codes.ask({ ...ask, outboxId: 'code-2', before, after })).toBe(true);
      expect(await codes.read('r-1', 'track')).toEqual(after);
    });

    it('draws a code that nobody asked for here, with all tries', async () => {
      const codes = await make();
      await codes.draw('r-1', 'confirm', { codeHash: 'hash', validUntil: until });
      expect(await codes.read('r-1', 'confirm')).toEqual({
        codeHash: 'hash',
        validUntil: until,
        triesLeft: 5,
        asks: [],
        asked: 0,
      });
    });

    it('gives each try once, to as many guesses at once as there are tries', async () => {
      const codes = await drawn();
      const tries = await Promise.all(Array.from({ length: 12 }, () => codes.takeTry('r-1', 'track', at)));
      const left = tries.flatMap((attempt) => (attempt.kind === 'taken' ? [attempt.triesLeft] : []));
      expect(left.toSorted()).toEqual([0, 1, 2, 3, 4]);
      expect(tries.filter(({ kind }) => kind === 'locked')).toHaveLength(7);
    });

    it('gives none once it expired, nor where there is nothing', async () => {
      const codes = await drawn();
      expect(await codes.takeTry('r-1', 'track', until)).toEqual({ kind: 'expired' });
      expect(await codes.takeTry('r-2', 'track', at)).toEqual({ kind: 'expired' });
      expect(await codes.read('r-2', 'track')).toBeUndefined();
    });

    it('lets a code be used up once', async () => {
      const codes = await drawn();
      const uses = await Promise.all([1, 2, 3].map(() => codes.consume('r-1', 'track', 'hash')));
      expect(uses.filter(Boolean)).toHaveLength(1);
      expect(await codes.takeTry('r-1', 'track', at)).toEqual({ kind: 'expired' });
      expect((await codes.read('r-1', 'track'))?.codeHash).toBeUndefined();
    });
  });
}

/** What every store of sessions promises. */
export function sessionStoreContract(name: string, make: () => Promise<SessionStore>): void {
  describe(`${name}: a store of sessions`, () => {
    it('keeps, replaces and removes', async () => {
      const sessions = await make();
      const session = { requestId: 'r-1', level: 'asked', entry: 'form', purpose: 'confirm', endsAt: until } as const;
      await sessions.put('hash', session);
      expect(await sessions.find('hash')).toEqual(session);
      await sessions.put('hash', { ...session, level: 'verified' });
      expect(await sessions.find('hash')).toEqual({ ...session, level: 'verified' });
      await sessions.remove('hash');
      await sessions.remove('hash');
      expect(await sessions.find('hash')).toBeUndefined();
    });
  });
}

/** What every store of limits promises. */
export function limitStoreContract(name: string, make: () => Promise<LimitStore>): void {
  describe(`${name}: a store of limits`, () => {
    it('counts no further than the most, also when many count at once', async () => {
      const limits = await make();
      const window = { of: 'party', name: 'hour-2026-11-02T10', endsAt: until };
      const counts = await Promise.all(Array.from({ length: 10 }, () => limits.count(window, 3)));
      expect(counts.filter(Boolean)).toHaveLength(3);
      expect(await limits.count({ ...window, name: 'hour-2026-11-02T11' }, 3)).toBe(true);
      expect(await limits.count({ ...window, of: 'other' }, 3)).toBe(true);
    });
  });
}
