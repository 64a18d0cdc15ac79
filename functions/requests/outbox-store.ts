import type { Delivery, DeskMail, MailItem, OutboxStatus, WorkItem } from './outbox.ts';

/** Side effects on their way out, one item each. All changes are conditional, so two carriers never both win. */
export interface OutboxStore {
  findMail(requestId: string, outboxId: string): Promise<MailItem | undefined>;
  /** Writes a mail to staff that belongs to no request, once per owner and milestone; false when it was written before. */
  announce(mail: DeskMail, at: string): Promise<boolean>;
  findWork(requestId: string, outboxId: string): Promise<WorkItem | undefined>;
  /** All mails of a request, oldest first. */
  mails(requestId: string): Promise<readonly MailItem[]>;
  /** Mails of all requests that failed or came back and wait for a person, oldest first. */
  failedMails(limit: number): Promise<readonly MailItem[]>;
  /**
   * `pending` → `sending`; false when somebody else has it. Unless settled by `until` (ISO instant), the sweep finds it.
   */
  claim(ref: OutboxRef, at: string, until: string): Promise<boolean>;
  /** Ends or postpones an attempt. What is `done` stays done. */
  settle(ref: OutboxRef, outcome: OutboxOutcome): Promise<void>;
  /**
   * What the mail service reports of a mail. A later stage is never replaced by an earlier one; a mail still claimed is
   * settled as done. An item that is gone is ignored: its request was erased. Answers `second_mail` when another mail of the
   * same item was reported as sent before.
   */
  noteDelivery(
    ref: OutboxRef,
    report: { readonly delivery: Delivery; readonly messageId: string; readonly at: string },
  ): Promise<'noted' | 'known' | 'second_mail'>;
  /**
   * Hands an item to its carrier again: `pending`, and a change the stream reports. Refuses (false) what is done
   * or was changed since it was read as `seen`; a mail that came back starts anew.
   */
  handOut(
    ref: OutboxRef,
    seen: { readonly status: OutboxStatus; readonly attempts: number },
    dueAt: string,
  ): Promise<boolean>;
}

export interface OutboxRef {
  readonly requestId: string;
  readonly kind: 'mail' | 'work';
  readonly outboxId: string;
}

export type OutboxOutcome =
  | { readonly status: 'done'; readonly at: string; readonly messageId?: string }
  /** Back to `pending`, not to be tried before `dueAt`; at the latest the sweep hands it out then. */
  | { readonly status: 'pending'; readonly dueAt: string; readonly error?: string }
  /** Not needed any more. */
  | { readonly status: 'dropped'; readonly at: string }
  /** Given up; staff see it. */
  | { readonly status: 'failed'; readonly at: string; readonly error: string };
