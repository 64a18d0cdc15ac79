import { describe, expect, it } from 'vitest';
import type { WaitStore } from '../../../functions/requests/wait-store.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';

const [one, two] = [new Sensitive('token-1'), new Sensitive('token-2')];

/** What every store of waits promises. */
export function waitStoreContract(name: string, make: () => Promise<WaitStore>): void {
  describe(`${name}: a store of waits`, () => {
    it('keeps the newest token of a wait', async () => {
      const waits = await make();
      await waits.put('request-1', 'review', one);
      await waits.put('request-1', 'review', two);
      expect((await waits.find('request-1', 'review'))?.reveal()).toBe('token-2');
      expect(await waits.find('request-1', 'approval')).toBeUndefined();
      expect(await waits.find('request-2', 'review')).toBeUndefined();
    });

    it('forgets a token, but not the newer one in its place', async () => {
      const waits = await make();
      await waits.put('request-1', 'review', two);
      await waits.remove('request-1', 'review', one);
      expect((await waits.find('request-1', 'review'))?.reveal()).toBe('token-2');
      await waits.remove('request-1', 'review', two);
      await waits.remove('request-1', 'review', two);
      expect(await waits.find('request-1', 'review')).toBeUndefined();
    });
  });
}
