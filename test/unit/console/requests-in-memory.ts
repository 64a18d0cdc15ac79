import {
  closedStatuses,
  type RecordedEvent,
  type RequestState,
  type RequestStore,
} from '../../../functions/requests/index.ts';
import { accepted, refused } from '../../../functions/shared/result.ts';
import type { Sensitive } from '../../../functions/shared/sensitive.ts';

/** Requests in memory, which a test may also change behind the rules' back. */
export class RequestsInMemory implements RequestStore {
  readonly states = new Map<string, RequestState>();
  readonly events = new Map<string, RecordedEvent[]>();
  readonly sealed = new Map<string, Sensitive<unknown>>();

  async load(id: string): Promise<RequestState | undefined> {
    return this.states.get(id);
  }

  async history(id: string): Promise<readonly RecordedEvent[]> {
    return [...(this.events.get(id) ?? [])];
  }

  async append({ before, after, events, sealed }: Parameters<RequestStore['append']>[0]) {
    if (this.states.get(after.id)?.version !== before?.version) return refused({ code: 'conflict' } as const);
    this.put(after, events);
    for (const { name, value } of sealed) this.sealed.set(`${after.id} ${name}`, value);
    return accepted(undefined);
  }

  /** Takes a request in as it is. */
  put(state: RequestState, events: readonly RecordedEvent[]): void {
    this.states.set(state.id, state);
    this.events.set(state.id, [...(this.events.get(state.id) ?? []), ...events]);
  }

  async readSealed(id: string, name: string): Promise<Sensitive<unknown> | undefined> {
    return this.sealed.get(`${id} ${name}`);
  }

  async idOfReference(reference: string): Promise<string | undefined> {
    return [...this.states.values()].find((state) => state.reference === reference)?.id;
  }

  async queue(name: 'unconfirmed' | 'open' | 'closed', { limit, cursor }: { limit: number; cursor?: string }) {
    const queueOf = ({ status }: RequestState) =>
      status === 'awaiting_confirmation' ? 'unconfirmed' : closedStatuses.has(status) ? 'closed' : 'open';
    const all = [...this.states.values()]
      .filter((state) => queueOf(state) === name)
      .sort((a, b) => `${a.replyBy}#${a.id}`.localeCompare(`${b.replyBy}#${b.id}`));
    const start = Number(cursor ?? 0);
    const end = start + limit;
    return { requests: all.slice(start, end), ...(end < all.length ? { cursor: String(end) } : {}) };
  }

  async ofSubject(subjectKey: string): Promise<readonly string[]> {
    return [...this.states.values()].filter((state) => state.subjectKey === subjectKey).map(({ id }) => id);
  }
}
