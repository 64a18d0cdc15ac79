import type { CollectionOutcome, RequestState } from './request-state.ts';

/** The collections of which gathering ended in one of these ways. */
export function collectionsEnded({ collections }: RequestState, outcomes: readonly CollectionOutcome[]): string[] {
  return Object.entries(collections)
    .filter(([, progress]) => outcomes.includes(progress.outcome))
    .map(([collection]) => collection)
    .sort();
}
