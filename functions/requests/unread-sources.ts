import type { RequestState } from './request-state.ts';

/** Collections that were to be looked through and were not: the data subject is told which, so that nobody takes "nothing found" for true. */
export function unreadSources({ collections }: Pick<RequestState, 'collections'>): readonly string[] {
  return Object.entries(collections)
    .filter(([, { outcome }]) => outcome === 'unavailable' || outcome === 'failed')
    .map(([id]) => id);
}
