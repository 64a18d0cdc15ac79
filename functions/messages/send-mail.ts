import { codeValidMinutes, type DrawCode, purposeOf } from '../identity/index.ts';
import {
  type Milestone,
  type OutboxRef,
  type OutboxStore,
  type RequestState,
  type RequestStore,
  subjectItem,
  subjectSchema,
} from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { type ComposedMail, composeMail } from './compose-mail.ts';
import type { MailSender, SendResult } from './mail-sender.ts';

export interface SendMailDependencies {
  readonly requests: Pick<RequestStore, 'load' | 'readSealed'>;
  readonly outbox: OutboxStore;
  readonly sender: MailSender;
  readonly organisation: Organisation;
  /** Origin of the member site. */
  readonly siteUrl: string;
  /** Draws a fresh code for a request, of which only a keyed hash is kept. */
  readonly drawCode: DrawCode;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

/**
 * The declared window: a claimed mail whose fate is unknown may go out again after this. SES reports what it accepted
 * within seconds; only if its Send event is later than this can a milestone be mailed twice.
 */
export const claimMs = 15 * 60_000;

/** How long a throttled mail waits for its next try. */
const throttleMs = 60_000;

/** Sends one mail of the outbox, at most once per claim. What became of it is on the item. */
export function mailCarrier(dependencies: SendMailDependencies) {
  const { requests, outbox, sender, now } = dependencies;

  return async (requestId: string, outboxId: string): Promise<void> => {
    const item = await outbox.findMail(requestId, outboxId);
    if (item?.status !== 'pending') return;
    const ref: OutboxRef = { requestId, kind: 'mail', outboxId };
    if (!(await outbox.claim(ref, now(), later(claimMs)))) return;

    const state = await requests.load(requestId);
    const sealed = await requests.readSealed(requestId, subjectItem);
    if (!state || !sealed) {
      await outbox.settle(ref, { status: 'failed', at: now(), error: 'recipient_erased' });
      return;
    }
    const mail = await compose(state, item.milestone);
    if (!mail) {
      await outbox.settle(ref, { status: 'failed', at: now(), error: 'template_missing' });
      return;
    }
    const { email } = subjectSchema.parse(sealed.reveal());
    const rendered = new Sensitive(mail);
    await settle(ref, await sender.send({ to: new Sensitive(email), rendered, requestId, outboxId }));
  };

  async function compose(state: RequestState, milestone: Milestone): Promise<ComposedMail | undefined> {
    const purpose = purposeOf(milestone);
    const drawn = purpose ? await dependencies.drawCode(state.id, purpose) : undefined;
    const code = drawn ? { digits: drawn.reveal(), minutes: codeValidMinutes } : undefined;
    return composeMail(state, milestone, dependencies, code);
  }

  async function settle(ref: OutboxRef, result: SendResult): Promise<void> {
    switch (result.status) {
      case 'sent':
        return outbox.settle(ref, { status: 'done', at: now(), messageId: result.messageId });
      case 'throttled':
        return outbox.settle(ref, { status: 'pending', dueAt: later(throttleMs), error: 'throttled' });
      case 'rejected':
        return outbox.settle(ref, { status: 'failed', at: now(), error: result.code });
      case 'ambiguous':
        // Stays claimed: the service's Send event settles it, or the sweep when the claim runs out.
        return;
    }
  }

  function later(ms: number): string {
    return new Date(Date.parse(now()) + ms).toISOString();
  }
}
