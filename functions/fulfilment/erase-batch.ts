import { SeenKeys, type StoredRecord, StoreRefusal } from '../discovery/index.ts';
import type { HoldState, HoldStore } from '../holds/index.ts';
import type { RequestState } from '../requests/index.ts';
import { Contended } from '../shared/contended.ts';
import type { CollectionBinding } from '../shared/organisation.ts';
import { claimedTreatments } from './claimed-treatments.ts';
import type { ErasureClaims } from './erasure-claims.ts';
import type { PassTally } from './erasure-progress.ts';
import { keyHashesIn, type RecordKeyHash } from './record-keys.ts';
import type { Applied, LocatedRecord, StoreEraser, TreatedRecord, Treatment } from './store-eraser.ts';
import { type CollectionRule, treat } from './treat-record.ts';

/** Records in one claim: its item, with 16 bytes for each, stays far below DynamoDB's 400 KB. */
const CLAIMED_AT_ONCE = 5000;
/** Changes of the hold register, or numbers taken, during one batch before giving up. */
const MAX_ATTEMPTS = 20;

/** Which records the holds of a register cover. */
export type HeldRecords = (holds: readonly HoldState[], request: RequestState) => Promise<IsHeld>;
export type IsHeld = (collection: CollectionBinding, record: StoredRecord) => boolean;

/** `isFirst`: not met before in this pass. What stays is counted once, what goes goes wherever it is met. */
export interface MetRecord {
  readonly located: LocatedRecord;
  readonly isFirst: boolean;
}

export interface BatchDependencies {
  readonly eraser: StoreEraser;
  readonly holds: Pick<HoldStore, 'register'>;
  readonly heldRecords: HeldRecords;
  readonly claims: ErasureClaims;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
  readonly state: RequestState;
  readonly collection: CollectionBinding;
  readonly rule: CollectionRule;
  readonly keyOf: RecordKeyHash;
}

