import type pg from 'pg';
import {
  asPostgresFault,
  type ColumnTypes,
  castTo,
  postgresConnector,
  quoted,
  quotedTable,
  readColumnTypes,
  type StoredRecord,
  StoreRefusal,
  textAware,
} from '../discovery/index.ts';
import type { CollectionBinding } from '../shared/organisation.ts';
import { changesOf, type FieldChange } from './change-record.ts';
import { refuseReferringRows } from './referring-rows.postgres.ts';
import type { Applied, LocatedRecord, StoreEraser, ValueSources } from './store-eraser.ts';
import { type KeyedRecord, keyText, placeOf, recordsByKey } from './treated-records.ts';

export interface PostgresEraserOptions {
  /** The pool of one store; its role should be allowed SELECT, UPDATE and DELETE on the mapped tables and nothing else. */
  readonly pool: pg.Pool;
  readonly sources: ValueSources;
}

/**
 * Each call of `apply` is one transaction: it locks the rows by their keys, computes from what they hold, deletes and
 * updates them in a few statements, whatever their number. Values and keys are parameters, as text, cast to the type of
 * their column; identifiers come from the data map, quoted. A table whose rules or triggers keep a row from going, or
 * whose foreign keys would take others along, refuses the whole call.
 */
export function postgresEraser({ pool, sources }: PostgresEraserOptions): StoreEraser {
  const connector = postgresConnector({ pool });
  return {
    valuesAtOnce: connector.valuesAtOnce,
    async *locate(query, { pageSize, cursor }) {
      // Each page is a first one: those behind it would take the connection that erasing needs.
      for (let from = cursor, more = true; more; ) {
        const pages = connector.find(query, { pageSize, ...(from === undefined ? {} : { cursor: from }) });
        for await (const { records, ...rest } of pages) {
          yield { ...rest, records: records.map((record) => ({ record })) };
          from = rest.cursor;
          break;
        }
        more = from !== undefined;
      }
    },
    async apply(collection, treated) {
      const wanted = recordsByKey(collection, treated);
      if (wanted.size === 0) return { deleted: 0, changed: 0, unchanged: 0, stale: [] };
      try {
        return await inTransaction(pool, (client) => applyAll(client, collection, wanted));
      } catch (error) {
        throw refusalOf(error) ?? asPostgresFault(error);
      }
    },
  };

  async function applyAll(
    client: pg.ClientBase,
    collection: CollectionBinding,
    wanted: ReadonlyMap<string, KeyedRecord>,
  ): Promise<Applied> {
    const columns = await readColumnTypes(client, collection);
    const rows = await lockRows(client, collection, columns, [...wanted.values()]);
    const doomed: Row[] = [];
    const updates = new Map<string, Update[]>();
    const stale: LocatedRecord[] = [];
    for (const [text, row] of rows) {
      const record = wanted.get(text);
      if (record?.treatment.kind === 'delete') doomed.push(row);
      if (record?.treatment.kind !== 'change') continue;
      const { fields } = record.treatment;
      const changes = await changesOf(row.record, fields, placeOf(collection, text), sources);
      if (changes === 'stale') stale.push(record.located);
      else if (changes.length > 0) {
        const names = JSON.stringify(changes.map(({ path }) => path[0]));
        updates.set(names, [...(updates.get(names) ?? []), { row, changes }]);
      }
    }
    if (doomed.length > 0) await deleteRows(client, collection, columns, doomed);
    let changed = 0;
    for (const some of updates.values()) {
      await updateRows(client, collection, columns, some);
      changed += some.length;
    }
    const unchanged = wanted.size - doomed.length - changed - stale.length;
    return { deleted: doomed.length, changed, unchanged, stale };
  }
}

interface Row {
  /** Of the primary key, each as PostgreSQL writes it. */
  readonly key: readonly string[];
  readonly record: StoredRecord;
}

interface Update {
  readonly row: Row;
  readonly changes: readonly FieldChange[];
}

type Statement = { readonly text: string; readonly values: unknown[] };

