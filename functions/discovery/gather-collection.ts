import type { GatherCollectionResult } from '../../workflows/gather-data/contract.ts';
import type { Identifiers } from '../identity/index.ts';
import type { CollectionBinding, DataMap } from '../shared/organisation.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import { leadingFields, upstreamOf } from './data-map.ts';
import { textsAt, valueAt } from './field-values.ts';
import { findingDigest, findingIdOf } from './finding-id.ts';
import type { Finding, FindingsWriter, GatheringKey } from './findings-store.ts';
import { GatheredParts } from './gathered-parts.ts';
import type { CollectionEnd, GatheringProgress, GatheringState } from './gathering-progress.ts';
import type { LeftToPeople } from './left-to-people.ts';
import { isWithin, periodOf } from './period.ts';
import { type BatchSources, queryBatches } from './query-batches.ts';
import { readAhead } from './read-ahead.ts';
import { SeenKeys } from './seen-keys.ts';
import { type Period, type StoreConnector, type StoredRecord, StoreRefusal } from './store-connector.ts';

/** Records asked of a store at a time; fewer where each of them brings a file. */
const PAGE = 1000;
const PAGE_OF_FILES = 20;

export interface GatherDependencies {
  readonly dataMap: DataMap;
  readonly connector: StoreConnector;
  readonly findings: FindingsWriter;
  /** What may be searched by: exactly what was verified. */
  readonly identifiers: { of(requestId: string): Promise<Sensitive<Identifiers>> };
  readonly progress: GatheringProgress;
  /** An id no other invocation has; letters, digits, dashes. */
  readonly newId: () => string;
  /** Whether people look through it and have handed nothing in; absent where a system is asked. */
  readonly leftToPeople?: LeftToPeople;
}

export interface GatherInvocation {
  readonly requestId: string;
  readonly collection: string;
  /** False when the invocation should stop at the next page and be called again. */
  readonly hasTime: () => boolean;
}

/**
 * Reads one collection for one request, from its verified identifiers and what earlier waves found, and records the
 * outcome. Findings and reference values go to the findings store part by part; memory does not grow with their number,
 * but for some 12 bytes a record to tell repeats apart. At the end of its time it answers `more` and goes on from there when
 * called again. Called again after a crash it repeats what the crashed invocation did, whose parts are then never read.
 *
 * A collection whose sources failed is itself `failed`: without them, "nothing found" would not be true.
 *
 * @throws StoreUnavailable, or whatever the findings store throws: the workflow retries. `UpstreamUnfinished` when a
 *   source has no outcome yet
 */
export function collectionGatherer(dependencies: GatherDependencies) {
  const { dataMap, findings, progress } = dependencies;
  return async (invocation: GatherInvocation): Promise<GatherCollectionResult> => {
    const { requestId } = invocation;
    const collection = dataMap.collections.find(({ id }) => id === invocation.collection);
    const state = await progress.of(requestId);
    const known = state?.collections[invocation.collection];
    if (!collection || !state || !known) throw new UnknownCollection(invocation.collection);
    if (known.outcome !== 'waiting') {
      // Whatever a person said of it is said: there is nothing to read.
      return { outcome: known.outcome === 'unavailable' ? 'by_hand' : known.outcome, count: known.count };
    }
    // The request is over or in review: nothing would read what this found.
    if (!state.underWay) return { outcome: 'failed' };
    const key = { requestId, collection: collection.id, gathering: state.gathering };
    const end = async (result: Omit<CollectionEnd, 'collection' | 'gathering'>): Promise<GatherCollectionResult> => {
      await progress.collectionGathered(requestId, { ...key, ...result });
      return { outcome: result.outcome, count: result.count };
    };

    const finished = await findings.finished(key);
    if (finished) return end(outcomeOf(finished.count));
    if (sourceFailed(collection, dataMap, state)) return end({ outcome: 'failed', count: 0, reason: 'source_failed' });
    try {
      if (dependencies.leftToPeople) {
        const sources = await sourcesOf(dependencies, state, requestId);
        const byHand = await dependencies.leftToPeople(
          collection.id,
          state,
          queryBatches(collection, dataMap, sources, 1),
        );
        if (byHand) return await end(byHand);
      }
      const result = await read(dependencies, collection, state, key, invocation);
      return result.done ? await end(outcomeOf(result.count)) : { outcome: 'more', count: result.count };
    } catch (error) {
      if (!(error instanceof StoreRefusal)) throw error;
      return end({ outcome: 'failed', count: 0, reason: error.reason });
    }
  };
}

export type GatherCollection = ReturnType<typeof collectionGatherer>;

/** What may be searched by: verified identifiers, and what earlier waves found. */
async function sourcesOf(
  { identifiers, findings }: GatherDependencies,
  { collections }: GatheringState,
  requestId: string,
): Promise<BatchSources> {
  return {
    identifiers: (await identifiers.of(requestId)).reveal(),
    references: (from, field) => findings.readReferences(requestId, from, field, collections[from]?.gathering),
  };
}

