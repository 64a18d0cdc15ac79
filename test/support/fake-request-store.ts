import {
  queueOf,
  type RecordedEvent,
  type RecordRemains,
  type RequestState,
  type RequestStore,
  type StoredChange,
} from '../../functions/requests/index.ts';
import { accepted, refused } from '../../functions/shared/result.ts';
import { Sensitive } from '../../functions/shared/sensitive.ts';

type Effects = StoredChange['effects'];

export interface FakeRequestStore extends RequestStore {
  /** Every effect ever written, with the request it belongs to, in order. */
  readonly effects: readonly { readonly requestId: string; readonly effect: Effects[number] }[];
  /** Requests ever written. */
  readonly count: () => number;
  /** Takes a sealed item away, as retention does. */
  erase(id: string, name: string): void;
  /** Somebody placed or released a legal hold. */
  changeHolds(): void;
  readonly remains: RecordRemains;
}

/** Requests in memory, with the promises of `RequestStore`. Values are copied, so nobody shares state by accident. */
export function fakeRequestStore(): FakeRequestStore {
  const states = new Map<string, RequestState>();
  const histories = new Map<string, RecordedEvent[]>();
  const sealedItems = new Map<string, unknown>();
  const references = new Map<string, string>();
  const forms = new Map<string, string>();
  let holds = 0;
  const effects: { requestId: string; effect: Effects[number] }[] = [];

  const sortKey = (state: RequestState): string => `${state.replyBy}#${state.id}`;

  return {
    effects,
    count: () => states.size,
    erase: (id, name) => {
      sealedItems.delete(`${id}/${name}`);
    },
    changeHolds: () => {
      holds++;
    },
    remains: {
      async erase(id, reference) {
        for (const key of [...sealedItems.keys()]) if (key.startsWith(`${id}/`)) sealedItems.delete(key);
        if (references.get(reference) === id) references.delete(reference);
      },
    },

    async load(id) {
      return structuredClone(states.get(id));
    },

    async history(id) {
      return structuredClone(histories.get(id) ?? []);
    },

    async append({ before, after, events, effects: caused, sealed, formHash, holdsVersion }) {
      const { id } = after;
      const earlier = formHash === undefined ? undefined : forms.get(formHash);
      if (earlier !== undefined) return refused({ code: 'form_replayed', requestId: earlier });
      const moved = before
        ? states.get(id)?.version !== before.version
        : states.has(id) || references.has(after.reference);
      if (moved) return refused({ code: 'conflict' });
      if (holdsVersion !== undefined && holdsVersion !== holds) return refused({ code: 'holds_changed' });
      states.set(id, structuredClone(after));
      histories.set(id, [...(histories.get(id) ?? []), ...structuredClone(events)]);
      effects.push(...caused.map((effect) => ({ requestId: id, effect })));
      for (const { name, value } of sealed) sealedItems.set(`${id}/${name}`, structuredClone(value.reveal()));
      if (!before) references.set(after.reference, id);
      if (formHash !== undefined) forms.set(formHash, id);
      return accepted(undefined);
    },

    async readSealed(id, name) {
      const key = `${id}/${name}`;
      return sealedItems.has(key) ? new Sensitive(structuredClone(sealedItems.get(key))) : undefined;
    },

    async idOfReference(reference) {
      return references.get(reference);
    },

    async queue(name, { limit, cursor }) {
      const behind = [...states.values()]
        .filter((state) => !state.recordErasedAt && queueOf(state) === name)
        .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
        .filter((state) => cursor === undefined || sortKey(state) > cursor);
      const page = behind.slice(0, limit);
      const last = page.at(-1);
      return {
        requests: structuredClone(page),
        ...(behind.length > limit && last ? { cursor: sortKey(last) } : {}),
      };
    },

    async ofSubject(subjectKey) {
      return [...states.values()]
        .filter((state) => !state.recordErasedAt && state.subjectKey === subjectKey)
        .toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1))
        .map(({ id }) => id);
    },
  };
}
