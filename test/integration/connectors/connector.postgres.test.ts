import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresConnector } from '../../../functions/discovery/connector.postgres.ts';
import type { FindQuery } from '../../../functions/discovery/store-connector.ts';
import { type RunningPostgres, startPostgres } from '../../../local/postgres/index.ts';
import { postgresCache } from '../../../local/stores.ts';
import { letterFields, type StoreUnderTest, storeConnectorContract } from './store-connector.contract.ts';

storeConnectorContract('PostgreSQL', start, { ignoreCase: true });

describe('PostgreSQL, many pages', () => {
  const count = 130;
  const query: FindQuery = {
    collection: {
      id: 'post.parcels',
      store: 'post',
      location: 'parcels',
      title: {},
      primaryKey: ['number', 'part'],
      fields: [{ name: 'number', dataType: 'integer' }, { name: 'part' }, { name: 'owner' }],
    },
    criteria: [{ field: 'owner', values: ['mine'] }],
  };
  const all = Array.from({ length: count }, (_, index) => `${index >> 1}${index % 2 ? 'b' : 'a'}`);
  let server: RunningPostgres;
  let pool: pg.Pool;

  beforeAll(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'connector-postgres-'));
    server = await startPostgres({ host: '127.0.0.1', port: 0, dataDir, cache: postgresCache, now: () => Date.now() });
    pool = new pg.Pool({ connectionString: server.connectionString, max: 1 });
    await pool.query('CREATE TABLE parcels (number integer, part text, owner text, PRIMARY KEY (number, part))');
    await pool.query(
      `INSERT INTO parcels SELECT n / 2, CASE n % 2 WHEN 0 THEN 'a' ELSE 'b' END, 'mine' FROM generate_series(0, $1) n`,
      [count - 1],
    );
  });
  afterAll(async () => {
    await pool.end();
    await server.close();
  });

  it.each([1, 2, 13, 26, 65, 130, 131])(
    'gives each row once, in the order of the key, in pages of %i',
    async (pageSize) => {
      expect(await read(pageSize)).toEqual(all);
    },
  );

  it('goes on from any page as if it had never stopped', async () => {
    for (let stopAt = 1; stopAt < count; stopAt += 7) {
      const found: string[] = [];
      let cursor: string | undefined;
      for await (const page of postgresConnector({ pool }).find(query, { pageSize: 1 })) {
        found.push(...page.records.map(nameOf));
        cursor = page.cursor;
        if (found.length === stopAt) break;
      }
      found.push(...(await read(10, cursor)));
      expect(found).toEqual(all);
    }
  });

  it('leaves no transaction behind, wherever the reader stops', async () => {
    for (const pages of [1, 2, 51, 130]) {
      let seen = 0;
      for await (const _ of postgresConnector({ pool }).find(query, { pageSize: 1 })) if (++seen === pages) break;
      // The only connection is free, and writes again.
      await pool.query('UPDATE parcels SET owner = owner WHERE number = 0');
    }
  });

  async function read(pageSize: number, cursor?: string): Promise<string[]> {
    const found: string[] = [];
    const page = { pageSize, ...(cursor === undefined ? {} : { cursor }) };
    for await (const { records } of postgresConnector({ pool }).find(query, page)) found.push(...records.map(nameOf));
    return found;
  }

  function nameOf({ number, part }: Readonly<Record<string, unknown>>): string {
    return `${number}${part}`;
  }
});

async function start(): Promise<StoreUnderTest> {
  const dataDir = mkdtempSync(join(tmpdir(), 'connector-postgres-'));
  const server = await startPostgres({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    cache: postgresCache,
    now: () => Date.now(),
  });
  const pool = new pg.Pool({ connectionString: server.connectionString, max: 1, connectionTimeoutMillis: 5000 });
  pool.on('error', () => undefined);
  // Names that need their quotes, and that prove each is quoted.
  await pool.query('CREATE SCHEMA "Post Office"');
  await pool.query(`CREATE TABLE "Post Office"."let""ters" (
    "id" text PRIMARY KEY, "owner" text, "contact" varchar(200), "at" timestamptz, "note" text)`);
  const letters = {
    id: 'post.letters',
    store: 'post',
    location: 'Post Office.let"ters',
    title: {},
    primaryKey: ['id'],
    fields: letterFields,
    timeField: 'at',
  };
  let isUp = true;
  const connector = postgresConnector({ pool });
  return {
    connector,
    letters,
    missing: { connector, collection: { ...letters, location: 'nowhere' } },
    async write(records) {
      for (const { id, owner, contact, at, note } of records)
        await pool.query('INSERT INTO "Post Office"."let""ters" VALUES ($1, $2, $3, $4, $5)', [
          id,
          owner,
          contact,
          at,
          note,
        ]);
    },
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
