import { randomBytes, randomUUID } from 'node:crypto';
import type { EventOutbox } from './event-outbox.ts';
import { judgeSend, type Verdict } from './faults.ts';
import type { MailStore } from './mail-store.ts';
import { bareAddress, type Draft, type Message } from './message.ts';
import { readSendEmail } from './send-email.ts';
import { badRequest, SesError } from './ses-error.ts';
import { type Sender, type SesEventType, sesEvent } from './ses-events.ts';

/** What the account would hold in AWS; what is left out is not checked. */
export interface SesAccount extends Sender {
  /** Names of configuration sets, and of which events each publishes. */
  readonly configurationSets?: Readonly<Record<string, readonly SesEventType[]>>;
  /** Verified addresses and domains. */
  readonly identities?: readonly string[];
}

export interface SendResult {
  readonly messageId: string;
  readonly resetConnection: boolean;
}

/**
 * SendEmail. When it returns, the message is stored and its events are on their way; SES publishes events only for
 * messages sent with a configuration set, and so does this. Throws SesError for refusals, faults switched on included.
 */
export function sendEmail(
  store: MailStore,
  outbox: EventOutbox,
  account: SesAccount,
  sentAt: string,
  body: unknown,
): SendResult {
  const draft = readSendEmail(body);
  checkAccount(account, draft);
  const verdict = judgeSend(store.faults());
  if (verdict.outcome !== 'accept') {
    store.setFaults(verdict.faults);
    throw refusal(verdict.outcome);
  }
  const message: Message = { ...draft, id: newMessageId(), sentAt };
  const events = eventTypes(account, draft, verdict).map((type) => sesEvent(type, message, account, randomUUID()));
  store.accept(message, events, verdict.faults);
  outbox.kick();
  return { messageId: message.id, resetConnection: verdict.resetAfterAccept };
}

function checkAccount({ configurationSets, identities }: SesAccount, { from, configurationSet }: Draft): void {
  if (
    configurationSet !== undefined &&
    configurationSets !== undefined &&
    !Object.hasOwn(configurationSets, configurationSet)
  )
    throw badRequest(`Configuration set <${configurationSet}> does not exist.`);
  const address = bareAddress(from).toLowerCase();
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const isVerified = identities?.some((identity) => {
    const name = identity.toLowerCase();
    return name.includes('@') ? name === address : domain === name || domain.endsWith(`.${name}`);
  });
  if (isVerified === false)
    throw new SesError('MessageRejected', `Email address is not verified. The following identities failed: ${address}`);
}

function eventTypes(account: SesAccount, { configurationSet }: Draft, { feedback }: Verdict): SesEventType[] {
  if (configurationSet === undefined) return [];
  const outcome: readonly SesEventType[] = {
    delivery: ['Send', 'Delivery'] as const,
    bounce: ['Send', 'Bounce'] as const,
    complaint: ['Send', 'Delivery', 'Complaint'] as const,
  }[feedback];
  const published = account.configurationSets?.[configurationSet];
  return outcome.filter((type) => published === undefined || published.includes(type));
}

function refusal(outcome: Exclude<Verdict['outcome'], 'accept'>): SesError {
  switch (outcome) {
    case 'error-500':
      return new SesError('InternalServiceErrorException', 'The request failed inside the service.', 500);
    case 'throttle':
      return new SesError('TooManyRequestsException', 'Maximum sending rate exceeded.', 429);
    case 'reject':
      return new SesError('MessageRejected', 'Message contained invalid content.');
  }
}

function newMessageId(): string {
  return `${randomBytes(8).toString('hex')}-${randomUUID()}-000000`;
}
