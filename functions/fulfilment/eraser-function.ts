import * as z from 'zod/mini';
import { eraseCollection } from '../../workflows/fulfil-request/contract.ts';
import { replayCollection } from '../../workflows/replay-erasures/contract.ts';
import { lambdaHandler } from '../shared/handler.ts';
import type { EraseCollection } from './erase-collection.ts';
import type { ReplayCollection } from './replay-collection.ts';

/** Time kept back to carry out what is claimed and write a checkpoint; milliseconds. */
const RESERVE_MS = 60_000;

export interface Eraser {
  readonly erase: EraseCollection;
  readonly replay: ReplayCollection;
}

/** The entry every eraser shares, whatever store it changes. */
export function eraserFunction({ name, eraser }: { readonly name: string; readonly eraser: () => Promise<Eraser> }) {
  return lambdaHandler({
    name,
    schema: z.union([eraseCollection.payload, replayCollection.payload]),
    run: async (payload, { log, remainingMs }) => {
      const { erase, replay } = await eraser();
      const hasTime = () => remainingMs() > RESERVE_MS;
      const { collection } = payload;
      const result =
        'requestId' in payload
          ? eraseCollection.result.parse(await erase({ ...payload, hasTime }))
          : replayCollection.result.parse(await replay({ ...payload, hasTime }));
      log.info('erased', { collection, outcome: result.outcome, count: (result.deleted ?? 0) + (result.changed ?? 0) });
      return result;
    },
  });
}
