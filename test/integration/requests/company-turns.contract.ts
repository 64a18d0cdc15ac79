import { describe, expect, it } from 'vitest';
import type { CompanyTurnStore } from '../../../functions/discovery/company-turn.ts';

const [first, again, other] = [
  { requestId: 'request-1', gathering: 2 },
  { requestId: 'request-1', gathering: 3 },
  { requestId: 'request-2', gathering: 2 },
];

/** What every store of turns promises. */
export function companyTurnsContract(name: string, make: () => Promise<CompanyTurnStore>): void {
  describe(`${name}: a store of the turns of companies`, () => {
    it('gives a turn to one of several that come at once', async () => {
      const turns = await make();
      expect(await turns.last('company-1')).toBeUndefined();
      const taken = await Promise.all([first, other].map((turn) => turns.take('company-1', turn, undefined)));
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await turns.last('company-1')).toEqual(taken[0] ? first : other);
      expect(await turns.last('company-2')).toBeUndefined();
    });

    it('lets nobody take over a turn that has changed since it was looked at', async () => {
      const turns = await make();
      expect(await turns.take('company-1', first, undefined)).toBe(true);
      expect(await turns.take('company-1', again, first)).toBe(true);
      expect(await turns.take('company-1', other, first)).toBe(false);
      expect(await turns.last('company-1')).toEqual(again);
      expect(await turns.take('company-1', other, again)).toBe(true);
      expect(await turns.last('company-1')).toEqual(other);
    });
  });
}
