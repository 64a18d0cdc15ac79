import * as z from 'zod/mini';
import type { Delivery, OutboxStore } from '../requests/index.ts';

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

/** Notes on the outbox item what became of its mail; this also settles one whose sender never got an answer. */
export function deliveryRecorder({ outbox, now }: { readonly outbox: OutboxStore; readonly now: () => string }) {
  return async ({ detail }: z.output<typeof sesEvent>): Promise<void> => {
    const delivery = deliveryOf[detail.eventType];
    if (!delivery) return;
    const { messageId, tags } = detail.mail;
    const ref = { requestId: tags['request-id'][0], kind: 'mail', outboxId: tags['outbox-id'][0] } as const;
    await outbox.noteDelivery(ref, { delivery, messageId, at: now() });
  };
}
