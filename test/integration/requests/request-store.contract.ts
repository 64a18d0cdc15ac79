import { describe, expect, it } from 'vitest';
import {
  type Command,
  decide,
  firstTamperedEvent,
  type RequestState,
  type RequestStore,
  recordEvents,
  type StoredChange,
} from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { aDataSubject, anAsk } from '../../support/a-request.ts';

const at = '2026-11-02T10:00:00.000Z';

/** A change as a use case makes it: decided, recorded, with its effects. */
function change(id: string, before: RequestState | undefined, command: Command): StoredChange {
  const context = { now: at, actor: aDataSubject };
  const decision = decide(before, command, context);
  if (!decision.ok) throw new Error(`refused: ${decision.refusal.code}`);
  const { recorded, effects, state } = recordEvents(id, before, decision.value, context);
  if (!state) throw new Error('no state');
  return { before, after: state, events: recorded, effects, sealed: [] };
}

const submitted = (id: string, reference = `PR-${id}`, more: Partial<typeof anAsk> = {}): StoredChange =>
  change(id, undefined, { type: 'submit', ask: { ...anAsk, reference, ...more } });

/** What every store of requests promises. */
export function requestStoreContract(name: string, make: () => Promise<RequestStore>): void {
  describe(`${name}: a store of requests`, () => {
    it('gives back state, history and reference as they were written', async () => {
      const store = await make();
      const first = submitted('r-1');
      expect(await store.append(first)).toEqual({ ok: true, value: undefined });
      const second = change('r-1', first.after, { type: 'confirm_email' });
      expect((await store.append(second)).ok).toBe(true);
      const state = await store.load('r-1');
      expect(state).toEqual(second.after);
      const history = await store.history('r-1');
      expect(history).toEqual([...first.events, ...second.events]);
      expect(state && firstTamperedEvent(history, state)).toBeUndefined();
      expect(await store.idOfReference('PR-r-1')).toBe('r-1');
    });

    it('knows nothing of what was never written', async () => {
      const store = await make();
      expect(await store.load('r-1')).toBeUndefined();
      expect(await store.history('r-1')).toEqual([]);
      expect(await store.idOfReference('PR-r-1')).toBeUndefined();
      expect(await store.readSealed('r-1', 'subject')).toBeUndefined();
      expect(await store.ofSubject('nobody')).toEqual([]);
    });

    it('lets one of many writers at once win, and keeps nothing of the others', async () => {
      const store = await make();
      const first = submitted('r-1');
      await store.append(first);
      const sealed = (n: number) => [{ name: `note-${n}`, value: new Sensitive(n) }];
      const writers = [1, 2, 3, 4].map((n) =>
        store.append({ ...change('r-1', first.after, { type: 'confirm_email' }), sealed: sealed(n) }),
      );
      const answers = await Promise.all(writers);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      for (const answer of answers) if (!answer.ok) expect(answer.refusal).toEqual({ code: 'conflict' });
      const notes = await Promise.all([1, 2, 3, 4].map((n) => store.readSealed('r-1', `note-${n}`)));
      expect(notes.filter(Boolean)).toHaveLength(1);
      expect(await store.history('r-1')).toHaveLength(2);
    });

    it('answers a form sent again with the request it made, also when sent twice at once', async () => {
      const store = await make();
      const answers = await Promise.all(
        ['r-1', 'r-2', 'r-3'].map((id) => store.append({ ...submitted(id), formHash: 'form' })),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      const replay = await store.append({ ...submitted('r-4'), formHash: 'form' });
      if (replay.ok || replay.refusal.code !== 'form_replayed') throw new Error('the form was taken twice');
      expect(await store.load(replay.refusal.requestId)).toBeDefined();
      expect(await store.load('r-4')).toBeUndefined();
    });

    it('writes nothing once the register of holds has changed since it was read', async () => {
      const store = await make();
      await store.append(submitted('r-1'));
      const confirmed = change('r-1', await store.load('r-1'), { type: 'confirm_email' });
      expect(await store.append({ ...confirmed, holdsVersion: 7 })).toEqual({
        ok: false,
        refusal: { code: 'holds_changed' },
      });
      expect(await store.history('r-1')).toHaveLength(1);
      expect((await store.append({ ...confirmed, holdsVersion: 0 })).ok).toBe(true);
    });

    it('takes a reference once', async () => {
      const store = await make();
      expect((await store.append(submitted('r-1', 'PR-SAME'))).ok).toBe(true);
      expect(await store.append(submitted('r-2', 'PR-SAME'))).toEqual({ ok: false, refusal: { code: 'conflict' } });
      expect(await store.load('r-2')).toBeUndefined();
    });

    it('seals personal data beside the request', async () => {
      const store = await make();
      const value = { email: 'mei@example.org', name: '陈梅' };
      await store.append({ ...submitted('r-1'), sealed: [{ name: 'subject', value: new Sensitive(value) }] });
      const sealed = await store.readSealed('r-1', 'subject');
      expect(String(sealed)).toBe('[redacted]');
      expect(sealed?.reveal()).toEqual(value);
      expect(JSON.stringify([await store.load('r-1'), await store.history('r-1')])).not.toContain('mei');
    });

    it('hands a queue out page by page, the next answer due first', async () => {
      const store = await make();
      const days = ['05', '01', '04', '02', '03'];
      for (const day of days) await store.append(submitted(`r-${day}`, `PR-${day}`, { replyBy: `2026-12-${day}` }));
      const confirmed = await store.load('r-03');
      await store.append(change('r-03', confirmed, { type: 'confirm_email' }));
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.queue('unconfirmed', { limit: 2, ...(cursor ? { cursor } : {}) });
        ids.push(...page.requests.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor);
      expect(ids).toEqual(['r-01', 'r-02', 'r-04', 'r-05']);
      expect((await store.queue('open', { limit: 9 })).requests.map(({ id }) => id)).toEqual(['r-03']);
    });

    it('finds the requests of one data subject', async () => {
      const store = await make();
      await store.append(submitted('r-1', 'PR-1', { subjectKey: 'a' }));
      await store.append(submitted('r-2', 'PR-2', { subjectKey: 'b' }));
      await store.append(submitted('r-3', 'PR-3', { subjectKey: 'a' }));
      expect([...(await store.ofSubject('a'))].toSorted()).toEqual(['r-1', 'r-3']);
    });
  });
}
