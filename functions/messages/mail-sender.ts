import type { Sensitive } from '../shared/sensitive.ts';
import type { RenderedMail } from './message-template.ts';

/** Hands one mail to the mail service, once: a second try is the caller's decision. */
export interface MailSender {
  send(mail: OutgoingMail): Promise<SendResult>;
}

export interface OutgoingMail {
  /** One or more addresses; all of them get the one mail. */
  readonly to: Sensitive<readonly string[]>;
  readonly rendered: Sensitive<RenderedMail>;
  readonly requestId: string;
  readonly outboxId: string;
}

export type SendResult =
  | { readonly status: 'sent'; readonly messageId: string }
  /** Not accepted; later it may be. */
  | { readonly status: 'throttled' }
  /** Not accepted, and trying again would not help. `code` is the service's error name. */
  | { readonly status: 'rejected'; readonly code: string }
  /** No answer: it may have been accepted. Only the service's own Send event can tell. */
  | { readonly status: 'ambiguous'; readonly code: string };
