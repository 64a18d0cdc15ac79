import type { ReplayPlan } from '../../workflows/replay-erasures/contract.ts';
import type { RequestStore } from '../requests/index.ts';
import { startOfDay } from '../shared/days.ts';
import type { Organisation } from '../shared/organisation.ts';
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
 * children before parents, so that a store's own rules let them go.
 *
 * @throws Error named `ErasureUnplannable` when the data map has faults, or a store has no eraser
 */
export function replayPlanner({ organisation, requests, erasers, now }: ReplayPlanDependencies) {
  const { dataMap, office } = organisation;
  return async (day: string): Promise<ReplayPlan> => {
    const since = startOfDay(day, office.timeZone);
    const until = now();
    let count = 0;
    for await (const _ of requestsErased(requests, { since })) count++;
    const waves = count === 0 ? [] : erasureOrder(dataMap);
    return {
      since,
      until,
      requests: count,
      waves: waves.map((wave) =>
        wave.map(({ id, store }) => ({ collection: id, store, eraser: eraserOf(store, erasers) })),
      ),
    };
  };
}

export type PlanReplay = ReturnType<typeof replayPlanner>;
