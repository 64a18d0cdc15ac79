import type { MailItem, WorkItem } from './outbox.ts';

/** Side effects on their way out, one item each. All changes are conditional, so two carriers never both win. */
export interface OutboxStore {
  findMail(requestId: string, outboxId: string): Promise<MailItem | undefined>;
  findWork(requestId: string, outboxId: string): Promise<WorkItem | undefined>;
  /** All mails of a request, oldest first. */
  mails(requestId: string): Promise<readonly MailItem[]>;
  /**
   * `pending` → `sending`; false when somebody else has it. Unless settled by `until` (ISO instant), the sweep finds it.
   */
  claim(ref: OutboxRef, at: string, until: string): Promise<boolean>;
  /** Ends or postpones an attempt. What is `done` stays done. */
  settle(ref: OutboxRef, outcome: OutboxOutcome): Promise<void>;
}

export interface OutboxRef {
  readonly requestId: string;
  readonly kind: 'mail' | 'work';
  readonly outboxId: string;
}

export type OutboxOutcome =
  | { readonly status: 'done'; readonly at: string; readonly messageId?: string }
  /** Back to `pending`; the sweep hands it out at `dueAt`. */
  | { readonly status: 'pending'; readonly dueAt: string; readonly error?: string }
  /** Given up; staff see it. */
  | { readonly status: 'failed'; readonly at: string; readonly error: string };
