import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredRecord } from '../../../functions/discovery/store-connector.ts';
import { postgresEraser } from '../../../functions/fulfilment/eraser.postgres.ts';
import type { FieldTreatment, StoreEraser, Treatment } from '../../../functions/fulfilment/store-eraser.ts';
import type { CollectionBinding } from '../../../functions/shared/organisation.ts';
import { startPostgres } from '../../../local/postgres/index.ts';
import { postgresCache } from '../../../local/stores.ts';
import { CallFaults } from '../../support/call-faults.ts';
import {
  type EraserUnderTest,
  letterFields,
  parcelFields,
  sourcesUnderTest,
  storeEraserContract,
} from './store-eraser.contract.ts';

storeEraserContract('PostgreSQL', start);

describe('PostgreSQL eraser', () => {
  let database: Awaited<ReturnType<typeof open>>;
  let eraser: StoreEraser;

  beforeAll(async () => {
    database = await open();
    eraser = postgresEraser({ pool: database.pool, sources: sourcesUnderTest });
  });
  afterAll(async () => {
    await database.pool.end();
    await database.server.close();
  });

  it.each([
    ['', true],
    ['ON DELETE CASCADE', true],
    ['ON DELETE SET NULL', true],
    ['ON DELETE SET DEFAULT', true],
  ])('refuses to delete what a row that stays refers to: %s', async (rule) => {
    await tables(`CREATE TABLE parents (id text PRIMARY KEY, code int UNIQUE);
      CREATE TABLE children (id text PRIMARY KEY, parent int REFERENCES parents (code) ${rule});
      INSERT INTO parents VALUES ('a', 1), ('b', 2), ('c', 3);
      INSERT INTO children VALUES ('child of a', 1)`);
    const parents = binding('parents', ['id'], ['code']);
    const refused = { name: 'StoreRefusal', reason: 'still_referenced' };
    await expect(erase(parents, [{ id: 'a' }, { id: 'b' }])).rejects.toMatchObject(refused);
    expect(await rows('parents')).toHaveLength(3);
    expect(await erase(parents, [{ id: 'b' }])).toMatchObject({ deleted: 1 });
    expect(await erase(binding('children', ['id'], ['parent']), [{ id: 'child of a' }])).toMatchObject({ deleted: 1 });
    expect(await erase(parents, [{ id: 'a' }])).toMatchObject({ deleted: 1 });
    expect(await rows('parents')).toEqual([{ id: 'c', code: 3 }]);
  });

  it('deletes rows that refer only to each other', async () => {
    await tables(`CREATE TABLE parents (id text PRIMARY KEY, above text REFERENCES parents ON DELETE CASCADE);
      INSERT INTO parents VALUES ('a', NULL), ('b', 'a'), ('c', 'b'), ('d', 'c')`);
    const parents = binding('parents', ['id'], ['above']);
    const some = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
    await expect(erase(parents, some)).rejects.toMatchObject({ reason: 'still_referenced' });
    expect(await erase(parents, [...some, { id: 'd' }])).toMatchObject({ deleted: 4 });
  });

  it('refuses to empty what must not be empty, and values that do not fit', async () => {
    await tables(`CREATE TABLE parents (id text PRIMARY KEY, name varchar(10) NOT NULL, age int CHECK (age < 150));
      INSERT INTO parents VALUES ('a', 'Ada', 36)`);
    const parents = binding('parents', ['id'], ['name', 'age']);
    const attempt = (fields: Record<string, FieldTreatment>) =>
      erase(parents, [{ id: 'a' }], { kind: 'change', fields });
    await expect(attempt({ name: { to: 'null' } })).rejects.toMatchObject({ reason: 'not_nullable' });
    await expect(attempt({ name: { to: 'hash' } })).rejects.toMatchObject({ reason: 'value_not_accepted' });
    await expect(attempt({ age: { to: 'hash' } })).rejects.toMatchObject({ reason: 'value_not_accepted' });
    await expect(attempt({ age: { to: 'value', value: 900 } })).rejects.toMatchObject({ reason: 'value_not_accepted' });
    await expect(attempt({ shoe: { to: 'null' } })).rejects.toMatchObject({ reason: 'collection_missing' });
    expect(await rows('parents')).toEqual([{ id: 'a', name: 'Ada', age: 36 }]);
  });

  it('says so when a trigger keeps a row from going', async () => {
    await tables(`CREATE TABLE parents (id text PRIMARY KEY);
      INSERT INTO parents VALUES ('a');
      CREATE OR REPLACE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER stays BEFORE DELETE ON parents FOR EACH ROW EXECUTE FUNCTION stay()`);
    await expect(erase(binding('parents', ['id'], []), [{ id: 'a' }])).rejects.toMatchObject({
      reason: 'store_refused',
    });
  });

  it('draws random values that each type takes, the same each time', async () => {
    const columns = {
      u: 'uuid',
      d: 'date',
      t: 'timestamptz',
      w: 'timestamp',
      s: 'smallint',
      i: 'integer',
      b: 'bigint',
      n: 'numeric(12,2)',
      f: 'double precision',
      o: 'boolean',
      h: 'inet',
      c: 'char(8)',
      l: 'text[]',
      j: 'jsonb',
      y: 'bytea',
      e: 'varchar(40)',
    };
    const defined = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
    await tables(`CREATE TABLE parents (id text PRIMARY KEY, ${defined.join(', ')});
      INSERT INTO parents SELECT n::text, gen_random_uuid(), '2001-02-03', now(), now()::timestamp, 32000, 2147483000,
        9223372036854775000, 1234567890.5, 0.1, true, '10.1.2.3', 'abc', '{"a \\"b\\"",NULL,"c,d"}',
        '{"phone": "0171", "list": [1, null, "x"]}', '\\x00ff10', 'ada@lovelace.example' FROM generate_series(1, 20) AS n`);
    const names = Object.keys(columns);
    const parents = binding('parents', ['id'], names);
    const before = await rows('parents');
    const fields = Object.fromEntries(names.map((name) => [name, { to: 'random' as const }]));
    const treatment: Treatment = { kind: 'change', fields };
    const all = before.map(({ id }) => ({ id }));
    expect(await erase(parents, all, treatment)).toMatchObject({ changed: 20 });
    const after = await rows('parents');
    for (const name of names) {
      const kept = after.filter((row, at) => JSON.stringify(row[name]) === JSON.stringify(before[at]?.[name]));
      // By chance a few may be as before; of the booleans half.
      expect(kept.length, name).toBeLessThan(20);
    }
    expect(after[0]).toMatchObject({ e: expect.stringMatching(/^[0-9a-f]{16}@example\.invalid$/) });
    expect(await erase(parents, all, treatment)).toMatchObject({ changed: 0, unchanged: 20 });
    expect(await rows('parents')).toEqual(after);
  });

  it('knows rows by keys of any type', async () => {
    await tables(`CREATE TABLE parents (t timestamptz, c char(6), b bytea, n numeric, note text, PRIMARY KEY (t, c, b, n));
      INSERT INTO parents VALUES ('2026-01-02 03:04:05.123456Z', 'ab', '\\x0001', 1.10, 'mine'),
        ('2026-01-02 03:04:05.123456Z', 'abc', '\\x0001', 1.10, 'other'), ('2026-01-02 03:04:05.124Z', 'ab', '\\x0001', 1.10, 'other')`);
    const parents = { ...binding('parents', ['t', 'c', 'b', 'n'], ['note']) };
    const query = { collection: parents, criteria: [{ field: 'note', values: ['mine'] }] };
    for await (const { records } of eraser.locate(query, { pageSize: 5 }))
      await eraser.apply(
        parents,
        records.map((located) => ({ located, treatment: { kind: 'change', fields: { note: { to: 'null' } } } })),
      );
    expect((await rows('parents')).map(({ note }) => note).sort()).toEqual([null, 'other', 'other']);
    const located = { record: { t: '2026-01-02T03:04:05.123Z', c: 'ab    ', b: 'AAE=', n: '1.10' } };
    expect(await eraser.apply(parents, [{ located, treatment: { kind: 'delete' } }])).toMatchObject({ deleted: 1 });
  });

  async function tables(sql: string): Promise<void> {
    await database.pool.query(`DROP TABLE IF EXISTS children, parents; ${sql}`);
  }

  async function rows(table: string): Promise<StoredRecord[]> {
    return (await database.pool.query<StoredRecord>(`SELECT * FROM ${table} ORDER BY 1`)).rows;
  }

  function erase(
    collection: CollectionBinding,
    records: readonly StoredRecord[],
    treatment: Treatment = { kind: 'delete' },
  ) {
    return eraser.apply(
      collection,
      records.map((record) => ({ located: { record }, treatment })),
    );
  }
});

