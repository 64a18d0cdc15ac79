import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { CollectionBinding, S3StoreBinding } from '../shared/organisation.ts';
import { asS3Fault, openRecords, recordsIn } from './object-records.s3.ts';
import { touchesDay } from './period.ts';
import { recordMatch } from './record-match.ts';
import {
  type Criterion,
  type FindQuery,
  type FoundPage,
  type ObjectPlace,
  type OpenedObject,
  type PageRequest,
  type Period,
  type StoreConnector,
  type StoredRecord,
  StoreUnavailable,
} from './store-connector.ts';

export interface S3ConnectorOptions {
  readonly client: S3Client;
  readonly binding: S3StoreBinding;
  /** How long an object may keep its reader waiting; a minute unless said. */
  readonly patienceMs?: number;
}

/**
 * Records in objects: JSON lines or CSV, plain or gzipped, streamed line by line below a prefix; or whole objects below a
 * prefix that holds a value (`uploads/{member_id}/`), described by key, size, type and time. Days outside the period are
 * not opened where the prefix has a `{day}`. Every matching object is read: S3 cannot be asked for lines.
 */
export function s3Connector({ client, binding, patienceMs }: S3ConnectorOptions): StoreConnector {
  return {
    valuesAtOnce: 100_000,
    find: (query, page) => (query.collection.format === 'object' ? findObjects(query, page) : findLines(query, page)),
    openObject,
  };

  async function* findLines({ collection, criteria, period }: FindQuery, page: PageRequest): AsyncIterable<FoundPage> {
    const match = recordMatch(criteria);
    const start = readCursor(page.cursor);
    const { prefix, isWanted } = dayTemplate(collection.location, period);
    // The object under way comes again, minus the lines already taken.
    for await (const { key } of list(prefix, start.key, start.line > 0)) {
      if (!isWanted(key)) continue;
      let line = 0;
      let records: StoredRecord[] = [];
      const opened = await told(() => openRecords(client, collection, { bucket: binding.bucket, key }));
      const { place } = opened;
      for await (const lines of recordsIn(opened, collection, match, patienceMs))
        for (const record of lines) {
          line++;
          if (!record || (key === start.key && line <= start.line)) continue;
          records.push(record);
          if (records.length < page.pageSize) continue;
          yield { records, places: records.map(() => place), cursor: JSON.stringify({ key, line }) };
          records = [];
        }
      yield { records, places: records.map(() => place), cursor: JSON.stringify({ key, line: 0 }) };
    }
    yield { records: [] };
  }

  async function* findObjects({ collection, criteria }: FindQuery, page: PageRequest): AsyncIterable<FoundPage> {
    const start = readCursor(page.cursor);
    const prefixes = prefixesOf(collection, criteria);
    for (const [index, { prefix, field, valueIn }] of prefixes.entries()) {
      if (index < start.line) continue;
      let records: StoredRecord[] = [];
      let places: ObjectPlace[] = [];
      for await (const listed of list(prefix, index === start.line ? start.key : undefined, false)) {
        // A zero-byte object named like a folder is a console's marker, not somebody's file.
        if (listed.key === prefix) continue;
        records.push(await describe(listed, field, valueIn(listed.key)));
        places.push({ object: listed.key, etag: listed.etag });
        if (records.length < page.pageSize) continue;
        yield { records, places, cursor: JSON.stringify({ key: listed.key, line: index }) };
        records = [];
        places = [];
      }
      const cursor = JSON.stringify({ line: index + 1 });
      yield { records, places, ...(index + 1 < prefixes.length ? { cursor } : {}) };
    }
    if (prefixes.length === 0) yield { records: [] };
  }

  async function describe(listed: ListedObject, field: string, value: string): Promise<StoredRecord> {
    const head = await told(() => client.send(new HeadObjectCommand({ Bucket: binding.bucket, Key: listed.key })));
    return {
      key: listed.key,
      [field]: value,
      size: listed.size,
      type: head.ContentType ?? 'application/octet-stream',
      last_modified: listed.lastModified,
    };
  }

  async function openObject(_collection: CollectionBinding, record: StoredRecord): Promise<OpenedObject> {
    const { Body, ContentLength } = await told(() =>
      client.send(new GetObjectCommand({ Bucket: binding.bucket, Key: String(record.key) })),
    );
    if (!(Body instanceof Readable) || ContentLength === undefined) throw new StoreUnavailable('NoBody');
    return { body: Body, size: ContentLength };
  }

  /** Keys below a prefix in order, those after `after`; with `again`, `after` itself first. */
  async function* list(prefix: string, after: string | undefined, again: boolean): AsyncIterable<ListedObject> {
    if (after !== undefined && again) yield { key: after, size: 0, etag: '', lastModified: '' };
    let token: string | undefined;
    do {
      const page = await told(() =>
        client.send(
          new ListObjectsV2Command({
            Bucket: binding.bucket,
            Prefix: prefix,
            ...(token ? { ContinuationToken: token } : after === undefined ? {} : { StartAfter: after }),
          }),
        ),
      );
      for (const { Key, Size, ETag, LastModified } of page.Contents ?? [])
        if (Key !== undefined)
          yield { key: Key, size: Size ?? 0, etag: ETag ?? '', lastModified: LastModified?.toISOString() ?? '' };
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token);
  }
}

interface ListedObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  /** ISO, UTC. */
  readonly lastModified: string;
}

/** Splits `logs/{day}/app/` into what S3 can list by and what has to be looked at key by key. */
export function dayTemplate(location: string, period: Period | undefined) {
  const [prefix = '', ...rest] = location.split('{day}');
  const tail = rest.join('{day}');
  const isWanted = (key: string) => {
    if (rest.length === 0) return true;
    const day = key.slice(prefix.length, prefix.length + 10);
    return key.startsWith(tail, prefix.length + 10) && touchesDay(day, period);
  };
  return { prefix, isWanted };
}

/** Where whole objects lie, and whose each of them is. */
export interface ObjectPrefix {
  readonly prefix: string;
  /** The field that the way to an object gives a value. */
  readonly field: string;
  readonly valueIn: (key: string) => string;
}

/** Where the objects that meet the criteria lie, for format `object`. */
export function prefixesOf(collection: CollectionBinding, criteria: FindQuery['criteria']): readonly ObjectPrefix[] {
  if (criteria === 'everything') return allObjects(collection);
  return criteria.flatMap((criterion) => objectPrefixes(collection, criterion));
}

function objectPrefixes({ location }: CollectionBinding, { field, values }: Criterion): ObjectPrefix[] {
  return [...new Set(values)].flatMap((value) => {
    // A value with a slash could reach below another's prefix, an empty one all of them.
    const isOneStep = value !== '' && !value.includes('/') && location.includes(`{${field}}`);
    return isOneStep ? [{ prefix: location.replace(`{${field}}`, () => value), field, valueIn: () => value }] : [];
  });
}

/** All below what comes before the value; the value is the step behind it. */
function allObjects({ location }: CollectionBinding): readonly ObjectPrefix[] {
  const [, prefix, field] = /^([^{]*)\{([^}]*)\}/.exec(location) ?? [];
  if (prefix === undefined || field === undefined) return [];
  return [{ prefix, field, valueIn: (key) => key.slice(prefix.length).split('/')[0] ?? '' }];
}

function readCursor(cursor: string | undefined): { key: string | undefined; line: number } {
  if (cursor === undefined) return { key: undefined, line: 0 };
  const { key, line }: { key?: string; line: number } = JSON.parse(cursor);
  return { key, line };
}

async function told<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw asS3Fault(error);
  }
}
