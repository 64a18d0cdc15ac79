import { isDeepStrictEqual } from 'node:util';
import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  asS3Fault,
  dayTemplate,
  type FindQuery,
  type FoundPage,
  openRecords,
  type PageRequest,
  prefixesOf,
  recordMatch,
  recordsIn,
  type StoredRecord,
  StoreRefusal,
  s3Connector,
} from '../discovery/index.ts';
import type { CollectionBinding, S3StoreBinding } from '../shared/organisation.ts';
import { changesOf, type FieldChange, withChanges } from './change-record.ts';
import {
  deleteOlderVersions,
  deleteVersions,
  deleteWholly,
  listVersions,
  versionsOfKey,
} from './object-versions.s3.ts';
import { rewriteObject } from './rewrite-object.s3.ts';
import type {
  Applied,
  FieldTreatment,
  LocatedPage,
  LocatedRecord,
  StoreEraser,
  TreatedRecord,
  ValueSources,
} from './store-eraser.ts';
import { type KeyedRecord, keyText, placeOf, recordsByKey } from './treated-records.ts';

/** An object is rewritten as a whole, so all its lines should come in one page; but no more than memory bears. */
const LINES_AT_ONCE = 5000;

export interface S3EraserOptions {
  readonly client: S3Client;
  readonly binding: S3StoreBinding;
  readonly sources: ValueSources;
}

type Tally = { deleted: number; changed: number; unchanged: number; stale: LocatedRecord[] };

/**
 * Lines go by rewriting their object as a stream, on the condition that it is still the object that was read; a line is
 * known by its key and whole content, so one that was changed meanwhile is left alone and reported as stale. An object
 * without lines left is deleted. Whole objects are deleted; they cannot be changed.
 *
 * In a bucket with versioning nothing older stays behind: with an object its older versions go, and `locate` also finds
 * what is only in those, or below a delete marker. They go whole, with lines of others: what others have is in the object
 * as it is now.
 *
 * A page of lines holds those of one object, all of them up to five thousand (more if asked for), because each further
 * page means rewriting the object once more.
 */
