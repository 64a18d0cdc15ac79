import type { Effect, Milestone, Work } from './effects.ts';
import { dueKeys, mailKey, workKey } from './keys.ts';
import type { StaffAddressee, StaffMilestone } from './staff-mail.ts';

/**
 * A side effect on its way out. `pending` waits for a carrier, `sending` is claimed by one, `done` was carried out,
 * `failed` needs a person, `dropped` was overtaken by what happened meanwhile. A carrier that dies leaves `sending`, which the sweep hands out again when the claim has run out.
 */
export type OutboxStatus = 'pending' | 'sending' | 'done' | 'failed' | 'dropped';

export interface OutboxItem {
  /** The request it belongs to, or `desk-…` for mails to staff that belong to none. */
  readonly requestId: string;
  readonly outboxId: string;
  readonly status: OutboxStatus;
  readonly createdAt: string;
  readonly attempts: number;
  /** Times the sweep has handed it to its carrier again. */
  readonly handedOut?: number;
  readonly claimedAt?: string;
  readonly doneAt?: string;
  /** Not tried again before this instant. */
  readonly retryAt?: string;
  /** Code of the last failure. */
  readonly error?: string;
}

/** In the order in which they can follow one another. */
export const deliveries = ['sent', 'delivered', 'rejected', 'bounced', 'complained'] as const;
export type Delivery = (typeof deliveries)[number];
/** The mail did not get where it should. */
export const failedDeliveries: ReadonlySet<Delivery> = new Set(['rejected', 'bounced', 'complained']);

/** Whether staff may send a mail again: it was given up, or it came back. Whoever marked a mail as spam gets no second one. */
export function canResend({ status, delivery }: Pick<MailItem, 'status' | 'delivery'>): boolean {
  return status === 'failed' || delivery === 'bounced' || delivery === 'rejected';
}

export interface MailItem extends OutboxItem {
  readonly kind: 'mail';
  readonly milestone: Milestone;
  /** Staff; absent for the data subject. */
  readonly to?: readonly StaffAddressee[];
  /** Which of the data subject's further addresses on record, from 1; absent for the confirmed one. */
  readonly addressOnRecord?: number;
  /** What the mail says beside what its request knows: counts, dates and ids. */
  readonly facts?: MailFacts;
  /** What became of the mail after we handed it over. */
  readonly delivery?: Delivery;
  readonly messageId?: string;
}

export interface WorkItem extends OutboxItem {
  readonly kind: 'work';
  readonly work: Work;
}

/** Nothing personal. */
export type MailFacts = Readonly<Record<string, number | string>>;

/** A mail to staff that belongs to no request. */
export interface DeskMail {
  /** `desk-…`, see `keys.ts`. */
  readonly owner: string;
  readonly milestone: StaffMilestone;
  readonly to: readonly StaffAddressee[];
  readonly facts: MailFacts;
}

/** How long a freshly written item may wait for the stream before the sweep takes it up. */
export const outboxPatienceMs = 5 * 60_000;

/** An effect as it is first stored; it is due a little later, so the sweep finds what the stream left behind. */
export function pendingItem(effect: Effect, requestId: string, at: string): Record<string, unknown> {
  const key = effect.kind === 'mail' ? mailKey(requestId, effect.outboxId) : workKey(requestId, effect.outboxId);
  return {
    ...key,
    ...effect,
    requestId,
    status: 'pending',
    attempts: 0,
    createdAt: at,
    ...dueKeys(new Date(Date.parse(at) + outboxPatienceMs).toISOString(), key),
  };
}

/** How long mails to staff that belong to no request are kept: two years. */
const deskMailSeconds = 730 * 86_400;

/** A mail to staff as it is first stored, once per owner and milestone. */
export function deskItem({ owner, ...mail }: DeskMail, at: string): Record<string, unknown> {
  return {
    ...pendingItem({ kind: 'mail', outboxId: mail.milestone, ...mail }, owner, at),
    facts: mail.facts,
    expiresAt: Math.floor(Date.parse(at) / 1000) + deskMailSeconds,
  };
}
