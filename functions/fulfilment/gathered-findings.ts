import type { Finding, FindingsReader } from '../discovery/index.ts';
import type { RequestState } from '../requests/index.ts';

/** The findings of a collection by its id; none where nothing was found or the collection failed. */
export type FindingsOf = (collection: string) => AsyncIterable<Finding>;

/** What was found for a request, in the gathering of each collection that counts. */
export function gatheredFindings(
  findings: Pick<FindingsReader, 'streamFindings'>,
  { id, collections }: Pick<RequestState, 'id' | 'collections'>,
): FindingsOf {
  return async function* findingsOf(collection) {
    const gathered = collections[collection];
    if (gathered?.outcome === 'found') yield* findings.streamFindings(id, collection, gathered.gathering);
  };
}
