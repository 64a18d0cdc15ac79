import type { Finding, FindingsReader } from '../discovery/index.ts';
import type { RequestState } from '../requests/index.ts';

/** The findings of a collection by its id; none where nothing was found or the collection failed. */
export type FindingsOf = (collection: string) => AsyncIterable<Finding>;

/** The same, many at a time: going from one to the next costs as much as reading it. */
export type FindingBatches = (collection: string) => AsyncIterable<readonly Finding[]>;

/** What was found for a request, in the gathering of each collection that counts. */
export function gatheredBatches(
  findings: Pick<FindingsReader, 'streamFindings'>,
  { id, collections }: Pick<RequestState, 'id' | 'collections'>,
): FindingBatches {
  return async function* batchesOf(collection) {
    const gathered = collections[collection];
    if (gathered?.outcome === 'found') yield* findings.streamFindings(id, collection, gathered.gathering);
  };
}

/** What was found for a request, one by one. */
export function gatheredFindings(...from: Parameters<typeof gatheredBatches>): FindingsOf {
  const batchesOf = gatheredBatches(...from);
  return async function* findingsOf(collection) {
    for await (const batch of batchesOf(collection)) yield* batch;
  };
}
