import type { ErasurePlan } from '../../workflows/fulfil-request/contract.ts';
import {
  asksForDeletion,
  changesToCarryOut,
  erasesBesides,
  grantedRights,
  type HandleCommand,
  type RequestState,
  type RequestStore,
} from '../requests/index.ts';
import { addDays, dayInZone } from '../shared/days.ts';
import type { CollectionBinding, DataMap } from '../shared/organisation.ts';
import { eraserOf, erasureOrder } from './erasure-order.ts';

export interface ErasurePlanDependencies {
  readonly dataMap: DataMap;
  readonly requests: Pick<RequestStore, 'load'>;
  readonly handle: HandleCommand;
  /** ARN of the function that changes a store, by store id. */
  readonly erasers: Readonly<Record<string, string>>;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

/**
 * Which collections of a request still have to be erased, in waves (`erasureOrder`). Planning again takes up what failed and
 * leaves out what is done; a request that is not erasing has nothing left to do. What people have to delete or to correct in
 * sources of theirs is left to them, with a date; elsewhere there nothing is left to do.
 *
 * @throws Error named `ErasureUnplannable` when the data map has faults, or a store has no eraser
 */
export function erasurePlanner({ dataMap, requests, handle, erasers, now }: ErasurePlanDependencies) {
  return async (requestId: string): Promise<ErasurePlan> => {
    const order = erasureOrder(dataMap);
    const before = await requests.load(requestId);
    if (!before?.erasing?.startedAt || before.status !== 'fulfilling') return { waves: [] };
    const collections = dataMap.collections.filter((collection) => isAsked(collection, before)).map(({ id }) => id);
    const actor = { kind: 'system', part: 'erasing' } as const;
    const byHand = leftToPeople(dataMap, before, now());
    const command = { type: 'plan_erasure', collections, byHand } as const;
    const planned = await handle({ requestId, actor, command });
    if (!planned.ok) return { waves: [] };
    const isPlanned = ({ id }: CollectionBinding) => planned.value.erasing?.collections[id]?.outcome === 'waiting';
    for (const { id } of dataMap.collections.filter((one) => isManual(one, dataMap) && isPlanned(one))) {
      const nothing = { deleted: 0, changed: 0, kept: 0, held: 0 };
      await handle({
        requestId,
        actor,
        command: { type: 'record_erasure', collection: id, outcome: 'erased', ...nothing },
      });
    }
    const waiting = (one: CollectionBinding) => isPlanned(one) && !isManual(one, dataMap);
    return {
      waves: order
        .map((wave) => wave.filter(waiting))
        .filter((wave) => wave.length > 0)
        .map((wave) => wave.map(({ id, store }) => ({ collection: id, store, eraser: eraserOf(store, erasers) }))),
    };
  };
}

export type PlanErasure = ReturnType<typeof erasurePlanner>;

/** By collection, the plain ISO date by which people should have deleted what they found there, and written what was decided. */
function leftToPeople(dataMap: DataMap, state: RequestState, now: string): Readonly<Record<string, string>> {
  const today = dayInZone(now, state.timeZone);
  const deletes = asksForDeletion(grantedRights(state));
  return Object.fromEntries(
    dataMap.collections.flatMap(({ id, store }) => {
      const home = dataMap.stores.find((one) => one.id === store);
      const isDue = (deletes && state.collections[id]?.outcome === 'found') || changesToCarryOut(state, id).length > 0;
      return home?.kind === 'manual' && isDue ? [[id, addDays(today, home.dueDays)]] : [];
    }),
  );
}

function isManual({ store }: CollectionBinding, dataMap: DataMap): boolean {
  return dataMap.stores.find(({ id }) => id === store)?.kind === 'manual';
}

/**
 * Collections that were only read to find others hold nothing that was asked about; where only single changes were asked
 * for, only those they are in are touched.
 */
function isAsked({ id, fields }: CollectionBinding, state: RequestState): boolean {
  const { categories, collections } = state;
  if (!(id in collections)) return false;
  if (changesToCarryOut(state, id).length > 0) return true;
  if (!erasesBesides(state)) return false;
  return categories.length === 0 || fields.some(({ category }) => category && categories.includes(category));
}
