import { gatherCollection } from '../../workflows/gather-data/contract.ts';
import { lambdaHandler } from '../shared/handler.ts';
import type { GatherCollection } from './gather-collection.ts';

/** Time kept back to write what is in memory and a checkpoint; milliseconds. */
const RESERVE_MS = 15_000;

/** The entry every gatherer shares, whatever store it reads. */
export function gatherFunction({ name, gather }: { readonly name: string; readonly gather: GatherCollection }) {
  return lambdaHandler({
    name,
    schema: gatherCollection.payload,
    run: async ({ requestId, collection }, { log, remainingMs }) => {
      const result = await gather({ requestId, collection, hasTime: () => remainingMs() > RESERVE_MS });
      log.info('gathered', { collection, outcome: result.outcome, count: result.count });
      return gatherCollection.result.parse(result);
    },
  });
}
