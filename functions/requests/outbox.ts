import type { Milestone, Work } from './effects.ts';

/**
 * A side effect on its way out. `pending` waits for a carrier, `sending` is claimed by one, `done` was carried out,
 * `failed` needs a person. A carrier that dies leaves `sending`, which the sweep hands out again when the claim has run out.
 */
export type OutboxStatus = 'pending' | 'sending' | 'done' | 'failed';

export interface OutboxItem {
  readonly requestId: string;
  readonly outboxId: string;
  readonly status: OutboxStatus;
  readonly createdAt: string;
  readonly attempts: number;
  readonly claimedAt?: string;
  readonly doneAt?: string;
  /** Code of the last failure. */
  readonly error?: string;
}

export interface MailItem extends OutboxItem {
  readonly kind: 'mail';
  readonly milestone: Milestone;
  /** What became of the mail after we handed it over. */
  readonly delivery?: 'sent' | 'delivered' | 'bounced' | 'complained' | 'rejected';
  readonly messageId?: string;
}

export interface WorkItem extends OutboxItem {
  readonly kind: 'work';
  readonly work: Work;
}

/** How long a freshly written item may wait for the stream before the sweep takes it up. */
export const outboxPatienceMs = 5 * 60_000;
