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
import type { MailSender, SendResult } from './mail-sender.ts';
import { mailVariables } from './mail-variables.ts';
import { renderMail } from './message-template.ts';

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
    const template = dependencies.organisation.messages[state.language]?.[item.milestone];
    if (!template) {
      await outbox.settle(ref, { status: 'failed', at: now(), error: 'template_missing' });
      return;
    }
    const rendered = await render(state, item.milestone, template);
    const { email } = subjectSchema.parse(sealed.reveal());
    await settle(ref, await sender.send({ to: new Sensitive(email), rendered, requestId, outboxId }));
  };

  async function render(state: RequestState, milestone: Milestone, template: Parameters<typeof renderMail>[0]) {
    const { organisation, siteUrl, drawCode } = dependencies;
    const purpose = purposeOf(milestone);
    const drawn = purpose ? await drawCode(state.id, purpose) : undefined;
    const code = drawn ? { digits: drawn.reveal(), minutes: codeValidMinutes } : undefined;
    return new Sensitive(
      renderMail(template, mailVariables(state, organisation, code), {
        language: state.language,
        timeZone: state.timeZone,
        siteUrl,
        footer: `${organisation.controller.name} · ${organisation.controller.address} · ${organisation.controller.email}`,
      }),
    );
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