async function read(
  dependencies: GatherDependencies,
  collection: CollectionBinding,
  state: GatheringState,
  key: GatheringKey,
  { requestId, hasTime }: GatherInvocation,
): Promise<{ readonly done: boolean; readonly count: number }> {
  const { dataMap, connector, findings, newId } = dependencies;
  const checkpoint = await findings.checkpoint(key);
  const parts = new GatheredParts(findings, key, newId(), checkpoint);
  const seen = new SeenKeys(checkpoint?.seen);
  const leading = leadingFields(collection.id, dataMap);
  const shown = shownFields(collection, state);
  const period = state.period && collection.timeField ? periodOf(state.period, state.timeZone) : undefined;
  // What leads on to other collections is followed whatever its date.
  const hint: { period?: Period } = period && leading.length === 0 ? { period } : {};
  const pageSize = collection.format === 'object' ? PAGE_OF_FILES : PAGE;
  const sources = await sourcesOf(dependencies, state, requestId);

  let batch = -1;
  for await (const criteria of queryBatches(collection, dataMap, sources, connector.valuesAtOnce)) {
    batch++;
    if (batch < (checkpoint?.batch ?? 0)) continue;
    const resumed = batch === checkpoint?.batch && checkpoint.cursor !== undefined ? { cursor: checkpoint.cursor } : {};
    const pages = connector.find({ collection, criteria, ...hint }, { pageSize, ...resumed });
    for await (const page of readAhead(pages, hasTime)) {
      for (const record of page.records) {
        const writing = take(record);
        if (writing) await writing;
      }
      if (hasTime()) continue;
      const next = page.cursor === undefined ? { batch: batch + 1 } : { batch, cursor: page.cursor };
      await findings.saveCheckpoint(key, { ...(await parts.flush()), ...next, seen: seen.save() });
      return { done: false, count: parts.count };
    }
  }
  await findings.finish(key, await parts.flush());
  return { done: true, count: parts.count };

  /** A promise only where there is something to wait for: most records need none. */
  function take(record: StoredRecord): Promise<void> | undefined {
    const digest = findingDigest(requestId, collection, record);
    if (!seen.addDigest(digest)) return undefined;
    const id = findingIdOf(digest);
    if (leading.length > 0 || collection.format === 'object') return follow(id, record);
    return isShown(record) ? parts.addFinding({ id, fields: fieldsOf(record) }) : undefined;
  }

  async function follow(id: string, record: StoredRecord): Promise<void> {
    for (const field of leading)
      for (const value of textsAt(record, field))
        if (seen.add(JSON.stringify({ field, value }))) await parts.addReference(field, value);
    if (!isShown(record)) return;
    const file = connector.openObject && collection.format === 'object' ? await copyFile(record) : undefined;
    await parts.addFinding({ id, fields: fieldsOf(record), ...(file ? { file } : {}) });
  }

  function isShown(record: StoredRecord): boolean {
    return isWithin(record, collection.timeField, period);
  }

  function fieldsOf(record: StoredRecord): Finding['fields'] {
    const fields: Record<string, unknown> = {};
    for (const name of shown) {
      const value = valueAt(record, name);
      if (value !== undefined) fields[name] = value;
    }
    return fields;
  }

  async function copyFile(record: StoredRecord): Promise<string | undefined> {
    const opened = await connector.openObject?.(collection, record);
    if (!opened) return undefined;
    const name = parts.fileName();
    await findings.writeFile(key, name, opened.body, opened.size);
    return name;
  }
}

/**
 * The fields of the categories asked for (all, when none was singled out), always those that name the record, and addresses
 * where they are needed.
 */
function shownFields(collection: CollectionBinding, { categories, fully, withAddresses }: GatheringState): string[] {
  const whole = categories.length === 0 || fully?.includes(collection.id);
  return collection.fields
    .filter(({ name, category }) => {
      const isAskedFor = whole || (category !== undefined && categories.includes(category));
      const isAddress = withAddresses && collection.ownAddresses?.includes(name);
      return isAskedFor || isAddress || collection.primaryKey.includes(name);
    })
    .map(({ name }) => name);
}

function sourceFailed(collection: CollectionBinding, dataMap: DataMap, state: GatheringState): boolean {
  const outcomes = upstreamOf(collection.id, dataMap).map((id) => state.collections[id]?.outcome ?? 'waiting');
  if (outcomes.includes('waiting')) throw new UpstreamUnfinished(collection.id);
  return outcomes.includes('failed');
}

function outcomeOf(count: number): { outcome: 'found' | 'nothing'; count: number } {
  return { outcome: count > 0 ? 'found' : 'nothing', count };
}

/** The call names a request, or a collection of it, that does not exist. */
export class UnknownCollection extends Error {
  override readonly name = 'UnknownCollection';
}

/** A collection that leads here has not ended; the waves were not kept. */
export class UpstreamUnfinished extends Error {
  override readonly name = 'UpstreamUnfinished';
}