export function s3Eraser({ client, binding, sources }: S3EraserOptions): StoreEraser {
  const { bucket } = binding;
  const connector = s3Connector({ client, binding });
  /** ETags of objects that this eraser replaced or deleted: what is not found there any more went with them. */
  const ownWork = new Set<string>();
  return {
    valuesAtOnce: connector.valuesAtOnce,
    async *locate(query, page) {
      try {
        yield* locate(query, page);
      } catch (error) {
        throw asS3Fault(error);
      }
    },
    async apply(collection, treated) {
      const tally: Tally = { deleted: 0, changed: 0, unchanged: 0, stale: [] };
      try {
        for (const some of byObject(treated).values()) await applyToObject(collection, some, tally);
      } catch (error) {
        throw asS3Fault(error);
      }
      return tally satisfies Applied;
    },
  };

  async function* locate(query: FindQuery, { pageSize, cursor }: PageRequest): AsyncIterable<LocatedPage> {
    const start: Cursor = cursor === undefined ? {} : JSON.parse(cursor);
    const isLines = query.collection.format !== 'object';
    if (start.older === undefined) {
      const size = isLines ? Math.max(pageSize, LINES_AT_ONCE) : pageSize;
      const from = start.current === undefined ? {} : { cursor: start.current };
      // Where to begin again: a rewritten object has other lines at the same places.
      let safe = start.current;
      for await (const page of connector.find(query, { pageSize: size, ...from })) {
        const ended: { line?: number } = page.cursor === undefined ? {} : JSON.parse(page.cursor);
        if (!isLines || ended.line === 0) safe = page.cursor;
        const next: Cursor = page.cursor === undefined ? { older: '' } : safe === undefined ? {} : { current: safe };
        yield { records: located(page), cursor: JSON.stringify(next) };
      }
    }
    yield* isLines ? locateOlderLines(query, pageSize, start.older) : locateDeletedObjects(query);
    yield { records: [] };
  }

  async function* locateOlderLines(
    { collection, criteria, period }: FindQuery,
    pageSize: number,
    after: string | undefined,
  ): AsyncIterable<LocatedPage> {
    const match = recordMatch(criteria);
    const { prefix, isWanted } = dayTemplate(collection.location, period);
    let passed = after ?? '';
    let key = passed;
    for await (const version of listVersions(client, bucket, prefix, passed || undefined)) {
      if (version.key !== key) [passed, key] = [key, version.key];
      if (version.isLatest || version.isMarker || !isWanted(version.key)) continue;
      const at = { bucket, key: version.key, version: version.version };
      const opened = await openRecords(client, collection, at).catch((error: unknown) => {
        // It went with the object, after this was listed.
        if (error instanceof Error && ['NoSuchVersion', 'NoSuchKey'].includes(error.name)) return undefined;
        throw error;
      });
      if (!opened) continue;
      const cursor = JSON.stringify({ older: passed } satisfies Cursor);
      let records: LocatedRecord[] = [];
      for await (const lines of recordsIn(opened, collection, match))
        for (const record of lines) {
          if (!record) continue;
          records.push({ record, place: opened.place });
          if (records.length < Math.max(pageSize, LINES_AT_ONCE)) continue;
          yield { records, cursor };
          records = [];
        }
      if (records.length > 0) yield { records, cursor };
    }
  }

  /** Objects below a delete marker; those that are there take their older versions along. */
  async function* locateDeletedObjects({ collection, criteria }: FindQuery): AsyncIterable<LocatedPage> {
    for (const { prefix, field, valueIn } of prefixesOf(collection, criteria)) {
      const deleted = new Set<string>();
      const older = [];
      for await (const version of listVersions(client, bucket, prefix)) {
        if (version.isLatest && version.isMarker) deleted.add(version.key);
        if (!version.isLatest && !version.isMarker && version.key !== prefix) older.push(version);
      }
      for (const { key, version, etag, size, lastModified } of older) {
        if (!deleted.has(key)) continue;
        const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));
        const type = head.ContentType ?? 'application/octet-stream';
        const record = { key, [field]: valueIn(key), size, type, last_modified: lastModified };
        yield { records: [{ record, place: { object: key, etag, version } }], cursor: JSON.stringify({ older: '' }) };
      }
    }
  }

  async function applyToObject(
    collection: CollectionBinding,
    treated: readonly TreatedRecord[],
    tally: Tally,
  ): Promise<void> {
    const wanted = recordsByKey(collection, treated);
    const place = treated[0]?.located.place;
    if (wanted.size === 0) return;
    if (!place) throw new StoreRefusal('record_unreadable');
    const all = [...wanted.values()];
    if (collection.format === 'object') await deleteObject(place, all, tally);
    else if (place.version !== undefined) await dropVersion(place.object, place.version, all, tally);
    else await applyToLines(collection, place, wanted, tally);
  }

  async function deleteObject(place: { object: string; etag: string }, records: readonly KeyedRecord[], tally: Tally) {
    if (records.some(({ treatment }) => treatment.kind === 'change')) throw new StoreRefusal('value_not_accepted');
    const outcome = await deleteWholly(client, bucket, place.object, place.etag);
    if (outcome === 'deleted') tally.deleted += records.length;
    else if (outcome === 'gone') tally.unchanged += records.length;
    else tally.stale.push(...records.map(({ located }) => located));
  }

  async function dropVersion(key: string, version: string, records: readonly KeyedRecord[], tally: Tally) {
    const versions = await versionsOfKey(client, bucket, key);
    const there = versions.find((one) => one.version === version);
    if (!there) tally.unchanged += records.length;
    // The object as it is now, since what was put above it was deleted: to be found there.
    else if (there.isLatest) tally.stale.push(...records.map(({ located }) => located));
    else {
      await deleteVersions(client, bucket, [there]);
      count(records, tally);
    }
  }

  async function applyToLines(
    collection: CollectionBinding,
    place: { readonly object: string },
    wanted: ReadonlyMap<string, KeyedRecord>,
    tally: Tally,
  ): Promise<void> {
    const lines = new Map<string, Line>();
    for (const [text, record] of wanted) {
      const line = await lineOf(collection, text, record);
      if (line === 'stale') tally.stale.push(record.located);
      else lines.set(text, line);
    }
    const opened = await openRecords(client, collection, { bucket, key: place.object }).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    });
    if (!opened) return settle(lines, undefined, tally);
    const [field = ''] = collection.primaryKey;
    const values = [...wanted.values()].map(({ key }) => String(key[0]));
    const { etag } = opened.place;
    const written = await rewriteObject(client, bucket, collection, opened, { field, values }, (record) => {
      const line = lines.get(keyText(collection.primaryKey.map((name) => record[name])));
      if (!line) return undefined;
      if (isDeepStrictEqual(record, line.record.located.record)) {
        line.found = line.outcome === 'delete' || line.outcome.length > 0 ? 'touched' : 'as wanted';
        return line.found === 'touched' ? line.outcome : undefined;
      }
      if (line.found === 'no')
        line.found = line.outcome !== 'delete' && isDeepStrictEqual(record, line.wanted) ? 'as wanted' : 'other';
      return undefined;
    });
    const isGone =
      written.outcome === 'empty' && (await deleteWholly(client, bucket, place.object, etag)) === 'deleted';
    if (written.outcome === 'stale' || (written.outcome === 'empty' && !isGone)) {
      tally.stale.push(...[...lines.values()].map(({ record }) => record.located));
      return;
    }
    if (written.outcome !== 'untouched') ownWork.add(workOn(place.object, etag));
    if (written.outcome === 'rewritten' && written.version !== undefined)
      await deleteOlderVersions(client, bucket, place.object, written.version);
    settle(lines, etag, tally);
  }

  async function lineOf(collection: CollectionBinding, key: string, record: KeyedRecord): Promise<Line | 'stale'> {
    const { located, treatment } = record;
    if (treatment.kind === 'delete') return { record, outcome: 'delete', wanted: undefined, found: 'no' };
    const isCsv = collection.format === 'csv';
    const now = isCsv ? withoutEmpty(located.record) : located.record;
    const fields = isCsv ? asTexts(treatment.fields) : treatment.fields;
    const changes = await changesOf(now, fields, placeOf(collection, key), sources);
    if (changes === 'stale') return 'stale';
    const texts = changes.map((change) => ({ ...change, next: isCsv ? String(change.next ?? '') : change.next }));
    return { record, outcome: changes, wanted: withChanges(located.record, texts), found: 'no' };
  }

  /** @param etag of the object that was read; undefined when there was none */
  function settle(lines: ReadonlyMap<string, Line>, etag: string | undefined, tally: Tally): void {
    for (const { record, found } of lines.values()) {
      const { located } = record;
      const locatedAt = located.place?.etag ?? '';
      const isOwnWork = ownWork.has(workOn(located.place?.object ?? '', locatedAt));
      if (found === 'touched') count([record], tally);
      else if (found === 'as wanted' || (found === 'no' && (etag === locatedAt || isOwnWork))) tally.unchanged++;
      // Changed by somebody, or no longer here: it may lie elsewhere.
      else tally.stale.push(located);
    }
  }
}

