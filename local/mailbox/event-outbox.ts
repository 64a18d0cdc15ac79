import type { MailStore, QueuedEvent } from './mail-store.ts';
import type { SesEvent } from './ses-events.ts';

export type OnEvent = (event: SesEvent) => Promise<void> | void;

/** As many times as EventBridge tries a target by default. */
const MOST_ATTEMPTS = 185;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Hands stored events to `onEvent`, at least once each and in the order they arose; one that fails is tried again later,
 * with growing pauses, while the others go on. Events a killed process left are handed on by the next.
 */
export class EventOutbox {
  readonly #store: MailStore;
  readonly #onEvent: OnEvent;
  readonly #report: (error: unknown) => void;
  readonly #paused = new Map<number, NodeJS.Timeout>();
  #running: Promise<void> | undefined;
  #wanted = false;
  #closed = false;

  constructor(store: MailStore, onEvent: OnEvent, report: (error: unknown) => void) {
    this.#store = store;
    this.#onEvent = onEvent;
    this.#report = report;
  }

  /** Call after events were stored. */
  kick(): void {
    this.#wanted = true;
    if (this.#running !== undefined || this.#closed) return;
    this.#wanted = false;
    this.#running = this.#run()
      .catch(this.#report)
      .finally(() => {
        this.#running = undefined;
        // A kick that came after the last look must not be lost.
        if (this.#wanted) this.kick();
      });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#paused.values()) clearTimeout(timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#handOn(next);
  }

  #next(): QueuedEvent | undefined {
    if (this.#closed) return undefined;
    return this.#store.pendingEvents(this.#paused.size + 1).find(({ number }) => !this.#paused.has(number));
  }

  async #handOn({ number, event, attempts }: QueuedEvent): Promise<void> {
    try {
      await this.#onEvent(event);
      this.#store.markEvent(number, 'delivered', attempts + 1);
    } catch (error) {
      this.#report(error);
      const isLast = attempts + 1 >= MOST_ATTEMPTS;
      this.#store.markEvent(number, isLast ? 'failed' : 'pending', attempts + 1);
      if (!isLast) this.#pause(number, Math.min(FIRST_PAUSE_MS * 2 ** attempts, LONGEST_PAUSE_MS));
    }
  }

  #pause(number: number, milliseconds: number): void {
    const timer = setTimeout(() => {
      this.#paused.delete(number);
      this.kick();
    }, milliseconds).unref();
    this.#paused.set(number, timer);
  }
}
