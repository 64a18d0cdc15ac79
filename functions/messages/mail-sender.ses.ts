import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { MailSender, SendResult } from './mail-sender.ts';

/** Tags by which SES's events are matched to the outbox. Values are ids. */
export const mailTags = { requestId: 'request-id', outboxId: 'outbox-id' } as const;

export interface SesSettings {
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: string;
  readonly configurationSet: string;
}

/**
 * Mails through SES. The SDK must not retry on its own: SES has no idempotency token, so a retry after a lost answer
 * would be a second mail.
 */
export function sesMailSender(settings: SesSettings): MailSender {
  const client = sesClient();
  return {
    async send({ to, rendered, requestId, outboxId }): Promise<SendResult> {
      const { subject, html, text } = rendered.reveal();
      try {
        const { MessageId } = await client.send(
          new SendEmailCommand({
            FromEmailAddress: `${encodeName(settings.from.name)} <${settings.from.address}>`,
            ReplyToAddresses: [settings.replyTo],
            Destination: { ToAddresses: [...to.reveal()] },
            ConfigurationSetName: settings.configurationSet,
            EmailTags: [
              { Name: mailTags.requestId, Value: requestId },
              { Name: mailTags.outboxId, Value: outboxId },
            ],
            Content: {
              Simple: {
                Subject: { Data: subject, Charset: 'UTF-8' },
                Body: { Html: { Data: html, Charset: 'UTF-8' }, Text: { Data: text, Charset: 'UTF-8' } },
                Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
              },
            },
          }),
        );
        return { status: 'sent', messageId: MessageId ?? '' };
      } catch (error) {
        return judge(error);
      }
    },
  };
}

/**
 * A connection for each mail: one kept open may have been closed by the time of the next, most of all while the function
 * was frozen. Then nobody knows what became of that mail, and a code would come a quarter of an hour late.
 */
function sesClient(): SESv2Client {
  const agent = { keepAlive: false };
  return new SESv2Client({ maxAttempts: 1, requestHandler: { httpAgent: agent, httpsAgent: agent } });
}

const throttled = new Set(['TooManyRequestsException', 'LimitExceededException', 'ThrottlingException']);

/** SES answered with a refusal: nothing was sent. No answer, or one of its own faults: nobody knows. */
function judge(error: unknown): SendResult {
  if (!(error instanceof Error)) throw error;
  if (throttled.has(error.name)) return { status: 'throttled' };
  const status = statusOf(error);
  if (status !== undefined && status >= 400 && status < 500) return { status: 'rejected', code: error.name };
  return { status: 'ambiguous', code: error.name };
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error)) return undefined;
  return (error.$metadata as { readonly httpStatusCode?: number }).httpStatusCode;
}

/** A display name as RFC 2047 wants it, so that no character of it can end the header. */
function encodeName(name: string): string {
  return `=?UTF-8?B?${Buffer.from(name, 'utf8').toString('base64')}?=`;
}
