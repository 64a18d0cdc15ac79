import pg from 'pg';
import type { CollectionBinding } from '../shared/organisation.ts';
import { cursorPages } from './cursor-pages.postgres.ts';
import {
  type Criterion,
  type FindQuery,
  type FoundPage,
  faultCode,
  type PageRequest,
  type Period,
  type StoreConnector,
  type StoredRecord,
  StoreRefusal,
  StoreUnavailable,
} from './store-connector.ts';

export interface PostgresConnectorOptions {
  /** The pool of one store; its role should be allowed to SELECT and nothing else. */
  readonly pool: pg.Pool;
}

/** Pages read in one transaction, so that none keeps a connection, or a snapshot of the database, for long. */
const PAGES_PER_TRANSACTION = 50;

/**
 * Rows by column values, in the order of the primary key. The first page is one SELECT; those behind it come from a cursor
 * in a read-only transaction, because a page that is a query of its own may make PostgreSQL sort everything again. Each
 * transaction begins behind the last key of the one before (keyset), and so does reading from a page's cursor. Values and
 * keys are parameters; identifiers come from the data map, quoted. Only mapped columns are read.
 *
 * Whoever asked for a second page reads to the end or calls `return`: until then a connection is taken.
 */
export function postgresConnector({ pool }: PostgresConnectorOptions): StoreConnector {
  const types = new Map<string, Promise<ColumnTypes>>();
  return { valuesAtOnce: 10_000, find };

  async function* find(query: FindQuery, { pageSize, cursor }: PageRequest): AsyncIterable<FoundPage> {
    const columns = await told(() => columnTypes(query.collection));
    let after = cursor === undefined ? undefined : (JSON.parse(cursor) as string[]);
    const first = rowsStatement(query, columns, pageSize, after);
    if (!first) return yield { records: [] };
    const { rows } = await told(() => pool.query<StoredRecord>({ ...first, types: textAware }));
    yield asPage(rows);
    const size = { pageSize, pages: PAGES_PER_TRANSACTION };
    while (after) {
      const behind = rowsStatement(query, columns, pageSize * PAGES_PER_TRANSACTION, after);
      if (!behind) return;
      try {
        for await (const more of cursorPages<StoredRecord>(pool, { ...behind, types: textAware }, size))
          yield asPage(more);
      } catch (error) {
        throw asPostgresFault(error);
      }
    }

    function asPage(found: StoredRecord[]): FoundPage {
      const { collection } = query;
      const aliases = keyAliases(collection, columns);
      const last = found.length === pageSize ? found.at(-1) : undefined;
      after = last && collection.primaryKey.map((name) => String(last[aliases.get(name) ?? name]));
      const records = aliases.size === 0 ? found : found.map((row) => withoutAliases(row, collection));
      return { records, ...(after ? { cursor: JSON.stringify(after) } : {}) };
    }
  }

  /** Asked of the catalogue once per collection: text compares as text, and a missing table is known at once. */
  async function columnTypes(collection: CollectionBinding): Promise<ColumnTypes> {
    const asked = types.get(collection.id) ?? readColumnTypes(pool, collection);
    types.set(collection.id, asked);
    try {
      return await asked;
    } catch (error) {
      types.delete(collection.id);
      throw error;
    }
  }
}

/** SQL type of each column, as `format_type` spells it. */
export type ColumnTypes = ReadonlyMap<string, string>;

