import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { postgresConnector } from '../../../functions/discovery/connector.postgres.ts';
import { startPostgres } from '../../../local/postgres/index.ts';
import { letterFields, type StoreUnderTest, storeConnectorContract } from './store-connector.contract.ts';

storeConnectorContract('PostgreSQL', start, { ignoreCase: true });

async function start(): Promise<StoreUnderTest> {
  const dataDir = mkdtempSync(join(tmpdir(), 'connector-postgres-'));
  const server = await startPostgres({ host: '127.0.0.1', port: 0, dataDir, now: () => Date.now() });
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
