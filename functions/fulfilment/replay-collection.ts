import type { ReplayCollectionPayload, ReplayCollectionResult } from '../../workflows/replay-erasures/contract.ts';
import { StoreRefusal } from '../discovery/index.ts';
import type { HoldStore } from '../holds/index.ts';
import type { RequestStore } from '../requests/index.ts';
import { Contended } from '../shared/contended.ts';
import type { CollectionBinding, DataMap } from '../shared/organisation.ts';
import { changesOf } from './change-record.ts';
import { claimedTreatments } from './claimed-treatments.ts';
import type { HeldRecords, IsHeld } from './erase-batch.ts';
import { countErasedBefore, readErasedBefore, type TreatedBefore, treatedAgain, underHold } from './erased-before.ts';
import type { ErasureClaims } from './erasure-claims.ts';
import type { ErasureReplays, ReplayCheckpoint, ReplayTally } from './erasure-replays.ts';
import { keyHashBytes, type RecordKeyHash } from './record-keys.ts';
import type { LocatedRecord, StoreEraser, TreatedRecord, ValueSources } from './store-eraser.ts';
import { keyText, placeOf } from './treated-records.ts';

/** Records looked at together, and erased under one claim. */
const PAGE = 500;
/** Keys held in memory at a time, of some hundred bytes each; where there are more, the collection is read more than once. */
const KEYS_AT_ONCE = 400_000;
/** Times a part is read anew because records moved on while they were looked at. */
const MAX_AGAIN = 5;
/** A replay takes hours; its checkpoints are of no use after that. */
const KEPT_MS = 7 * 86_400_000;
/** Changes of the hold register, or numbers taken, during one batch before giving up. */
const MAX_ATTEMPTS = 20;

export interface ReplayDependencies {
  readonly dataMap: DataMap;
  readonly eraser: StoreEraser;
  readonly sources: ValueSources;
  readonly requests: Pick<RequestStore, 'queue'>;
  /** Receipts of what was erased. */
  readonly claims: Pick<ErasureClaims, 'receipts'>;
  readonly replays: ErasureReplays;
  readonly holds: Pick<HoldStore, 'register'>;
  readonly heldRecords: HeldRecords;
  readonly recordKeys: () => Promise<RecordKeyHash>;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
  /** Keys held in memory at a time; 400,000 unless said. */
  readonly keysAtOnce?: number;
}

export interface ReplayInvocation extends ReplayCollectionPayload {
  /** False when the invocation should stop at the next page and be called again. */
  readonly hasTime: () => boolean;
}

/**
 * Erases once more what receipts of a span say was erased from one collection, and what is there again because its store
 * was restored from a backup. Receipts hold keyed hashes of keys, so the whole collection is read, page by page, and each
 * record's hash looked up; what is met is treated as it was then. A record that is as it was left is none of its business.
 *
 * As with every erasure, each batch is claimed in a transaction that fails when the holds have changed; what is under a
 * legal hold today stays. Doing it again finds nothing.
 *
 * @throws StoreUnavailable, Contended: the workflow retries. `CollectionUnknown`
 */
export function collectionReplayer(dependencies: ReplayDependencies) {
  return async (invocation: ReplayInvocation): Promise<ReplayCollectionResult> => {
    const collection = dependencies.dataMap.collections.find(({ id }) => id === invocation.collection);
    if (!collection) throw new CollectionUnknown(invocation.collection);
    return replay(dependencies, collection, invocation);
  };
}

export type ReplayCollection = ReturnType<typeof collectionReplayer>;

async function replay(
  dependencies: ReplayDependencies,
  collection: CollectionBinding,
  invocation: ReplayInvocation,
): Promise<ReplayCollectionResult> {
  const { replays, recordKeys, eraser, keysAtOnce = KEYS_AT_ONCE } = dependencies;
  const { replayId } = invocation;
  const forgetAt = new Date(Date.parse(invocation.until) + KEPT_MS).toISOString();
  const save = (checkpoint: ReplayCheckpoint) => replays.save(replayId, collection.id, checkpoint, forgetAt);
  let at = (await replays.load(replayId, collection.id)) ?? begin();
  if (at.isDone) return answer('done', at.tally);
  if (at.parts === 0) {
    const keys = await countErasedBefore(dependencies, collection.id, invocation, keyHashBytes);
    at = { ...at, parts: Math.ceil(keys / keysAtOnce) };
  }
  const keyOf = await recordKeys();
  for (; at.part < at.parts; at = { ...withoutCursor(at), part: at.part + 1, again: 0 }) {
    const before = await readErasedBefore(dependencies, collection.id, invocation, at);
    const batch = replayedBatch({ ...dependencies, collection, invocation, keyOf, before });
    try {
      const from = at.cursor === undefined ? {} : { cursor: at.cursor };
      for await (const page of eraser.locate({ collection, criteria: 'everything' }, { pageSize: PAGE, ...from })) {
        at = await batch(page.records, at);
        if (page.cursor === undefined || invocation.hasTime()) continue;
        await save({ ...at, cursor: page.cursor });
        return answer('more', at.tally);
      }
    } catch (error) {
      if (!(error instanceof StoreRefusal)) throw error;
      at = { ...at, tally: { ...at.tally, refusal: error.reason } };
      break;
    }
    if (at.tally.stale > 0 && at.again < MAX_AGAIN)
      at = { ...withoutCursor(at), part: at.part - 1, again: at.again + 1, tally: { ...at.tally, stale: 0 } };
  }
  await save({ ...withoutCursor(at), isDone: true });
  return answer('done', at.tally);
}

