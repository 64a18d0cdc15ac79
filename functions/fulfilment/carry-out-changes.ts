import { isDeepStrictEqual } from 'node:util';
import { findingDigest, findingIdOf, queryBatches, type StoredRecord, valueAt } from '../discovery/index.ts';
import type { HoldStore } from '../holds/index.ts';
import type { Identifiers } from '../identity/index.ts';
import {
  type ChangeOutcome,
  changesToCarryOut,
  type DecidedChange,
  decidedChangeSchema,
  type FoundInstead,
  type RequestState,
  type RequestStore,
  type SealedItem,
} from '../requests/index.ts';
import { Contended } from '../shared/contended.ts';
import type { CollectionBinding, DataMap } from '../shared/organisation.ts';
import { Sensitive } from '../shared/sensitive.ts';
import type { HeldRecords, IsHeld } from './erase-batch.ts';
import type { ErasureClaims } from './erasure-claims.ts';
import type { RecordKeyHash } from './record-keys.ts';
import type { FieldTreatment, LocatedRecord, StoreEraser } from './store-eraser.ts';

/** Records located at a time. */
const PAGE = 500;
/** Holds, claims and records may move while a change is under way; after so many tries it is somebody's fault. */
const MAX_ATTEMPTS = 20;

export interface CarryOutDependencies {
  readonly dataMap: DataMap;
  readonly eraser: StoreEraser;
  /** What gathering found, to search by. */
  readonly findings: {
    readReferences(requestId: string, collection: string, field: string, gathering?: number): AsyncIterable<string>;
  };
  readonly requests: Pick<RequestStore, 'readSealed'>;
  readonly holds: Pick<HoldStore, 'register'>;
  readonly heldRecords: HeldRecords;
  readonly claims: ErasureClaims;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

export interface CarriedOutChanges {
  /** By id of the change; empty where there is none to carry out in the collection. */
  readonly outcomes: Readonly<Record<string, ChangeOutcome>>;
  /** What was found where the record had moved on, to be sealed with the outcome. */
  readonly sealed: readonly SealedItem[];
}

/**
 * Carries out what staff decided on single changes in one collection: finds the records as gathering did, so that nobody
 * else's can be met, and writes each change under a claim (`erasure-claims.ts`) and on the condition that the fields still
 * hold what staff saw. A value that is there already counts as written, so doing it again after a crash changes nothing.
 *
 * A record that a legal hold covers stays as it is, unless all that is written is what the policy sets (a listing's
 * status): then nothing is lost.
 *
 * @throws StoreUnavailable, Contended: the workflow retries. StoreRefusal: trying again does not help
 */
export function changeCarrier(dependencies: CarryOutDependencies) {
  return async (
    state: RequestState,
    collection: CollectionBinding,
    { identifiers, keyOf }: { readonly identifiers: Identifiers; readonly keyOf: RecordKeyHash },
  ): Promise<CarriedOutChanges | 'not_erasing'> => {
    const { requests, claims } = dependencies;
    const outcomes: Record<string, ChangeOutcome> = {};
    const sealed: SealedItem[] = [];
    for (const { id, sealed: name } of changesToCarryOut(state, collection.id)) {
      const item = name === undefined ? undefined : await requests.readSealed(state.id, name);
      if (!item) throw new ChangeErased(id);
      const change = { id, ...decidedChangeSchema.parse(item.reveal()) };
      const outcome = await carryOut(change);
      if (outcome === 'not_erasing') return outcome;
      if (typeof outcome === 'string') outcomes[id] = { outcome };
      else {
        const found = `found-${id}-${state.version}`;
        outcomes[id] = { outcome: 'stale', found };
        sealed.push({ name: found, value: new Sensitive(outcome) });
      }
    }
    return { outcomes, sealed };

    async function carryOut(change: Change): Promise<'done' | 'held' | 'not_erasing' | FoundInstead> {
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        const located = await locate(change.finding);
        // Found by what this very change has emptied, it can't be found any more.
        if (!located) return (await wasClaimed(change)) ? 'done' : { gone: true, values: {} };
        const current = standingOf(located.record, change);
        if (current.isDone) return 'done';
        if (current.isStale) return { gone: false, values: current.values };
        const register = await dependencies.holds.register();
        const isHeld: IsHeld = await dependencies.heldRecords(register.holds, state);
        if (current.loses && isHeld(collection, located.record)) return 'held';
        const batch = (await claims.lastBatch(state.id, collection.id)) + 1;
        const claim = { requestId: state.id, collection: collection.id, batch };
        const claimed = await claims.claim({
          ...claim,
          holdsVersion: register.version,
          at: dependencies.now(),
          by: 'changes',
          change: change.id,
          deleted: new Uint8Array(),
          changed: keyOf(collection, located.record),
          // What is written is a person's own word: it is in no receipt.
          treatments: [],
        });
        if (!claimed.ok && claimed.refusal.code === 'not_erasing') return 'not_erasing';
        if (!claimed.ok) continue;
        const treatment = { kind: 'change', fields: treatmentsOf(change) } as const;
        const applied = await dependencies.eraser.apply(collection, [{ located, treatment }]);
        const { deleted, changed, unchanged, stale } = applied;
        await claims.settle(claim, { at: dependencies.now(), deleted, changed, unchanged, stale: stale.length });
        if (changed === 1) return 'done';
      }
      throw new Contended(`${collection.id}: ${MAX_ATTEMPTS} tries at one change`);
    }

    async function locate(finding: string | undefined): Promise<LocatedRecord | undefined> {
      const { dataMap, eraser, findings } = dependencies;
      const references = (from: string, field: string) =>
        findings.readReferences(state.id, from, field, state.collections[from]?.gathering);
      for await (const criteria of queryBatches(collection, dataMap, { identifiers, references }, eraser.valuesAtOnce))
        for await (const page of eraser.locate({ collection, criteria }, { pageSize: PAGE })) {
          const met = page.records.find(
            ({ record, place }) =>
              // What a bucket keeps of the past is not the record as it stands.
              place?.version === undefined && findingIdOf(findingDigest(state.id, collection, record)) === finding,
          );
          if (met) return met;
        }
      return undefined;
    }

    async function wasClaimed({ id }: Change): Promise<boolean> {
      for await (const { change } of claims.receipts(state.id, collection.id)) if (change === id) return true;
      return false;
    }
  };
}

