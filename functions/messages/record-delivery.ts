import * as z from 'zod/mini';
import type { Delivery, OutboxStore } from '../requests/index.ts';
import type { Logger } from '../shared/log.ts';

const word = z.string().check(z.regex(/^[\w.-]{1,128}$/));

/**
 * What SES publishes about a mail, as EventBridge delivers it; the rest of the event (addresses, subject) is not read.
 * Shape: SES developer guide, "Contents of event data that Amazon SES publishes".
 */
export const sesEvent = z.object({
  detail: z.object({
    eventType: z.enum(['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject', 'Rendering Failure', 'DeliveryDelay']),
    mail: z.object({
      messageId: word,
      timestamp: z.iso.datetime(),
      tags: z.object({ 'request-id': z.tuple([word]), 'outbox-id': z.tuple([word]) }),
    }),
  }),
});

const deliveryOf: Record<z.output<typeof sesEvent>['detail']['eventType'], Delivery | undefined> = {
  Send: 'sent',
  Delivery: 'delivered',
  Bounce: 'bounced',
  Complaint: 'complained',
  Reject: 'rejected',
  'Rendering Failure': 'rejected',
  DeliveryDelay: undefined,
};

/**
 * Notes on the outbox item what became of its mail; this also settles one whose sender never got an answer. A second mail of
 * one item can be sent only beyond the declared window (`send-mail.ts`): each is counted by a line `mail_sent_twice` in the log.
 */
export function deliveryRecorder({ outbox, now }: { readonly outbox: OutboxStore; readonly now: () => string }) {
  return async ({ detail }: z.output<typeof sesEvent>, { log }: { readonly log: Logger }): Promise<void> => {
    const delivery = deliveryOf[detail.eventType];
    if (!delivery) return;
    const { messageId, tags } = detail.mail;
    const ref = { requestId: tags['request-id'][0], kind: 'mail', outboxId: tags['outbox-id'][0] } as const;
    const noted = await outbox.noteDelivery(ref, { delivery, messageId, at: now() });
    if (noted === 'second_mail')
      log.warn('mail_sent_twice', { requestId: ref.requestId, outboxId: ref.outboxId, count: 1 });
  };
}
