import type { EraseCollectionResult } from '../../workflows/fulfil-request/contract.ts';
import {
  edgesOf,
  type FindingsReader,
  queryBatches,
  SeenKeys,
  type StoredRecord,
  StoreRefusal,
} from '../discovery/index.ts';
import type { HoldStore } from '../holds/index.ts';
import type { Identifiers, VerifiedIdentifiers } from '../identity/index.ts';
import {
  changesToCarryOut,
  erasesBesides,
  type FinishedErasure,
  grantedPart,
  type HandleCommand,
  type RequestState,
  type RequestStore,
  type SealedItem,
} from '../requests/index.ts';
import type { CollectionBinding, DataMap, RightRule } from '../shared/organisation.ts';
import { changeCarrier } from './carry-out-changes.ts';
import { type BatchEraser, batchEraser, type HeldRecords } from './erase-batch.ts';
import { erasingRight } from './erasing-right.ts';
import type { ErasureClaims } from './erasure-claims.ts';
import { type ErasureCheckpoint, type ErasureProgress, emptyTally, type PassTally } from './erasure-progress.ts';
import { gatheredFindings } from './gathered-findings.ts';
import { readOwnValues } from './own-values.ts';
import { keyHashesIn, type RecordKeyHash } from './record-keys.ts';
import type { StoreEraser } from './store-eraser.ts';
import { treatmentsFor } from './treat-record.ts';

/** Records located at a time. */
const PAGE = 500;
/** A store that brings back what is erased, or takes it as erased and keeps it, is told to staff after so many passes. */
const MAX_PASSES = 20;
/** An index may show for a moment what is gone: so many passes in a row may get nothing done. */
const MAX_IDLE_PASSES = 3;
const IDLE_PAUSE_MS = 500;

export interface EraseDependencies {
  readonly dataMap: DataMap;
  readonly rights: readonly RightRule[];
  readonly eraser: StoreEraser;
  /** What gathering found: references to search by, and the values that conditions of a right compare with. */
  readonly findings: FindingsReader & ReferenceReader;
  /** What may be searched by: exactly what was verified. */
  readonly identifiers: VerifiedIdentifiers;
  readonly requests: Pick<RequestStore, 'load' | 'readSealed'>;
  readonly handle: HandleCommand;
  readonly holds: Pick<HoldStore, 'register'>;
  readonly heldRecords: HeldRecords;
  readonly claims: ErasureClaims;
  readonly progress: ErasureProgress;
  /** Makes the keyed hash of record keys; asked once per invocation. */
  readonly recordKeys: () => Promise<RecordKeyHash>;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export interface ReferenceReader {
  readReferences(requestId: string, collection: string, field: string, gathering?: number): AsyncIterable<string>;
}

export interface EraseInvocation {
  readonly requestId: string;
  readonly collection: string;
  /** False when the invocation should stop at the next page and be called again. */
  readonly hasTime: () => boolean;
}

/**
 * Carries an approved deletion out in one collection: finds the records by the verified identifiers and the references
 * that gathering recorded, treats each as the policy says, and records the outcome. A period asked for is of the copy:
 * what is deleted goes whatever its date.
 *
 * Nothing is erased without a claim (`erasure-claims.ts`), so a hold placed a moment before wins. It goes over the
 * collection again and again until a pass finds nothing left to do: that last pass is the proof, and counts what stays.
 * At the end of its time it answers `more` and goes on from there when called again; after a crash some is gone through
 * twice, which changes nothing.
 *
 * A collection waits for all that was found through it, and the account directory for everything: erased before, it would
 * leave behind what nobody can find any more. If one of those failed, so does this.
 *
 * @throws StoreUnavailable, Contended: the workflow retries. `DependentsUnfinished` when the order was not kept
 */
export function collectionEraser(dependencies: EraseDependencies) {
  const { dataMap, requests, handle } = dependencies;
  return async (invocation: EraseInvocation): Promise<EraseCollectionResult> => {
    const { requestId } = invocation;
    const collection = dataMap.collections.find(({ id }) => id === invocation.collection);
    const state = await requests.load(requestId);
    const known = state?.erasing?.collections[invocation.collection];
    if (!collection || !state || !known) throw new CollectionNotPlanned(invocation.collection);
    if (known.outcome === 'by_hand') throw new CollectionNotPlanned(invocation.collection);
    if (known.outcome !== 'waiting') return answer(known.outcome, known);

    const end = async (result: FinishedErasure, sealed: readonly SealedItem[] = []): Promise<EraseCollectionResult> => {
      const actor = { kind: 'system', part: 'erasing' } as const;
      const command = { type: 'record_erasure', collection: collection.id, ...result } as const;
      await handle({ requestId, actor, command, sealed });
      return answer(result.outcome, result);
    };
    const failed = async (reason: string, tally: PassTally) =>
      end(await failure(dependencies, invocation, reason, tally));

    if (dependentFailed(collection.id, dataMap, state)) return failed('dependent_failed', emptyTally);
    let erasing: Erasing | undefined;
    try {
      const changes = await changesIn(dependencies, collection, state);
      if (changes === 'not_erasing') return movedOn();
      if (!changes.erases) return end({ ...nothingErased, ...changes.result }, changes.sealed);
      erasing = await Erasing.begin(dependencies, collection, state);
      const outcome = await erasing.run(invocation.hasTime);
      if (outcome === 'more') return { outcome };
      if (outcome === 'not_erasing') return movedOn();
      return 'result' in outcome
        ? end({ ...outcome.result, ...changes.result }, changes.sealed)
        : failed(outcome.reason, outcome.tally);
    } catch (error) {
      if (!(error instanceof StoreRefusal)) throw error;
      return failed(error.reason, erasing?.tally ?? emptyTally);
    }

    /** The request or the collection has moved on; whoever moved it has recorded what became of it. */
    async function movedOn(): Promise<EraseCollectionResult> {
      const after = (await requests.load(requestId))?.erasing?.collections[invocation.collection]?.outcome;
      return { outcome: after === 'erased' ? 'erased' : 'failed' };
    }
  };
}

export type EraseCollection = ReturnType<typeof collectionEraser>;

const nothingErased = { outcome: 'erased', deleted: 0, changed: 0, kept: 0, held: 0 } as const;

/** Single changes go before what is erased, and are told apart from it; most requests ask for one or the other. */
async function changesIn(dependencies: EraseDependencies, collection: CollectionBinding, state: RequestState) {
  const erases = erasesBesides(state);
  if (changesToCarryOut(state, collection.id).length === 0) return { erases, result: {}, sealed: [] };
  const [identifiers, keyOf] = await Promise.all([
    dependencies.identifiers.of(state.id).then((verified) => verified.reveal()),
    dependencies.recordKeys(),
  ]);
  const carried = await changeCarrier(dependencies)(state, collection, { identifiers, keyOf });
  if (carried === 'not_erasing') return carried;
  return { erases, result: { changes: carried.outcomes }, sealed: carried.sealed };
}

type Ended = { readonly result: FinishedErasure } | { readonly reason: string; readonly tally: PassTally };

/** One invocation at one collection. */
class Erasing {
  readonly #dependencies: EraseDependencies;
  readonly #collection: CollectionBinding;
  readonly #state: RequestState;
  readonly #identifiers: Identifiers;
  readonly #batches: BatchEraser;
  readonly #keyOf: RecordKeyHash;
  readonly #run: string;
  #checkpoint: ErasureCheckpoint;
  #seen: SeenKeys;

