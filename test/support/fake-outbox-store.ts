import {
  type DeskMail,
  type Effect,
  type MailItem,
  type OutboxOutcome,
  type OutboxRef,
  type OutboxStatus,
  type OutboxStore,
  outboxPatienceMs,
  type WorkItem,
} from '../../functions/requests/index.ts';
import { canResend, deliveries, failedDeliveries } from '../../functions/requests/outbox.ts';

/** What an item that is handed out again no longer has. */
const anew = { failedAt: undefined, retryAt: undefined, delivery: undefined, doneAt: undefined };

type Item = (MailItem | WorkItem) & { dueAt?: string; failedAt?: string };

/** An outbox in memory. Passes the same contract as the real one. */
export class FakeOutboxStore implements OutboxStore {
  readonly items = new Map<string, Item>();

  /** What the transaction of an event writes. */
  put(requestId: string, effect: Effect, createdAt: string): void {
    const dueAt = new Date(Date.parse(createdAt) + outboxPatienceMs).toISOString();
    this.items.set(keyOf({ requestId, ...effect }), {
      ...effect,
      requestId,
      status: 'pending',
      attempts: 0,
      createdAt,
      dueAt,
    });
  }

  async announce({ owner, ...mail }: DeskMail, at: string): Promise<boolean> {
    const effect = { kind: 'mail', outboxId: mail.milestone, ...mail } as const;
    if (this.items.has(keyOf({ requestId: owner, ...effect }))) return false;
    this.put(owner, effect, at);
    return true;
  }

  async findMail(requestId: string, outboxId: string): Promise<MailItem | undefined> {
    return this.items.get(keyOf({ requestId, kind: 'mail', outboxId })) as MailItem | undefined;
  }

  async findWork(requestId: string, outboxId: string): Promise<WorkItem | undefined> {
    return this.items.get(keyOf({ requestId, kind: 'work', outboxId })) as WorkItem | undefined;
  }

  async mails(requestId: string): Promise<readonly MailItem[]> {
    return [...this.items.values()]
      .filter((item): item is MailItem & Item => item.requestId === requestId && item.kind === 'mail')
      .sort((a, b) => (a.outboxId < b.outboxId ? -1 : 1));
  }

  async failedMails(limit: number): Promise<readonly MailItem[]> {
    return [...this.items.values()]
      .filter((item): item is MailItem & Item => item.kind === 'mail' && item.failedAt !== undefined)
      .sort((a, b) => ((a.failedAt ?? '') < (b.failedAt ?? '') ? -1 : 1))
      .slice(0, limit);
  }

  async claim(ref: OutboxRef, at: string, until: string): Promise<boolean> {
    const item = this.items.get(keyOf(ref));
    if (item?.status !== 'pending') return false;
    this.#change(ref, { status: 'sending', claimedAt: at, attempts: item.attempts + 1, dueAt: until });
    return true;
  }

  async settle(ref: OutboxRef, outcome: OutboxOutcome): Promise<void> {
    if (this.items.get(keyOf(ref))?.status === 'done') return;
    const { status } = outcome;
    if (outcome.status === 'pending')
      this.#change(ref, {
        status,
        dueAt: outcome.dueAt,
        retryAt: outcome.dueAt,
        error: outcome.error,
        failedAt: undefined,
      });
    else if (outcome.status === 'failed')
      this.#change(ref, { status, doneAt: outcome.at, error: outcome.error, dueAt: undefined, failedAt: outcome.at });
    else
      this.#change(ref, {
        status,
        doneAt: outcome.at,
        messageId: outcome.status === 'done' ? outcome.messageId : undefined,
        dueAt: undefined,
        failedAt: undefined,
      });
  }

  async noteDelivery(
    ref: OutboxRef,
    report: Parameters<OutboxStore['noteDelivery']>[1],
  ): ReturnType<OutboxStore['noteDelivery']> {
    const item = this.items.get(keyOf(ref));
    if (item?.kind !== 'mail') return 'known';
    if (item.delivery && deliveries.indexOf(item.delivery) >= deliveries.indexOf(report.delivery))
      return report.delivery === 'sent' && item.messageId !== report.messageId ? 'second_mail' : 'known';
    const { delivery, messageId, at } = report;
    const failedAt = failedDeliveries.has(delivery) ? at : undefined;
    this.#change(ref, { status: 'done', delivery, messageId, doneAt: item.doneAt ?? at, dueAt: undefined, failedAt });
    return 'noted';
  }

  async handOut(ref: OutboxRef, seen: { status: OutboxStatus; attempts: number }, dueAt: string): Promise<boolean> {
    const item = this.items.get(keyOf(ref));
    if (!item || item.status !== seen.status || item.attempts !== seen.attempts) return false;
    if (item.status === 'done' && !(item.kind === 'mail' && canResend(item))) return false;
    this.#change(ref, {
      status: 'pending',
      handedOut: (item.handedOut ?? 0) + 1,
      dueAt,
      ...anew,
    });
    return true;
  }

  #change(ref: OutboxRef, fields: Readonly<Record<string, unknown>>): void {
    const item = this.items.get(keyOf(ref));
    if (!item) return;
    const changed = Object.entries({ ...item, ...fields }).filter(([, value]) => value !== undefined);
    this.items.set(keyOf(ref), Object.fromEntries(changed) as unknown as Item);
  }
}

function keyOf({ requestId, kind, outboxId }: OutboxRef): string {
  return `${requestId} ${kind} ${outboxId}`;
}
