import type { GatheringPlan } from '../../workflows/gather-data/contract.ts';
import type { DataMap } from '../shared/organisation.ts';
import { planWaves, upstreamOf, type Wave } from './data-map.ts';
import type { GatheringProgress, GatheringState } from './gathering-progress.ts';

export interface PlanDependencies {
  readonly dataMap: DataMap;
  readonly progress: GatheringProgress;
  /** ARN of the function that reads a store, by store id. */
  readonly gatherers: Readonly<Record<string, string>>;
}

/**
 * Which collections a request still has to read, in waves. Planning again leaves out what has ended, so a lost workflow
 * carries on; a request that has moved on has nothing left to read.
 *
 * @throws Error named `DataMapUnusable` when the map has faults, or a store has no gatherer
 */
export function gatheringPlanner({ dataMap, progress, gatherers }: PlanDependencies) {
  const planned = planWaves(dataMap);
  return async (requestId: string): Promise<GatheringPlan> => {
    if (!planned.ok) throw new DataMapUnusable(planned.refusal.map(({ kind }) => kind).join(', '));
    const before = await progress.of(requestId);
    if (!before?.underWay) return { waves: [] };
    const wanted = wantedCollections(dataMap, planned.value, before);
    await progress.planned(requestId, [...wanted]);
    const after = await progress.of(requestId);
    const waiting = (id: string) => wanted.has(id) && after?.collections[id]?.outcome === 'waiting';
    const waves = planned.value
      .map((wave) => wave.filter(({ id }) => waiting(id)))
      .filter((wave) => wave.length > 0)
      .map((wave) => wave.map(({ id, store }) => ({ collection: id, store, gatherer: gathererOf(store) })));
    return { waves };
  };

  function gathererOf(store: string): string {
    const gatherer = gatherers[store];
    if (gatherer === undefined) throw new DataMapUnusable(`no gatherer for store ${store}`);
    return gatherer;
  }
}

/**
 * Collections that hold a category asked for, or addresses where they are needed, and all that lead to them; every one when
 * nothing was singled out.
 */
export function wantedCollections(
  dataMap: DataMap,
  waves: readonly Wave[],
  { categories, withAddresses }: Pick<GatheringState, 'categories' | 'withAddresses'>,
): Set<string> {
  const wanted = new Set<string>();
  for (const collection of [...waves].reverse().flat()) {
    const holdsAskedFor = collection.fields.some(({ category }) => category && categories.includes(category));
    const holdsAddresses = withAddresses && collection.ownAddresses !== undefined;
    if (categories.length === 0 || holdsAskedFor || holdsAddresses) wanted.add(collection.id);
    if (wanted.has(collection.id)) for (const id of upstreamOf(collection.id, dataMap)) wanted.add(id);
  }
  return wanted;
}

/** Policy and deployment don't fit together; retrying does not help. */
export class DataMapUnusable extends Error {
  override readonly name = 'DataMapUnusable';
}

export type PlanGathering = ReturnType<typeof gatheringPlanner>;
