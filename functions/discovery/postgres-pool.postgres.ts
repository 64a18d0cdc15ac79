import pg from 'pg';
import type { PostgresStoreBinding } from '../shared/organisation.ts';

/** Reads the text of a secret. */
export type ReadSecret = (arn: string) => Promise<string>;

const SECRET = 'secretsmanager:';

/**
 * One connection to a store, opened when first needed and kept while the process is warm.
 * @param binding its `connection` is a URI, or names a secret that holds one
 */
export async function postgresPool(binding: PostgresStoreBinding, readSecret: ReadSecret): Promise<pg.Pool> {
  const { connection } = binding;
  const uri = connection.startsWith(SECRET) ? await readSecret(connection.slice(SECRET.length)) : connection;
  const pool = new pg.Pool({
    connectionString: uri,
    max: 1,
    connectionTimeoutMillis: 10_000,
    query_timeout: 120_000,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
  });
  // A lost idle connection is replaced at the next query, whose failure is the one to report.
  pool.on('error', () => undefined);
  return pool;
}