/** @throws StoreRefusal `collection_missing` when the table or a mapped column is not there; whatever the driver throws */
export async function readColumnTypes(
  pool: pg.Pool | pg.ClientBase,
  collection: CollectionBinding,
): Promise<ColumnTypes> {
  const { rows } = await pool.query<{ attname: string; type: string }>({
    text: `SELECT attname, format_type(atttypid, NULL) AS type FROM pg_attribute
           WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    values: [quotedTable(collection.location)],
  });
  const found = new Map(rows.map(({ attname, type }) => [attname, type]));
  const missing = collection.fields.some(({ name }) => !found.has(name));
  if (missing) throw new StoreRefusal('collection_missing');
  return found;
}

function rowsStatement(
  { collection, criteria, period }: FindQuery,
  columns: ColumnTypes,
  limit: number,
  after: readonly string[] | undefined,
): { text: string; values: unknown[] } | undefined {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const matches =
    criteria === 'everything' ? ['true'] : criteria.flatMap((criterion) => equalsAny(criterion, columns, parameter));
  if (matches.length === 0) return undefined;
  const keys = collection.primaryKey.map(quoted);
  const conditions = [`(${matches.join(' OR ')})`, ...within(collection, period, columns, parameter)];
  if (after) {
    const behind = collection.primaryKey.map(
      (name, index) => `${parameter(after[index])}::${castTo(columns.get(name))}`,
    );
    conditions.push(`(${keys.join(', ')}) > (${behind.join(', ')})`);
  }
  const selected = [
    ...collection.fields.map(({ name }) => quoted(name)),
    ...[...keyAliases(collection, columns)].map(([name, alias]) => `${quoted(name)}::text AS ${quoted(alias)}`),
  ];
  const text = `SELECT ${selected.join(', ')} FROM ${quotedTable(collection.location)}
    WHERE ${conditions.join(' AND ')} ORDER BY ${keys.join(', ')} LIMIT ${parameter(limit)}`;
  return { text, values };
}

const TEXT_TYPES = new Set(['text', 'character varying', 'character', 'name', 'citext']);
const SHAPES: Readonly<Record<string, RegExp>> = {
  smallint: /^-?\d{1,4}$/,
  integer: /^-?\d{1,9}$/,
  bigint: /^-?\d{1,18}$/,
  uuid: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
};

/**
 * The column equals one of the values, in the column's own type so that its index serves. A value that cannot be of that
 * type is left out: it equals nothing, and PostgreSQL would refuse the whole query.
 */
function equalsAny(
  { field, values, ignoreCase }: Criterion,
  columns: ColumnTypes,
  parameter: (value: unknown) => string,
) {
  const type = columns.get(field);
  if (type === undefined) throw new StoreRefusal('collection_missing');
  const storable = values.filter((value) => !value.includes('\u0000') && value.isWellFormed());
  const shape = SHAPES[type];
  const usable = shape ? storable.filter((value) => shape.test(value)) : storable;
  if (usable.length === 0) return [];
  if (ignoreCase)
    return [`lower(${quoted(field)}::text) = ANY(${parameter(usable.map((v) => v.toLowerCase()))}::text[])`];
  if (type.endsWith('[]')) return [`${quoted(field)}::text[] && ${parameter(usable)}::text[]`];
  if (shape) return [`${quoted(field)} = ANY(${parameter(usable)}::${type}[])`];
  // Plain equality lets an index on field and key give the rows in order; a list makes PostgreSQL sort them for each page.
  const [only] = usable;
  if (usable.length === 1 && TEXT_TYPES.has(type)) return [`${quoted(field)} = ${parameter(only)}::text`];
  const column = TEXT_TYPES.has(type) ? quoted(field) : `${quoted(field)}::text`;
  return [`${column} = ANY(${parameter(usable)}::text[])`];
}

function within(
  { timeField }: CollectionBinding,
  period: Period | undefined,
  columns: ColumnTypes,
  parameter: (value: unknown) => string,
): string[] {
  // Only a type that knows its instant; the reader checks every record again.
  if (!timeField || columns.get(timeField) !== 'timestamp with time zone') return [];
  const bounds = [
    ...(period?.from ? [`${quoted(timeField)} >= ${parameter(period.from)}`] : []),
    ...(period?.to ? [`${quoted(timeField)} < ${parameter(period.to)}`] : []),
  ];
  return bounds.length > 0 ? [`(${quoted(timeField)} IS NULL OR (${bounds.join(' AND ')}))`] : [];
}

/** Key columns that a row has to hold a second time, as text: those whose value as read may not be all of it. */
function keyAliases(collection: CollectionBinding, columns: ColumnTypes): ReadonlyMap<string, string> {
  const isReadAsText = (name: string) =>
    TEXT_TYPES.has(columns.get(name) ?? '') && collection.fields.some((field) => field.name === name);
  return new Map(
    collection.primaryKey.flatMap((name, index) => (isReadAsText(name) ? [] : [[name, `#key${index}`] as const])),
  );
}

function withoutAliases(row: StoredRecord, collection: CollectionBinding): StoredRecord {
  const record: Record<string, unknown> = {};
  for (const { name } of collection.fields) record[name] = row[name];
  return record;
}

/** The type as a cast takes it: `character` and `bit` alone would cut a value to its first place (PostgreSQL 8.3, 8.10). */
export function castTo(type: string | undefined): string {
  if (type === undefined) throw new StoreRefusal('collection_missing');
  return type === 'character' ? 'bpchar' : type === 'bit' ? '"bit"' : type;
}

/** An SQL identifier in quotes (PostgreSQL 4.1.1); doubling quotes makes any name safe. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quotedTable(location: string): string {
  return location.split('.').map(quoted).join('.');
}

/**
 * JSON-ready values without loss: instants as ISO in UTC, dates and numerics as PostgreSQL writes them, bytes as Base64,
 * 64-bit integers as numbers while those are exact.
 */
export const textAware: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
    switch (oid) {
      case pg.types.builtins.TIMESTAMPTZ:
        return readInstant;
      case pg.types.builtins.TIMESTAMP:
      case pg.types.builtins.DATE:
      case pg.types.builtins.INTERVAL:
        return (text: string) => text;
      case pg.types.builtins.INT8:
        return (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : text);
      case pg.types.builtins.BYTEA:
        return (text: string) => Buffer.from(text.slice(2), 'hex').toString('base64');
      default:
        return pg.types.getTypeParser(oid, 'text');
    }
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** PostgreSQL's own spelling in UTC; others take five times as long to read. */
const UTC_INSTANT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?\+00$/;

function readInstant(text: string): string {
  const utc = UTC_INSTANT.exec(text);
  if (utc) return `${utc[1]}T${utc[2]}.${(utc[3] ?? '').padEnd(3, '0')}Z`;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? text : new Date(instant).toISOString();
}

/** SQLSTATE classes and codes for which the next try would end the same (PostgreSQL, appendix A). */
function refusalOf(code: string): StoreRefusal | undefined {
  if (code === '42P01' || code === '42703' || code === '3F000') return new StoreRefusal('collection_missing');
  if (/^(28|42|22|0A)/.test(code) || code === '3D000') return new StoreRefusal('store_refused');
  return undefined;
}

/** What a caller may know of a fault: whether to try again, and a code. */
export function asPostgresFault(error: unknown): StoreRefusal | StoreUnavailable {
  if (error instanceof StoreRefusal || error instanceof StoreUnavailable) return error;
  const code = faultCode(error);
  return refusalOf(code) ?? new StoreUnavailable(code);
}

async function told<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw asPostgresFault(error);
  }
}