  private constructor(
    dependencies: EraseDependencies,
    collection: CollectionBinding,
    state: RequestState,
    parts: {
      readonly identifiers: Identifiers;
      readonly batches: BatchEraser;
      readonly keyOf: RecordKeyHash;
      readonly checkpoint: ErasureCheckpoint | undefined;
    },
  ) {
    this.#dependencies = dependencies;
    this.#collection = collection;
    this.#state = state;
    this.#identifiers = parts.identifiers;
    this.#batches = parts.batches;
    this.#keyOf = parts.keyOf;
    this.#run = state.erasing?.startedAt ?? '';
    this.#checkpoint = parts.checkpoint?.run === this.#run ? parts.checkpoint : this.#pass(1, 0);
    this.#seen = new SeenKeys(this.#checkpoint.seen);
  }

  static async begin(
    dependencies: EraseDependencies,
    collection: CollectionBinding,
    state: RequestState,
  ): Promise<Erasing> {
    const { dataMap, findings, progress, recordKeys } = dependencies;
    const [identifiers, keyOf, checkpoint] = await Promise.all([
      dependencies.identifiers.of(state.id).then((verified) => verified.reveal()),
      recordKeys(),
      progress.load(state.id, collection.id),
    ]);
    const right = erasingRight(dependencies.rights, grantedPart(state));
    const own = await readOwnValues(right, dataMap, identifiers, gatheredFindings(findings, state));
    const rule = treatmentsFor({ right, collection, dataMap, own, categories: state.categories });
    const batches = batchEraser({ ...dependencies, state, collection, rule, keyOf });
    return new Erasing(dependencies, collection, state, { identifiers, batches, keyOf, checkpoint });
  }

  get tally(): PassTally {
    return this.#checkpoint.tally;
  }

