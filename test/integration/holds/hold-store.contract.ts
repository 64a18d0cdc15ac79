import { beforeEach, describe, expect, test } from 'vitest';
import { holdChanger } from '../../../functions/holds/change-hold.ts';
import { firstTamperedHoldEvent, type HoldState } from '../../../functions/holds/hold.ts';
import type { HoldStore } from '../../../functions/holds/hold-store.ts';
import { placingWords, releaseWords } from '../../../functions/holds/hold-words.ts';
import type { Actor, DeskMail } from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';

const legal: Actor = { kind: 'staff', id: 'lena', roles: ['legal'] };
const officer: Actor = { kind: 'staff', id: 'ines', roles: ['privacy-officer'] };
const now = '2026-11-02T09:00:00.000Z';
const words = new Sensitive({ name: 'Orion v. us', owner: 'Lena', reason: 'Court order 4 O 17/26' });
/** 120 of these are more than the megabyte that one page of DynamoDB holds. */
const longWords = new Sensitive({ ...words.reveal(), reason: 'x'.repeat(10_000) });

/** A store that also says which mails it was given and wrote. */
function listening(store: HoldStore) {
  const mails: DeskMail[] = [];
  const append: HoldStore['append'] = async (change) => {
    const written = await store.append(change);
    if (written.ok) mails.push(...change.mails);
    return written;
  };
  return { mails, store: { ...store, append } };
}

/** What every place that keeps holds must do. */
export function holdStoreContract(makeStore: () => Promise<HoldStore>): void {
  describe('a hold store', () => {
    let store: HoldStore;
    beforeEach(async () => {
      store = await makeStore();
    });
    const changer = () => holdChanger({ holds: store, now: () => now });
    const place = async (matter: string, sealed = words): Promise<HoldState> => {
      const placed = await changer().place({
        matter,
        scopes: [{ company: 'c-1', period: { from: '2025-01-01' } }],
        reviewOn: '2027-05-01',
        words: sealed,
        actor: legal,
      });
      if (!placed.ok) throw new Error(placed.refusal.code);
      return placed.value;
    };

    test('starts at version 0 without holds', async () => {
      expect(await store.register()).toEqual({ version: 0, holds: [] });
    });

    test('gives back what was placed, with its chain and its sealed words', async () => {
      const state = await place('m-1');
      expect(await store.load('m-1')).toEqual(state);
      expect(await store.register()).toEqual({ version: 1, holds: [state] });
      expect(firstTamperedHoldEvent(await store.history('m-1'), state)).toBeUndefined();
      const sealed = await store.readSealed(placingWords);
      expect([...sealed.keys()]).toEqual(['m-1']);
      expect(sealed.get('m-1')?.reveal()).toEqual(words.reveal());
      expect(JSON.stringify(await store.history('m-1'))).not.toContain('Orion');
    });

    test('tells staff of its beginning and its end, and of nothing between', async () => {
      const { mails, store: counted } = listening(store);
      const changer = holdChanger({ holds: counted, now: () => now });
      await changer.place({ matter: 'm-1', scopes: [{ company: 'c-1' }], reviewOn: '2027-05-01', words, actor: legal });
      await changer.proposeRelease({ matter: 'm-1', words: new Sensitive({ reason: 'Settled' }), actor: legal });
      await changer.release({ matter: 'm-1', actor: officer });
      await changer.release({ matter: 'm-1', actor: officer });
      const to = [{ role: 'legal' }, { role: 'privacy-officer' }];
      expect(mails).toEqual([
        { owner: 'desk-hold-m-1-1', milestone: 'staff_hold_placed', to, facts: { reviewOn: '2027-05-01' } },
        { owner: 'desk-hold-m-1-3', milestone: 'staff_hold_released', to, facts: {} },
      ]);
    });

    test('raises the version of the register with every change, and with none that changed nothing', async () => {
      await place('m-1');
      await place('m-1');
      expect((await store.register()).version).toBe(1);
      await place('m-2');
      for (const reason of ['Settled', 'Really settled']) {
        const words = new Sensitive({ reason });
        await changer().proposeRelease({ matter: 'm-1', words, actor: legal });
        expect((await store.readSealed(releaseWords)).get('m-1')?.reveal()).toEqual({ reason });
        if (reason === 'Settled') await changer().declineRelease({ matter: 'm-1', words, actor: officer });
      }
      await changer().release({ matter: 'm-1', actor: officer });
      const register = await store.register();
      expect(register.version).toBe(6);
      expect(register.holds.map(({ matter, status }) => [matter, status])).toEqual([
        ['m-1', 'released'],
        ['m-2', 'active'],
      ]);
      const released = await store.load('m-1');
      expect(released && firstTamperedHoldEvent(await store.history('m-1'), released)).toBeUndefined();
    });

    test('refuses a writer who has not seen the last change, and writes nothing of it', async () => {
      const state = await place('m-1');
      const late = {
        before: undefined,
        after: { ...state, reviewOn: '2030-01-01' },
        events: [],
        sealed: [],
        mails: [],
      };
      expect(await store.append(late)).toEqual({ ok: false, refusal: { code: 'conflict' } });
      expect(await store.load('m-1')).toEqual(state);
      expect((await store.register()).version).toBe(1);
    });

    test('of two who place the same matter at once one wins, and both see the same hold', async () => {
      const [one, two] = await Promise.all([place('m-1'), place('m-1')]);
      expect(one).toEqual(two);
      expect((await store.history('m-1')).length).toBe(1);
    });

    test('lists more holds than fit one page, with their words', async () => {
      const matters = Array.from({ length: 120 }, (_, i) => `m-${String(i).padStart(3, '0')}`);
      for (const matter of matters) await place(matter, longWords);
      expect((await store.readSealed(placingWords)).size).toBe(120);
      expect((await store.register()).holds.map(({ matter }) => matter)).toEqual(matters);
    });
  });
}
