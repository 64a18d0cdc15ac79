import { bareAddress, type Message, recipientsOf } from './message.ts';

export type SesEventType = 'Send' | 'Delivery' | 'Bounce' | 'Complaint';

/**
 * An email sending event as EventBridge hands it to a rule's target.
 * https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html; `detail` as
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export interface SesEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'Email Sent' | 'Email Delivered' | 'Email Bounced' | 'Email Complaint Received';
  readonly source: 'aws.ses';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: SesEventDetail;
}

export interface SesEventDetail {
  readonly eventType: SesEventType;
  readonly mail: {
    readonly timestamp: string;
    readonly source: string;
    readonly sendingAccountId: string;
    readonly messageId: string;
    readonly destination: readonly string[];
    readonly headersTruncated: boolean;
    readonly headers: readonly { readonly name: string; readonly value: string }[];
    readonly commonHeaders: Readonly<Record<string, string | readonly string[]>>;
    /** Every tag's values; SES adds some of its own, prefixed `ses:`. */
    readonly tags: Readonly<Record<string, readonly string[]>>;
  };
  readonly send?: Readonly<Record<string, never>>;
  readonly delivery?: {
    readonly timestamp: string;
    readonly processingTimeMillis: number;
    readonly recipients: readonly string[];
    readonly smtpResponse: string;
    readonly reportingMTA: string;
  };
  readonly bounce?: {
    readonly feedbackId: string;
    readonly bounceType: 'Permanent' | 'Transient' | 'Undetermined';
    readonly bounceSubType: string;
    readonly bouncedRecipients: readonly {
      readonly emailAddress: string;
      readonly action: string;
      readonly status: string;
      readonly diagnosticCode: string;
    }[];
    readonly timestamp: string;
    readonly reportingMTA: string;
  };
  readonly complaint?: {
    readonly feedbackId: string;
    readonly complaintSubType: null;
    readonly complainedRecipients: readonly { readonly emailAddress: string }[];
    readonly timestamp: string;
    readonly complaintFeedbackType: string;
  };
}

export interface Sender {
  readonly account: string;
  readonly region: string;
}

const DETAIL_TYPES = {
  Send: 'Email Sent',
  Delivery: 'Email Delivered',
  Bounce: 'Email Bounced',
  Complaint: 'Email Complaint Received',
} as const;
const REPORTING_MTA = 'mailbox.localhost';

/** `eventId` also names the feedback of a bounce or complaint. */
export function sesEvent(type: SesEventType, message: Message, sender: Sender, eventId: string): SesEvent {
  const configurationSet = message.configurationSet ?? '';
  return {
    version: '0',
    id: eventId,
    'detail-type': DETAIL_TYPES[type],
    source: 'aws.ses',
    account: sender.account,
    time: message.sentAt,
    region: sender.region,
    resources: [`arn:aws:ses:${sender.region}:${sender.account}:configuration-set/${configurationSet}`],
    detail: { eventType: type, mail: mailOf(message, sender), ...outcomeOf(type, message, eventId) },
  };
}

function mailOf(message: Message, sender: Sender): SesEventDetail['mail'] {
  const { from, to, cc, replyTo, subject, id, sentAt } = message;
  const source = bareAddress(from);
  const own = {
    'ses:operation': 'SendEmail',
    'ses:configuration-set': message.configurationSet ?? '',
    'ses:from-domain': source.slice(source.lastIndexOf('@') + 1),
  };
  return {
    timestamp: sentAt,
    source: from,
    sendingAccountId: sender.account,
    messageId: id,
    destination: recipientsOf(message),
    headersTruncated: false,
    headers: [
      { name: 'From', value: from },
      ...(replyTo.length > 0 ? [{ name: 'Reply-To', value: replyTo.join(', ') }] : []),
      ...(to.length > 0 ? [{ name: 'To', value: to.join(', ') }] : []),
      ...(cc.length > 0 ? [{ name: 'Cc', value: cc.join(', ') }] : []),
      { name: 'Subject', value: subject },
      ...message.headers,
    ],
    commonHeaders: {
      from: [from],
      ...(replyTo.length > 0 ? { replyTo } : {}),
      ...(to.length > 0 ? { to } : {}),
      ...(cc.length > 0 ? { cc } : {}),
      messageId: id,
      subject,
    },
    tags: Object.fromEntries(Object.entries({ ...own, ...message.tags }).map(([name, value]) => [name, [value]])),
  };
}

function outcomeOf(type: SesEventType, message: Message, feedbackId: string): Partial<SesEventDetail> {
  const recipients = recipientsOf(message).map(bareAddress);
  const timestamp = message.sentAt;
  switch (type) {
    case 'Send':
      return { send: {} };
    case 'Delivery':
      return {
        delivery: {
          timestamp,
          processingTimeMillis: 0,
          recipients,
          smtpResponse: '250 2.0.0 OK',
          reportingMTA: REPORTING_MTA,
        },
      };
    case 'Bounce':
      return {
        bounce: {
          feedbackId,
          bounceType: 'Permanent',
          bounceSubType: 'General',
          bouncedRecipients: recipients.map((emailAddress) => ({
            emailAddress,
            action: 'failed',
            status: '5.1.1',
            diagnosticCode: 'smtp; 550 5.1.1 user unknown',
          })),
          timestamp,
          reportingMTA: `dns; ${REPORTING_MTA}`,
        },
      };
    case 'Complaint':
      return {
        complaint: {
          feedbackId,
          complaintSubType: null,
          complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
          timestamp,
          complaintFeedbackType: 'abuse',
        },
      };
  }
}