  async run(hasTime: () => boolean): Promise<'more' | 'not_erasing' | Ended> {
    const { pause, progress } = this.#dependencies;
    for (;;) {
      const outcome = await this.#goThrough(hasTime);
      if (outcome !== 'gone_through') return outcome;
      const { tally, pass: number, idle } = this.#checkpoint;
      const othersErase = await this.#batches.claimedByOthers();
      if (tally.left === 0 && !othersErase) return { result: this.#result() };
      const idleNow = tally.done > 0 || othersErase ? 0 : idle + 1;
      if (tally.refusal !== undefined || number >= MAX_PASSES || idleNow >= MAX_IDLE_PASSES) {
        // Tried again by staff, it starts over.
        await progress.save(this.#state.id, this.#collection.id, this.#pass(1, 0));
        return { reason: tally.refusal ?? 'left_behind', tally };
      }
      if (idleNow > 0) await pause(IDLE_PAUSE_MS * 2 ** idleNow);
      this.#checkpoint = this.#pass(number + 1, idleNow);
      this.#seen = new SeenKeys();
    }
  }

  /** The rest of the pass under way. */
  async #goThrough(hasTime: () => boolean): Promise<'gone_through' | 'more' | 'not_erasing'> {
    const { dataMap, eraser, findings, progress } = this.#dependencies;
    const { id: requestId, collections } = this.#state;
    const collection = this.#collection;
    await this.#batches.beginPass();
    const references = (from: string, field: string) =>
      findings.readReferences(requestId, from, field, collections[from]?.gathering);
    const sources = { identifiers: this.#identifiers, references };
    const from = this.#checkpoint;
    let query = -1;
    for await (const criteria of queryBatches(collection, dataMap, sources, eraser.valuesAtOnce)) {
      query++;
      if (query < from.query) continue;
      const cursor = query === from.query && from.cursor !== undefined ? { cursor: from.cursor } : {};
      for await (const page of eraser.locate({ collection, criteria }, { pageSize: PAGE, ...cursor })) {
        const met = page.records.map((located) => ({ located, isFirst: this.#isFirst(located.record) }));
        const tally = await this.#batches.erase(met, this.#checkpoint.tally);
        if (tally === 'not_erasing') return 'not_erasing';
        this.#checkpoint = { ...this.#checkpoint, tally };
        if (hasTime()) continue;
        const next = page.cursor === undefined ? { query: query + 1 } : { query, cursor: page.cursor };
        const { cursor: _, ...rest } = this.#checkpoint;
        await progress.save(requestId, collection.id, { ...rest, ...next, seen: this.#seen.save() });
        return 'more';
      }
    }
    return 'gone_through';
  }

  #isFirst(record: StoredRecord): boolean {
    return this.#seen.addDigest(Buffer.from(this.#keyOf(this.#collection, record)).toString('hex'));
  }

  #pass(number: number, idle: number): ErasureCheckpoint {
    return { run: this.#run, pass: number, idle, query: 0, seen: new Uint8Array(), tally: emptyTally };
  }

  /** What was claimed and is not met as it was before is done; a reference that was emptied hides a record from the search. */
  #result(): FinishedErasure {
    const { kept, held, undeleted, unchanged, random } = this.#checkpoint.tally;
    const { deleted, changed } = this.#batches.claimedBefore();
    return { outcome: 'erased', deleted: deleted - undeleted, changed: changed - unchanged + random, kept, held };
  }
}

/** What was done until it failed is what the store confirmed, batch by batch. */
async function failure(
  { claims }: EraseDependencies,
  { requestId, collection }: EraseInvocation,
  reason: string,
  { kept, held }: PassTally,
): Promise<FinishedErasure> {
  const deleted = new Set<string>();
  const changed = new Set<string>();
  for await (const receipt of claims.receipts(requestId, collection)) {
    if (!receipt.carriedOut) continue;
    for (const key of keyHashesIn(receipt.deleted)) deleted.add(key);
    for (const key of keyHashesIn(receipt.changed)) changed.add(key);
  }
  return { outcome: 'failed', deleted: deleted.size, changed: changed.size, kept, held, reason };
}

function dependentFailed(collection: string, dataMap: DataMap, { erasing }: RequestState): boolean {
  const planned = erasing?.collections ?? {};
  const dependents =
    collection === dataMap.accountDirectory.collection
      ? Object.keys(planned).filter((id) => id !== collection)
      : edgesOf(dataMap).flatMap(({ from, to }) => (from.collection === collection ? [to.collection] : []));
  const outcomes = dependents.map((id) => planned[id]?.outcome);
  if (outcomes.includes('waiting')) throw new DependentsUnfinished(collection);
  return outcomes.includes('failed');
}

function answer(
  outcome: FinishedErasure['outcome'],
  { deleted, changed }: { readonly deleted: number; readonly changed: number },
): EraseCollectionResult {
  return { outcome, deleted, changed };
}

/** The call names a request, or a collection, that is not to be erased. */
export class CollectionNotPlanned extends Error {
  override readonly name = 'CollectionNotPlanned';
}

/** Something found through this collection is still being erased; the waves were not kept. */
export class DependentsUnfinished extends Error {
  override readonly name = 'DependentsUnfinished';
}
