import type { Result } from '../shared/result.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import type { Effect } from './effects.ts';
import type { QueueName } from './keys.ts';
import type { RecordedEvent } from './request-events.ts';
import type { RequestState } from './request-state.ts';

/** Where requests are kept. Every implementation passes `test/integration/requests/request-store.contract.ts`. */
export interface RequestStore {
  /** The state as of the last write, strongly consistent; undefined when there is no such request. */
  load(id: string): Promise<RequestState | undefined>;
  /** All events of a request, oldest first. */
  history(id: string): Promise<readonly RecordedEvent[]>;
  /**
   * Writes events, state, effects and sealed items in one transaction, or nothing.
   * Refuses with `conflict` when the request moved on since `before`, with `holds_changed` when the register of holds did,
   * and with `form_replayed` when the form was sent before.
   */
  append(change: StoredChange): Promise<Result<void, AppendRefusal>>;
  /** Personal data beside a request; undefined when never sealed or erased. */
  readSealed(id: string, name: string): Promise<Sensitive<unknown> | undefined>;
  idOfReference(reference: string): Promise<string | undefined>;
  /** One page of a queue, the next answer due first. `cursor` is opaque. A request whose record was erased is in none. */
  queue(name: QueueName, page: { readonly limit: number; readonly cursor?: string }): Promise<QueuePage>;
  /** Ids of the requests of one data subject whose record is kept, oldest first. */
  ofSubject(subjectKey: string): Promise<readonly string[]>;
}

export interface StoredChange {
  readonly before: RequestState | undefined;
  readonly after: RequestState;
  readonly events: readonly RecordedEvent[];
  readonly effects: readonly Effect[];
  readonly sealed: readonly SealedItem[];
  /** With the first event only: hash of the form's one-time id. */
  readonly formHash?: string;
  /** Written only while the register of legal holds is at this version. */
  readonly holdsVersion?: number;
}

export interface SealedItem {
  readonly name: string;
  readonly value: Sensitive<unknown>;
}

export type AppendRefusal =
  | { readonly code: 'conflict' }
  | { readonly code: 'holds_changed' }
  | { readonly code: 'form_replayed'; readonly requestId: string };

export interface QueuePage {
  readonly requests: readonly RequestState[];
  readonly cursor?: string;
}
