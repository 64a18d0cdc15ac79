import { useCallback } from 'react';
import type { RequestSummary } from '../../../functions/console/views.ts';
import { api } from './api.ts';
import { type Loaded, useLoaded } from './use-loaded.ts';

export interface Queue {
  readonly requests: readonly RequestSummary[];
  /** There are more than were loaded. */
  readonly more: boolean;
}

/** Pages of a hundred that are loaded at once: what is due first always is. */
const maxPages = 10;

/** A queue with the answers due first. */
export function useQueue(name: 'open' | 'held' | 'replies' | 'closed'): Loaded<Queue> {
  const load = useCallback(async (): Promise<Queue> => {
    const requests: RequestSummary[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < maxPages; page++) {
      const answer = await api.queue(name, cursor);
      requests.push(...answer.requests);
      cursor = answer.cursor;
      if (cursor === undefined) break;
    }
    return { requests, more: cursor !== undefined };
  }, [name]);
  return useLoaded(load);
}
