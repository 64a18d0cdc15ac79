import { eraseCollection } from '../../workflows/fulfil-request/contract.ts';
import { lambdaHandler } from '../shared/handler.ts';
import type { EraseCollection } from './erase-collection.ts';

/** Time kept back to carry out what is claimed and write a checkpoint; milliseconds. */
const RESERVE_MS = 60_000;

/** The entry every eraser shares, whatever store it changes. */
export function eraserFunction({ name, erase }: { readonly name: string; readonly erase: EraseCollection }) {
  return lambdaHandler({
    name,
    schema: eraseCollection.payload,
    run: async ({ requestId, collection }, { log, remainingMs }) => {
      const result = await erase({ requestId, collection, hasTime: () => remainingMs() > RESERVE_MS });
      log.info('erased', { collection, outcome: result.outcome, count: (result.deleted ?? 0) + (result.changed ?? 0) });
      return eraseCollection.result.parse(result);
    },
  });
}