/** The rows that are there, by key as text, in the order of their keys, so that two erasers never wait for each other. */
async function lockRows(
  client: pg.ClientBase,
  collection: CollectionBinding,
  columns: ColumnTypes,
  records: readonly KeyedRecord[],
): Promise<ReadonlyMap<string, Row>> {
  const { primaryKey } = collection;
  const changing = records.flatMap(({ treatment }) =>
    treatment.kind === 'change' ? Object.keys(treatment.fields) : [],
  );
  const read = new Set([...primaryKey, ...changing]);
  for (const name of changing) castTo(columns.get(name));
  // An instant was read in milliseconds.
  const compared = primaryKey.map((name) =>
    columns.get(name) === 'timestamp with time zone'
      ? `date_trunc('milliseconds', t.${quoted(name)})`
      : `t.${quoted(name)}`,
  );
  const keys = rowsOf(
    primaryKey.map((name) => columns.get(name)),
    records.map(({ key }) => key.map((value) => String(value))),
  );
  const selected = [
    ...[...read].map((name) => `t.${quoted(name)}`),
    ...primaryKey.map((name, at) => `t.${quoted(name)}::text AS ${quoted(`#key${at}`)}`),
  ];
  const { rows } = await client.query<Record<string, unknown>>({
    text: `SELECT ${selected.join(', ')} FROM ${quotedTable(collection.location)} AS t
      WHERE (${compared.join(', ')}) IN (${keys.text})
      ORDER BY ${primaryKey.map((name) => `t.${quoted(name)}`).join(', ')} FOR UPDATE OF t`,
    values: keys.values,
    types: textAware,
  });
  const found = new Map<string, Row>();
  for (const row of rows) {
    const text = keyText(primaryKey.map((name) => row[name]));
    // Two instants within a millisecond: which of them was meant is not known.
    if (found.has(text)) throw new StoreRefusal('record_unreadable');
    const values = [...read].map((name) => [name, isBytes(columns, name) ? bytesOf(row[name]) : row[name]] as const);
    found.set(text, {
      key: primaryKey.map((_, at) => String(row[`#key${at}`])),
      record: Object.fromEntries(values),
    });
  }
  return found;
}

async function deleteRows(
  client: pg.ClientBase,
  collection: CollectionBinding,
  columns: ColumnTypes,
  rows: readonly Row[],
): Promise<void> {
  const keys = exactKeys(collection, columns, rows);
  await refuseReferringRows(client, collection, keys);
  const { rowCount } = await client.query(
    `DELETE FROM ${quotedTable(collection.location)}
      WHERE (${collection.primaryKey.map(quoted).join(', ')}) IN (${keys.text})`,
    keys.values,
  );
  if (rowCount !== rows.length) throw new StoreRefusal('store_refused');
}

/** Rows of which the same columns change. */
async function updateRows(
  client: pg.ClientBase,
  collection: CollectionBinding,
  columns: ColumnTypes,
  updates: readonly Update[],
): Promise<void> {
  const { primaryKey } = collection;
  const names = updates[0]?.changes.map(({ path }) => path[0] ?? '') ?? [];
  const types = names.map((name) => columns.get(name));
  const values = rowsOf(
    [...primaryKey.map((name) => exactType(columns.get(name))), ...types],
    updates.map(({ row, changes }) => [...row.key, ...changes.map(({ next }, at) => asText(next, types[at]))]),
  );
  const sets = names.map((name, at) => `${quoted(name)} = u.v${primaryKey.length + at}`);
  const matched = primaryKey.map((name, at) => `t.${quoted(name)} = u.v${at}`);
  const { rowCount } = await client.query(
    `UPDATE ${quotedTable(collection.location)} AS t SET ${sets.join(', ')}
      FROM (${values.text}) AS u WHERE ${matched.join(' AND ')}`,
    values.values,
  );
  if (rowCount !== updates.length) throw new StoreRefusal('store_refused');
}

function exactKeys({ primaryKey }: CollectionBinding, columns: ColumnTypes, rows: readonly Row[]): Statement {
  return rowsOf(
    primaryKey.map((name) => exactType(columns.get(name))),
    rows.map(({ key }) => key),
  );
}

/** Bytes as PostgreSQL writes them are cast like anything else; Base64 is ours. */
function exactType(type: string | undefined): string | undefined {
  return type === 'bytea' ? 'pg_catalog.bytea' : type;
}

/** A SELECT of rows `v0, v1, …` of these types: one array of texts per column travels, whatever the number of rows. */
function rowsOf(types: readonly (string | undefined)[], rows: readonly (readonly (string | null)[])[]): Statement {
  const names = types.map((_, at) => `v${at}`);
  const cast = types.map((type, at) =>
    type === 'bytea' ? `decode(r.v${at}, 'base64') AS v${at}` : `r.v${at}::${castTo(type)} AS v${at}`,
  );
  const arrays = types.map((_, at) => `$${at + 1}::text[]`);
  return {
    text: `SELECT ${cast.join(', ')} FROM unnest(${arrays.join(', ')}) AS r(${names.join(', ')})`,
    values: types.map((_, at) => rows.map((row) => row[at] ?? null)),
  };
}

/** As PostgreSQL reads a value of the type (PostgreSQL 8.15.2 for lists). */
function asText(value: unknown, type: string | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value !== 'object') return String(value);
  if (!Array.isArray(value) || !type?.endsWith('[]')) return JSON.stringify(value);
  return `{${value.map((item: unknown) => asItem(item, type)).join(',')}}`;
}

function asItem(item: unknown, type: string): string {
  if (item === null || item === undefined) return 'NULL';
  return Array.isArray(item) ? (asText(item, type) ?? 'NULL') : `"${String(item).replace(/["\\]/g, '\\$&')}"`;
}

function isBytes(columns: ColumnTypes, name: string): boolean {
  return columns.get(name) === 'bytea';
}

function bytesOf(value: unknown): unknown {
  return typeof value === 'string' ? Uint8Array.from(Buffer.from(value, 'base64')) : value;
}

/** A transaction that was not committed ends with its connection: whatever state it is in, the server forgets it. */
async function inTransaction<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  // Also told to the query under way, or to the next one; without a listener it would end the process.
  const lost = () => undefined;
  client.on('error', lost);
  let isAtRest = false;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    isAtRest = true;
    return result;
  } finally {
    client.off('error', lost);
    client.release(!isAtRest);
  }
}

/** PostgreSQL, appendix A: integrity constraints (23), data exceptions (22), and a type or column that takes no such value. */
function refusalOf(error: unknown): StoreRefusal | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === '23503' || code === '23001') return new StoreRefusal('still_referenced');
  if (code === '23502') return new StoreRefusal('not_nullable');
  if (/^(22|23)/.test(code) || code === '42804' || code === '428C9') return new StoreRefusal('value_not_accepted');
  return undefined;
}