function binding(location: string, primaryKey: readonly string[], fields: readonly string[]): CollectionBinding {
  const names = [...primaryKey, ...fields].map((name) => ({ name }));
  return { id: `post.${location}`, store: 'post', location, title: {}, primaryKey, fields: names };
}

async function open() {
  const dataDir = mkdtempSync(join(tmpdir(), 'eraser-postgres-'));
  const server = await startPostgres({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    cache: postgresCache,
    now: () => Date.now(),
  });
  const pool = new pg.Pool({ connectionString: server.connectionString, max: 1, connectionTimeoutMillis: 5000 });
  pool.on('error', () => undefined);
  return { server, pool };
}

async function start(): Promise<EraserUnderTest> {
  const { server, pool } = await open();
  // Names that need their quotes, and that prove each is quoted.
  await pool.query('CREATE SCHEMA "Post Office"');
  await pool.query(`CREATE TABLE "Post Office"."let""ters"
    ("id" text PRIMARY KEY, "owner" text, "contact" varchar(400), "note" text)`);
  await pool.query(`CREATE TABLE parcels
    (owner text, number bigint, phone text, weight numeric, insured boolean, PRIMARY KEY (owner, number))`);
  const letters: CollectionBinding = {
    ...binding('Post Office.let"ters', ['id'], []),
    fields: letterFields,
  };
  const parcels: CollectionBinding = { ...binding('parcels', ['owner', 'number'], []), fields: parcelFields };
  const faults = new CallFaults();
  const watched = new Proxy(faults.watch(pool, 'query'), {
    get(target, property) {
      if (property === 'connect') return async () => faults.watch(await pool.connect(), 'query');
      return Reflect.get(target, property, target);
    },
  });
  const table = ({ location }: CollectionBinding) => (location === 'parcels' ? 'parcels' : '"Post Office"."let""ters"');
  const insert = async (into: CollectionBinding, records: readonly StoredRecord[]) => {
    const names = into.fields.map(({ name }) => name);
    for (const record of records)
      await pool.query(
        `INSERT INTO ${table(into)} VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
        names.map((name) => record[name]),
      );
  };
  const remove = async ({ primaryKey, ...from }: CollectionBinding, record: StoredRecord) => {
    await pool.query(
      `DELETE FROM ${table({ primaryKey, ...from })} WHERE ${primaryKey.map((name, at) => `${name} = $${at + 1}`).join(' AND ')}`,
      primaryKey.map((name) => record[name]),
    );
  };
  const eraser = postgresEraser({ pool: watched, sources: sourcesUnderTest });
  let isUp = true;
  return {
    eraser,
    letters,
    parcels,
    faults,
    missing: { eraser, collection: { ...letters, location: 'nowhere', id: 'post.nowhere' } },
    async fill(into, records) {
      await pool.query(`DELETE FROM ${table(into)}`);
      await insert(into, records);
    },
    async put(into, records) {
      for (const record of records) await remove(into, record);
      await insert(into, records);
    },
    remove,
    readAll: async (from) => (await pool.query<StoredRecord>(`SELECT * FROM ${table(from)}`)).rows,
    async goDown() {
      isUp = false;
      await server.close();
    },
    async close() {
      await pool.end();
      if (isUp) await server.close();
    },
  };
}