type Batch = Omit<ReplayDependencies, 'recordKeys'> & {
  readonly collection: CollectionBinding;
  readonly invocation: ReplayInvocation;
  readonly keyOf: RecordKeyHash;
  readonly before: ReadonlyMap<string, readonly TreatedBefore[]>;
};

/** Treats the records of one page; gives the checkpoint with its counts. */
function replayedBatch({ eraser, sources, replays, holds, heldRecords, now, collection, ...about }: Batch) {
  const { invocation, keyOf, before } = about;
  const { replayId, dryRun } = invocation;
  let register: { readonly version: number; readonly isHeldFor: (one: TreatedBefore) => Promise<IsHeld> } | undefined;

  return async (records: readonly LocatedRecord[], at: ReplayCheckpoint): Promise<ReplayCheckpoint> => {
    const met = records.flatMap((located) => {
      const known = before.get(Buffer.from(keyOf(collection, located.record)).toString('hex'));
      return known ? [{ located, known }] : [];
    });
    if (met.length === 0) return at;
    let { batch } = at;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      register ??= await readHolds();
      const { todo, held } = await sort(met, register.isHeldFor);
      const tally = { ...at.tally, found: at.tally.found + todo.length + held, held: at.tally.held + held };
      if (todo.length === 0) return { ...at, batch, tally };
      if (dryRun) return { ...at, batch, tally: counted(tally, todo) };
      batch++;
      const claim = { replayId, collection: collection.id, batch };
      const claimed = await replays.claim({
        ...claim,
        holdsVersion: register.version,
        at: now(),
        by: 'replaying',
        ...claimedTreatments(collection, todo, keyOf),
      });
      if (claimed.ok) return { ...at, batch, tally: await carryOut(claim, todo, tally) };
      if (claimed.refusal.code !== 'holds_changed') continue;
      register = undefined;
      batch--;
    }
    throw new Contended(`${collection.id}: ${MAX_ATTEMPTS} claims were lost`);
  };

  async function sort(
    met: readonly { readonly located: LocatedRecord; readonly known: readonly TreatedBefore[] }[],
    isHeldFor: (one: TreatedBefore) => Promise<IsHeld>,
  ): Promise<{ readonly todo: readonly TreatedRecord[]; readonly held: number }> {
    const todo: TreatedRecord[] = [];
    let held = 0;
    for (const { located, known } of met) {
      if (!(await wouldChange(located, known))) continue;
      const free: TreatedBefore[] = [];
      for (const one of known) {
        const isHeld = (await isHeldFor(one))(collection, located.record);
        free.push(isHeld ? { ...one, treatment: underHold(one.treatment) } : one);
      }
      if (await wouldChange(located, free)) todo.push({ located, treatment: treatedAgain(free) });
      else held++;
    }
    return { todo, held };
  }

  async function wouldChange({ record }: LocatedRecord, known: readonly TreatedBefore[]): Promise<boolean> {
    const treatment = treatedAgain(known);
    if (treatment.kind !== 'change') return treatment.kind === 'delete';
    const key = keyText(collection.primaryKey.map((name) => record[name]));
    const changes = await changesOf(record, treatment.fields, placeOf(collection, key), sources);
    // An empty cell is how CSV says null.
    return changes !== 'stale' && changes.some(({ now: value, next }) => next !== null || value !== '');
  }

  async function carryOut(
    claim: { readonly replayId: string; readonly collection: string; readonly batch: number },
    todo: readonly TreatedRecord[],
    tally: ReplayTally,
  ): Promise<ReplayTally> {
    try {
      const { deleted, changed, unchanged, stale } = await eraser.apply(collection, todo);
      await replays.settle(claim, { at: now(), deleted, changed, unchanged, stale: stale.length });
      return {
        ...tally,
        found: tally.found - stale.length,
        deleted: tally.deleted + deleted,
        changed: tally.changed + changed,
        stale: tally.stale + stale.length,
      };
    } catch (error) {
      if (!(error instanceof StoreRefusal)) throw error;
      // The other batches go on: what can go goes.
      return { ...tally, refusal: tally.refusal ?? error.reason };
    }
  }

  async function readHolds() {
    const { version, holds: all } = await holds.register();
    const known = new Map<string, Promise<IsHeld>>();
    const isHeldFor = ({ request }: TreatedBefore): Promise<IsHeld> => {
      const isHeld = known.get(request.id) ?? heldRecords(all, request);
      known.set(request.id, isHeld);
      return isHeld;
    };
    return { version, isHeldFor };
  }
}

function counted(tally: ReplayTally, todo: readonly TreatedRecord[]): ReplayTally {
  const deleted = todo.filter(({ treatment }) => treatment.kind === 'delete').length;
  return { ...tally, deleted: tally.deleted + deleted, changed: tally.changed + todo.length - deleted };
}

function begin(): ReplayCheckpoint {
  const tally = { found: 0, deleted: 0, changed: 0, held: 0, stale: 0 };
  return { parts: 0, part: 0, again: 0, batch: 0, tally, isDone: false };
}

function withoutCursor({ cursor: _, ...checkpoint }: ReplayCheckpoint): ReplayCheckpoint {
  return checkpoint;
}

function answer(
  outcome: 'done' | 'more',
  { found, deleted, changed, held, stale, refusal }: ReplayTally,
): ReplayCollectionResult {
  const counts = { found, deleted, changed, held };
  if (outcome === 'more') return { outcome, ...counts };
  const reason = refusal ?? (stale > 0 ? 'left_behind' : undefined);
  return reason === undefined ? { outcome, ...counts } : { outcome: 'failed', ...counts, reason };
}

/** The call names a collection that the data map does not have. */
export class CollectionUnknown extends Error {
  override readonly name = 'CollectionUnknown';
}