/** `current`: of the connector; `older`: the last key whose older versions were gone through. */
interface Cursor {
  readonly current?: string;
  readonly older?: string;
}

/** What is to become of a line, and whether it was seen. */
interface Line {
  readonly record: KeyedRecord;
  readonly outcome: 'delete' | readonly FieldChange[];
  readonly wanted: StoredRecord | undefined;
  found: 'no' | 'touched' | 'as wanted' | 'other';
}

function located({ records, places }: FoundPage): LocatedRecord[] {
  return records.map((record, at) => ({ record, ...(places?.[at] ? { place: places[at] } : {}) }));
}

function byObject(treated: readonly TreatedRecord[]): ReadonlyMap<string, TreatedRecord[]> {
  return Map.groupBy(treated, ({ located: { place } }) => JSON.stringify([place?.object, place?.version]));
}

function count(records: readonly KeyedRecord[], tally: Tally): void {
  for (const { treatment } of records) tally[treatment.kind === 'delete' ? 'deleted' : 'changed']++;
}

function workOn(object: string, etag: string): string {
  return `${etag} ${object}`;
}

/** An empty cell is how CSV says null. */
function withoutEmpty(record: StoredRecord): StoredRecord {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value === '' ? null : value]));
}

/** CSV knows texts only. */
function asTexts(fields: Readonly<Record<string, FieldTreatment>>): Record<string, FieldTreatment> {
  const texts = Object.entries(fields).map(([name, to]): [string, FieldTreatment] => {
    if (to.to !== 'value') return [name, to];
    const asText = (value: unknown) => (value === null || value === '' ? null : String(value));
    const ifNow = to.ifNow === undefined ? {} : { ifNow: asText(to.ifNow) };
    return [name, { to: 'value', value: asText(to.value), ...ifNow }];
  });
  return Object.fromEntries(texts);
}
