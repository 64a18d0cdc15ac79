import * as z from 'zod/mini';
import { faultFields, type Logger } from '../shared/log.ts';
import { outboxOwnerOf } from './keys.ts';

/** Changes of the requests table as the stream reports them: keys only, so no personal data travels with them. */
export const outboxStreamEvent = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      dynamodb: z.object({
        SequenceNumber: z.string(),
        Keys: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }),
      }),
    }),
  ),
});

/** The answer of a stream consumer: the stream goes on from the first record named here. */
export interface PartialBatch {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Carries out the outbox items of a batch in order, each once. The first that fails ends the batch: the stream brings
 * it again with all that follow.
 */
export async function carryOutEach(
  event: z.output<typeof outboxStreamEvent>,
  prefix: string,
  log: Logger,
  carryOut: (requestId: string, outboxId: string) => Promise<void>,
): Promise<PartialBatch> {
  const seen = new Set<string>();
  for (const { eventName, dynamodb } of event.Records) {
    const { pk, sk } = dynamodb.Keys;
    const requestId = outboxOwnerOf(pk.S);
    const key = `${pk.S} ${sk.S}`;
    if (eventName === 'REMOVE' || requestId === undefined || !sk.S.startsWith(prefix) || seen.has(key)) continue;
    seen.add(key);
    const outboxId = sk.S.slice(prefix.length);
    try {
      await carryOut(requestId, outboxId);
    } catch (error) {
      log.error('outbox_item_failed', { requestId, outboxId, ...faultFields(error) });
      return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}
