import { closedStatuses, type RequestState } from './request-state.ts';

/** A source that no system reaches, in which a person has something to do. */
export interface WorkByHand {
  readonly collection: string;
  /** Plain ISO date by which it should be done. */
  readonly due: string;
}

/** Sources that a person still has to look through. */
export function lookupsByHand({ collections }: Pick<RequestState, 'collections'>): readonly WorkByHand[] {
  return openIn(collections);
}

/** Sources in which a person still has to erase. */
export function erasuresByHand({ erasing }: Pick<RequestState, 'erasing'>): readonly WorkByHand[] {
  return openIn(erasing?.collections ?? {});
}

/** What people still have to do for a request, whatever the status it is in. */
export function workByHand(state: RequestState): readonly WorkByHand[] {
  return closedStatuses.has(state.status) ? [] : [...lookupsByHand(state), ...erasuresByHand(state)];
}

function openIn(
  collections: Readonly<Record<string, { readonly outcome: string; readonly due?: string }>>,
): readonly WorkByHand[] {
  return Object.entries(collections).flatMap(([collection, { outcome, due }]) =>
    outcome === 'by_hand' && due !== undefined ? [{ collection, due }] : [],
  );
}
