import { mostByHand, type ReplayPlan } from '../../workflows/replay-erasures/contract.ts';
import type { RequestState, RequestStore } from '../requests/index.ts';
import { startOfDay } from '../shared/days.ts';
import type { DataMap, Organisation } from '../shared/organisation.ts';
import { requestsErased } from './erased-before.ts';
import { eraserOf, erasureOrder } from './erasure-order.ts';

export interface ReplayPlanDependencies {
  readonly organisation: Pick<Organisation, 'dataMap' | 'office'>;
  readonly requests: Pick<RequestStore, 'queue'>;
  /** ARN of the function that changes a store, by store id. */
  readonly erasers: Readonly<Record<string, string>>;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

/**
 * Which requests erased something since a day at the office, and all collections, in the order in which they are erased:
 * children before parents, so that a store's own rules let them go. What people erased by hand is only listed: they look
 * for it again.
 *
 * @throws Error named `ErasureUnplannable` when the data map has faults, or a store has no eraser
 */
export function replayPlanner({ organisation, requests, erasers, now }: ReplayPlanDependencies) {
  const { dataMap, office } = organisation;
  return async (day: string): Promise<ReplayPlan> => {
    const since = startOfDay(day, office.timeZone);
    const until = now();
    const manual = collectionsOfPeople(dataMap);
    const byHand: ReplayPlan['byHand'][number][] = [];
    let count = 0;
    for await (const state of requestsErased(requests, { since })) {
      count++;
      byHand.push(...erasedByHand(state, manual));
    }
    const waves = count === 0 ? [] : erasureOrder(dataMap);
    const bySystems = waves.map((wave) => wave.filter(({ id }) => !manual.has(id))).filter((wave) => wave.length > 0);
    return {
      since,
      until,
      requests: count,
      byHand: byHand.slice(0, mostByHand),
      byHandUnlisted: Math.max(0, byHand.length - mostByHand),
      waves: bySystems.map((wave) =>
        wave.map(({ id, store }) => ({ collection: id, store, eraser: eraserOf(store, erasers) })),
      ),
    };
  };
}

function collectionsOfPeople({ stores, collections }: DataMap): ReadonlySet<string> {
  const kept = new Set(stores.filter(({ kind }) => kind === 'manual').map(({ id }) => id));
  return new Set(collections.filter(({ store }) => kept.has(store)).map(({ id }) => id));
}

function erasedByHand({ reference, erasing }: RequestState, manual: ReadonlySet<string>): ReplayPlan['byHand'] {
  return Object.entries(erasing?.collections ?? {}).flatMap(([collection, { outcome, deleted, changed }]) =>
    manual.has(collection) && outcome === 'erased' && deleted + changed > 0 ? [{ reference, collection }] : [],
  );
}

export type PlanReplay = ReturnType<typeof replayPlanner>;
