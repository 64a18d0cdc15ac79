import { dailyDesk } from '../../functions/deadlines/daily-desk.ts';
import { type SweepDependencies, sweep } from '../../functions/deadlines/sweep.ts';
import type { MailSender, SendResult } from '../../functions/messages/mail-sender.ts';
import { mailCarrier } from '../../functions/messages/send-mail.ts';
import {
  type Actor,
  type Ask,
  type Command,
  type CountDates,
  commandHandler,
  keys,
  nextDue,
  type RecordedEvent,
  type RequestState,
  type RequestStore,
  type StoredChange,
} from '../../functions/requests/index.ts';
import type { Organisation } from '../../functions/shared/organisation.ts';
import { Sensitive } from '../../functions/shared/sensitive.ts';
import { FakeOutboxStore } from './fake-outbox-store.ts';
import { fakeRequestStore } from './fake-request-store.ts';

const timeZone = 'Europe/Dublin';
const minute = 60_000;

/** Somebody pulled the plug. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/**
 * Requests, their outbox, the sweep that watches them and the carrier of their mails, on fakes, on a machine that can be told
 * to fail at any call: before it, or after it was carried out.
 */
export class WatchedWorld {
  now = '2026-01-05T00:00:00.000Z';
  /** How likely a call fails, from 0 to 1. */
  weather = 0;
  readonly requests = fakeRequestStore();
  readonly outbox = new FakeOutboxStore();
  /** What the mail service took, whether or not it could say so. */
  readonly sent: string[] = [];
  readonly ids: string[] = [];
  /** Of every request, as they were written. */
  readonly states = new Map<string, RequestState>();
  readonly events = new Map<string, RecordedEvent[]>();
  readonly #random: () => number;
  readonly #countDates: CountDates;
  readonly #dueAt = new Map<string, string>();
  readonly #reports: (() => Promise<void>)[] = [];
  #doneBefore: string | undefined;

  constructor(random: () => number, countDates: CountDates) {
    this.#random = random;
    this.#countDates = countDates;
  }

  give(requestId: string, command: Command, actor: Actor) {
    return this.#handle({ requestId, command, actor });
  }

  /** How many events of this type there are. */
  count(type: string): number {
    return [...this.events.values()].flat().filter(({ event }) => event.type === type).length;
  }

  async submit(requestId: string, ask: Ask): Promise<void> {
    await this.give(requestId, { type: 'submit', ask }, { kind: 'data_subject' });
    this.ids.push(requestId);
  }

  /** One run of the sweep; true when it came to its end and nothing failed. */
  async sweep(remainingMs = () => Number.POSITIVE_INFINITY): Promise<boolean> {
    try {
      const { complete, failed } = await sweep({ ...this.#sweepDependencies(), remainingMs });
      return complete && failed === 0;
    } catch (error) {
      if (error instanceof Crash) return false;
      throw error;
    }
  }

  /** What the stream brings to the mailer: everything that waits, each in a run of its own that may crash. */
  async carryMails(organisation: Organisation): Promise<void> {
    const carry = mailCarrier({
      requests: {
        load: this.#load,
        readSealed: async () => new Sensitive({ email: 'a@b.example' }),
      },
      outbox: this.#shaky(this.outbox, ['settle']),
      sender: this.#sender,
      staffAddresses: { find: async () => undefined },
      organisation,
      siteUrl: 'https://privacy.example',
      drawCode: async () => new Sensitive('123456'),
      now: () => this.now,
      pause: async () => undefined,
    });
    for (const { requestId, outboxId, kind, status } of [...this.outbox.items.values()]) {
      if (kind !== 'mail' || status !== 'pending') continue;
      await carry(requestId, outboxId).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
      });
    }
  }

