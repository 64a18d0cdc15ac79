import { codeValidMinutes, type DrawCode, purposeOf } from '../identity/index.ts';
import {
  addressesItem,
  addressesSchema,
  keys,
  type MailItem,
  type OutboxRef,
  type OutboxStore,
  type RequestState,
  type RequestStore,
  type StaffAddressee,
  subjectItem,
  subjectSchema,
} from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { type ComposedMail, composeMail } from './compose-mail.ts';
import { composeStaffMail } from './compose-staff-mail.ts';
import { isOvertaken } from './is-overtaken.ts';
import type { MailSender, SendResult } from './mail-sender.ts';
import type { StaffAddresses } from './staff-addresses.ts';

export interface SendMailDependencies {
  readonly requests: Pick<RequestStore, 'load' | 'readSealed'>;
  readonly outbox: OutboxStore;
  readonly sender: MailSender;
  readonly staffAddresses: Pick<StaffAddresses, 'find'>;
  readonly organisation: Organisation;
  /** Origin of the member site. */
  readonly siteUrl: string;
  /** Draws a fresh code for a request, of which only a keyed hash is kept. */
  readonly drawCode: DrawCode;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * The declared window: a claimed mail whose fate is unknown may go out again after this. SES reports what it accepted
 * within seconds; only if its Send event is later than this can a milestone be mailed twice.
 */
export const claimMs = 15 * 60_000;

/**
 * Waits between the tries of a throttled mail: at first seconds, as the service limits mails per second; then it is left to
 * the hourly sweep, as it also limits mails per day.
 */
const throttleWaitsMs = [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000];
const quotaWaitMs = 60 * 60_000;
/** Longer waits are for the sweep; the mails behind would be throttled as well, so that they wait too is no loss. */
const longestPauseMs = 30_000;

/** Sends one mail of the outbox, at most once per claim. What became of it is on the item. */
export function mailCarrier(dependencies: SendMailDependencies) {
  const { requests, outbox, sender, staffAddresses, organisation, now, pause } = dependencies;

  return async (requestId: string, outboxId: string): Promise<void> => {
    const item = await outbox.findMail(requestId, outboxId);
    if (item?.status !== 'pending') return;
    const wait = item.retryAt === undefined ? 0 : Date.parse(item.retryAt) - Date.parse(now());
    if (wait > longestPauseMs) return;
    if (wait > 0) await pause(wait);
    const ref: OutboxRef = { requestId, kind: 'mail', outboxId };
    if (!(await outbox.claim(ref, now(), later(claimMs)))) return;

    const state = keys.isDesk(requestId) ? undefined : await requests.load(requestId);
    if (state && isOvertaken(state, item, now())) {
      await outbox.settle(ref, { status: 'dropped', at: now() });
      return;
    }
    const to = item.to ? await addressesOf(item.to) : await addressOfSubject(requestId, item.addressOnRecord);
    const mail = to && (await compose(state, item));
    if (!to || !mail) {
      const error = to ? 'template_missing' : 'recipient_erased';
      await outbox.settle(ref, { status: 'failed', at: now(), error });
      return;
    }
    const result = await sender.send({ to, rendered: new Sensitive(mail), requestId, outboxId });
    await settle(ref, result, throttleWaitsMs[item.attempts] ?? quotaWaitMs);
  };

  /** @param onRecord which of the further addresses on record, from 1; absent for the confirmed one */
  async function addressOfSubject(
    requestId: string,
    onRecord: number | undefined,
  ): Promise<Sensitive<readonly string[]> | undefined> {
    if (onRecord !== undefined) {
      const addresses = await requests.readSealed(requestId, addressesItem);
      const address = addresses && addressesSchema.parse(addresses.reveal())[onRecord - 1];
      return address === undefined ? undefined : new Sensitive([address]);
    }
    const sealed = await requests.readSealed(requestId, subjectItem);
    return sealed && new Sensitive([subjectSchema.parse(sealed.reveal()).email]);
  }

  /** Of mailboxes and people, each once. Whoever has not signed in yet is reached through the agents' mailbox. */
  async function addressesOf(staff: readonly StaffAddressee[]): Promise<Sensitive<readonly string[]>> {
    const { mailboxes } = organisation.staff;
    const addresses = staff.map(async (one) => {
      if ('role' in one) return mailboxes[one.role];
      return (await staffAddresses.find(one.staff))?.reveal() ?? mailboxes.agent;
    });
    return new Sensitive([...new Set(await Promise.all(addresses))]);
  }

  async function compose(state: RequestState | undefined, item: MailItem): Promise<ComposedMail | undefined> {
    if (item.to) return composeStaffMail(state, item, { ...dependencies, now: now() });
    if (!state) return undefined;
    const { milestone } = item;
    const purpose = purposeOf(milestone);
    const drawn = purpose ? await dependencies.drawCode(state.id, purpose) : undefined;
    const code = drawn ? { digits: drawn.reveal(), minutes: codeValidMinutes } : undefined;
    return composeMail(state, milestone, dependencies, code);
  }

  async function settle(ref: OutboxRef, result: SendResult, throttledMs: number): Promise<void> {
    switch (result.status) {
      case 'sent':
        return outbox.settle(ref, { status: 'done', at: now(), messageId: result.messageId });
      case 'throttled':
        return outbox.settle(ref, { status: 'pending', dueAt: later(throttledMs), error: 'throttled' });
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
