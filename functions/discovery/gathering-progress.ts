import {
  announcesErasure,
  type GatheredOutcome,
  type HandleCommand,
  type RequestState,
  type RequestStore,
} from '../requests/index.ts';

/** Where the gathering of a request stands, and what it is for. */
export interface GatheringState {
  /** Number of the gathering under way. */
  readonly gathering: number;
  /** False once the request has moved on: withdrawn, in review, closed. */
  readonly underWay: boolean;
  readonly collections: RequestState['collections'];
  /** Category keys asked for; empty means all. */
  readonly categories: readonly string[];
  /** Collections of which every field counts, whatever its category. */
  readonly fully?: readonly string[];
  /** The data subject's own addresses are read whatever was asked for: what is going to happen is announced to them. */
  readonly withAddresses?: true;
  /** Plain ISO dates, both inclusive. */
  readonly period?: { readonly from?: string; readonly to?: string };
  /** IANA zone of the office, in which those days are meant. */
  readonly timeZone: string;
}

export interface CollectionEnd {
  readonly collection: string;
  readonly gathering: number;
  readonly outcome: GatheredOutcome;
  /** Records found. */
  readonly count: number;
  /** A code, only with `failed`. */
  readonly reason?: string;
  /** Only with `by_hand`: plain ISO date by which a person should have looked. */
  readonly due?: string;
}

/** The request, as gathering sees it. */
export interface GatheringProgress {
  /** Undefined when there is no such request. */
  of(requestId: string): Promise<GatheringState | undefined>;
  /** Notes which collections will be read, so that each of them ends in an outcome. Repeating it changes nothing. */
  planned(requestId: string, collections: readonly string[]): Promise<void>;
  /** Notes how a collection ended. Repeating it, or telling a request that has moved on, changes nothing. */
  collectionGathered(requestId: string, end: CollectionEnd): Promise<void>;
}

export interface ProgressDependencies {
  readonly requests: Pick<RequestStore, 'load'>;
  readonly handle: HandleCommand;
}

/** Gathering's view of the requests context. */
export function gatheringProgress({ requests, handle }: ProgressDependencies): GatheringProgress {
  const actor = { kind: 'system', part: 'gathering' } as const;
  return {
    async of(requestId) {
      const state = await requests.load(requestId);
      if (!state) return undefined;
      const { gathering, collections, categories, fully, period, timeZone } = state;
      const underWay = state.status === 'gathering_data';
      const narrowed = {
        ...(period ? { period } : {}),
        ...(fully ? { fully } : {}),
        ...(announcesErasure(state) ? ({ withAddresses: true } as const) : {}),
      };
      return { gathering, underWay, collections, categories, timeZone, ...narrowed };
    },
    async planned(requestId, collections) {
      await handle({ requestId, actor, command: { type: 'plan_gathering', collections } });
    },
    async collectionGathered(requestId, end) {
      const result = await handle({ requestId, actor, command: { type: 'record_collection', ...end } });
      // A request that has moved on needs no outcome any more; one that never planned the collection is a fault.
      if (!result.ok && result.refusal.code === 'unknown_collection') throw new CollectionNotPlanned(end.collection);
    },
  };
}

/** A gatherer was called for a collection that the request did not plan. */
export class CollectionNotPlanned extends Error {
  override readonly name = 'CollectionNotPlanned';
}