  /** What the mail service reports of what it took; it always does, within minutes. */
  async deliverReports(): Promise<void> {
    for (const report of this.#reports.splice(0)) await report();
  }

  /** What is due by now and still waits. */
  overlooked(): string[] {
    const due = [...this.#dueAt].filter(([, at]) => at <= this.now).map(([id]) => id);
    const mails = [...this.outbox.items.values()].filter(
      (item) => item.status !== 'done' && item.status !== 'dropped' && item.status !== 'failed',
    );
    return [...due, ...mails.filter(({ dueAt = '' }) => dueAt <= this.now).map(({ outboxId }) => outboxId)];
  }

  /** Forgets mails that are done, so that a year does not grow slower by the day. */
  tidy(): void {
    const longAgo = later(this.now, -hours(48));
    for (const [key, item] of this.outbox.items)
      if (item.createdAt < longAgo && (item.status === 'done' || item.status === 'dropped'))
        this.outbox.items.delete(key);
  }

  /** Without a copy each time: a year reads a million of them, and nobody changes one. */
  readonly #load = async (id: string): Promise<RequestState | undefined> => this.states.get(id);

  get #handle() {
    return commandHandler({
      requests: this.#stored,
      now: () => this.now,
      countPreservation: () => undefined,
      countDates: this.#countDates,
    });
  }

  get #stored(): RequestStore {
    const append = async (change: StoredChange) => {
      const written = await this.requests.append(change);
      if (!written.ok) return written;
      this.states.set(change.after.id, change.after);
      this.events.set(change.after.id, [...(this.events.get(change.after.id) ?? []), ...change.events]);
      for (const effect of change.effects)
        if (effect.kind === 'mail') this.outbox.put(change.after.id, effect, change.after.changedAt);
      this.#noteDue(change.after);
      return written;
    };
    return { ...this.requests, load: this.#load, append: this.#shaky({ append }, ['append']).append };
  }

  #noteDue(state: RequestState): void {
    const due = nextDue(state);
    if (due === undefined) this.#dueAt.delete(state.id);
    else this.#dueAt.set(state.id, due);
  }

  #sweepDependencies(): Omit<SweepDependencies, 'remainingMs'> {
    const outbox = this.#shaky(this.outbox, ['handOut', 'announce', 'settle']);
    return {
      due: this.#dueIndex(),
      requests: this.#stored,
      outbox,
      handle: this.#handle,
      restartIfLost: async (id) => {
        if (this.#random() < 0.98) return false;
        return (await this.give(id, { type: 'restart_workflow' }, { kind: 'system', part: 'watch' })).ok;
      },
      deleteExport: async () => this.#maybeCrash(),
      eraseRecord: async () => this.#maybeCrash(),
      keepPreserved: async () => false,
      liftHolds: async () => undefined,
      dailyDesk: dailyDesk({
        // Counting is not what is tried here.
        requests: { queue: async () => ({ requests: [] }) },
        outbox,
        holds: { register: async () => ({ version: 1, holds: [] }) },
        timeZone,
        now: () => this.now,
      }),
      now: () => this.now,
      report: (_item, error) => {
        if (!(error instanceof Crash)) throw error;
      },
    };
  }

  #dueIndex(): SweepDependencies['due'] {
    const world = this;
    return {
      async *dueOn(date, until) {
        for (const [id, due] of [...world.#dueAt]) {
          if (due.startsWith(date) && due <= until) yield keys.stateKey(id);
        }
        for (const { kind, requestId, outboxId, dueAt } of [...world.outbox.items.values()]) {
          if (dueAt?.startsWith(date) && dueAt <= until)
            yield (kind === 'mail' ? keys.mailKey : keys.workKey)(requestId, outboxId);
        }
        // A run can die between two pages.
        world.#maybeCrash();
      },
      readDoneBefore: async () => world.#doneBefore,
      writeDoneBefore: async (date) => {
        world.#maybeCrash();
        world.#doneBefore = date;
      },
      settle: async () => undefined,
      postpone: async (id, version, until) => {
        world.#maybeCrash();
        if (world.states.get(id)?.version === version) world.#dueAt.set(id, until);
      },
    };
  }

  get #sender(): MailSender {
    return {
      send: async ({ requestId, outboxId }): Promise<SendResult> => {
        const luck = this.#random();
        if (luck < this.weather) return { status: 'throttled' };
        this.sent.push(`${requestId} ${outboxId}`);
        const ref = { requestId, kind: 'mail', outboxId } as const;
        this.#reports.push(async () => {
          await this.outbox.noteDelivery(ref, { delivery: 'delivered', messageId: outboxId, at: this.now });
        });
        return luck < 2 * this.weather
          ? { status: 'ambiguous', code: 'TimeoutError' }
          : { status: 'sent', messageId: outboxId };
      },
    };
  }

  /** The same port, but these calls may fail before or after they were carried out. */
  #shaky<Port extends object>(port: Port, names: readonly (keyof Port)[]): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        if (!names.includes(name as keyof Port)) return method.bind(target);
        return async (...parameters: unknown[]) => {
          this.#maybeCrash();
          const answer: unknown = await method.apply(target, parameters);
          this.#maybeCrash();
          return answer;
        };
      },
    });
  }

  #maybeCrash(): void {
    if (this.#random() < this.weather / 2) throw new Crash('the plug was pulled');
  }
}

export const later = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();
export const hours = (count: number): number => count * 60 * minute;