/** Treats records as they are met, under claims. For one invocation at one collection. */
export function batchEraser({ eraser, holds, heldRecords, claims, now, ...about }: BatchDependencies) {
  const { state, collection, rule, keyOf } = about;
  let nextBatch: number | undefined;
  let deletedBefore = new SeenKeys();
  let changedBefore = new SeenKeys();
  let register: { readonly version: number; readonly isHeld: IsHeld } | undefined;

  return {
    /** Reads what the receipts so far say, and the holds. */
    async beginPass(): Promise<void> {
      deletedBefore = new SeenKeys();
      changedBefore = new SeenKeys();
      for await (const { batch, deleted, changed } of claims.receipts(state.id, collection.id)) {
        for (const key of keyHashesIn(deleted)) deletedBefore.addDigest(key);
        for (const key of keyHashesIn(changed)) changedBefore.addDigest(key);
        nextBatch = batch + 1;
      }
      await readHolds();
    },

    /** Distinct records that were claimed before this pass. */
    claimedBefore: () => ({ deleted: deletedBefore.size, changed: changedBefore.size }),

    /** Whether another invocation claimed something since this pass began, so that it may not have seen what is left. */
    claimedByOthers: async () => (await claims.lastBatch(state.id, collection.id)) !== (nextBatch ?? 1) - 1,

    /** Carries out what is to be done with these records; gives the pass's tally with them in it. */
    async erase(met: readonly MetRecord[], before: PassTally): Promise<PassTally | 'not_erasing'> {
      let tally = before;
      for (let from = 0; from < met.length; from += CLAIMED_AT_ONCE) {
        const after = await eraseSome(met.slice(from, from + CLAIMED_AT_ONCE), tally);
        if (after === 'not_erasing') return after;
        tally = after;
      }
      return tally;
    },
  };

  async function eraseSome(met: readonly MetRecord[], before: PassTally): Promise<PassTally | 'not_erasing'> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const { version, isHeld } = register ?? (await readHolds());
      const { todo, tally } = sort(met, isHeld, before);
      if (todo.length === 0) return tally;
      const batch = nextBatch ?? (await claims.lastBatch(state.id, collection.id)) + 1;
      const claim = { requestId: state.id, collection: collection.id, batch };
      const claimed = await claims.claim({
        ...claim,
        holdsVersion: version,
        at: now(),
        by: 'erasing',
        ...claimedTreatments(collection, todo, keyOf),
      });
      if (claimed.ok) {
        nextBatch = batch + 1;
        return carryOut(claim, todo, tally);
      }
      if (claimed.refusal.code === 'not_erasing') return 'not_erasing';
      if (claimed.refusal.code === 'holds_changed') register = undefined;
      // Another invocation, cut off or at work beside this one, claimed it: its records are met again or gone.
      else nextBatch = undefined;
    }
    throw new Contended(`${collection.id}: ${MAX_ATTEMPTS} claims were lost`);
  }

  async function carryOut(
    claim: { readonly requestId: string; readonly collection: string; readonly batch: number },
    todo: readonly TreatedRecord[],
    tally: PassTally,
  ): Promise<PassTally> {
    try {
      const applied = await eraser.apply(collection, todo);
      const { deleted, changed, unchanged, stale } = applied;
      await claims.settle(claim, { at: now(), deleted, changed, unchanged, stale: stale.length });
      return {
        ...tally,
        left: tally.left + leftOf(todo, applied),
        done: tally.done + deleted + changed,
        random: tally.random + newlyRandom(todo),
      };
    } catch (error) {
      if (!(error instanceof StoreRefusal)) throw error;
      // The other batches go on: what can go goes, and staff are told why some could not.
      return { ...tally, left: tally.left + todo.length, refusal: tally.refusal ?? error.reason };
    }
  }

  /** Counted where nothing was left to do, so these were random already. */
  function newlyRandom(todo: readonly TreatedRecord[]): number {
    return todo.filter(
      ({ treatment, located }) => isOnlyRandom(treatment) && !changedBefore.hasDigest(hexKey(located.record)),
    ).length;
  }

  function hexKey(record: StoredRecord): string {
    return Buffer.from(keyOf(collection, record)).toString('hex');
  }

  async function readHolds(): Promise<{ readonly version: number; readonly isHeld: IsHeld }> {
    const { version, holds: all } = await holds.register();
    register = { version, isHeld: await heldRecords(all, state) };
    return register;
  }

  function sort(met: readonly MetRecord[], isHeld: IsHeld, before: PassTally) {
    const todo: TreatedRecord[] = [];
    const tally = { ...before };
    for (const { located, isFirst } of met) {
      const wanted = treat(located.record, rule, false);
      const key = hexKey(located.record);
      const held = wanted.kind !== 'keep' && isHeld(collection, located.record);
      const treatment = held ? treat(located.record, rule, true) : wanted;
      if (treatment.kind !== 'keep') {
        todo.push({ located, treatment });
        continue;
      }
      if (!isFirst) continue;
      if (deletedBefore.hasDigest(key)) tally.undeleted++;
      if (held) {
        tally.held++;
        if (changedBefore.hasDigest(key)) tally.unchanged++;
      } else if (!changedBefore.hasDigest(key)) tally.kept++;
    }
    return { todo, tally };
  }
}

export type BatchEraser = ReturnType<typeof batchEraser>;

/**
 * Records that were not as wanted when they were met. Whether a value is random cannot be seen, so there the store's word
 * counts that it was already.
 */
function leftOf(todo: readonly TreatedRecord[], { changed, stale }: Applied): number {
  const visible = todo.filter(({ treatment }) => !isOnlyRandom(treatment));
  const visiblyChanged = visible.filter(({ treatment }) => treatment.kind === 'change').length;
  if (visible.length === todo.length) return todo.length;
  return visible.length + Math.max(0, changed - visiblyChanged) + stale.length;
}

function isOnlyRandom(treatment: Treatment): boolean {
  return treatment.kind === 'change' && Object.values(treatment.fields).every(({ to }) => to === 'random');
}