export type CarryOutChanges = ReturnType<typeof changeCarrier>;

type Change = DecidedChange & { readonly id: string };

/** How a record stands to a change. */
export function standingOf(record: StoredRecord, { writes = {} }: Pick<DecidedChange, 'writes'>) {
  const fields = Object.entries(writes).map(([name, { value, ifNow }]) => {
    const now = valueAt(record, name) ?? null;
    const isDone = isDeepStrictEqual(now, value);
    return { name, now, isDone, isConditional: ifNow !== undefined, isAsSeen: isDeepStrictEqual(now, ifNow ?? null) };
  });
  return {
    isDone: fields.every(({ isDone }) => isDone),
    isStale: fields.some(({ isDone, isConditional, isAsSeen }) => isConditional && !isDone && !isAsSeen),
    /** Something is overwritten that is nowhere else. */
    loses: fields.some(({ isConditional, isDone }) => isConditional && !isDone),
    values: Object.fromEntries(fields.map(({ name, now }) => [name, now])),
  };
}

function treatmentsOf({ writes = {} }: Change): Record<string, FieldTreatment> {
  return Object.fromEntries(
    Object.entries(writes).map(([field, { value, ifNow }]) => [
      field,
      { to: 'value', value, ...(ifNow === undefined ? {} : { ifNow }) },
    ]),
  );
}

/** What staff decided is not there any more, and nothing is written without it. */
export class ChangeErased extends Error {
  override readonly name = 'ChangeErased';
}
