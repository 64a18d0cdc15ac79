/**
 * PostgreSQL on this machine: PGlite (PostgreSQL compiled to WebAssembly) in a worker thread, reached by any ordinary driver.
 *
 * Covers: one database, many connections at once, transactions, extended queries, cursors held open across reads, time as
 * the given clock has it, roles and their privileges, data in a folder that survives `kill -9`, a second opener of the same folder refused.
 * Does not cover: parallel execution (one connection is served at a time, from its first message until its transaction or cursor ends,
 * so one function must not wait on a second connection while it holds a cursor or transaction on a first); state of a session
 * apart from others (SET, temporary tables, named prepared statements, LISTEN and advisory locks are shared); COPY from the client;
 * cancelling a query; TLS; passwords (a connection acts as the user it names) and further databases; power loss (nothing is forced to disk before it is acknowledged).
 */
import { mkdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerSettings } from './messages.ts';

export interface PostgresOptions {
  host: string;
  /** 0 takes a free port. */
  port: number;
  dataDir: string;
  /** A folder where an empty database is kept for the next data folder; without it, each is created anew. */
  cache?: string;
  /** What `now()` says in SQL, in milliseconds since 1970. */
  now: () => number;
  /** How long a connection waits for its turn before it is ended with an error, in milliseconds. Default 60,000. */
  turnWithinMs?: number;
}

export interface RunningPostgres {
  url: string;
  /** The same as `url`, under the name drivers give it. */
  connectionString: string;
  port: number;
  /** Settles when the database is gone: undefined after `close()`, a reason when it died by itself. */
  stopped: Promise<string | undefined>;
  close(): Promise<void>;
}

/** Why PostgreSQL can't start, in one sentence fit for a terminal. */
export class PostgresStartFailed extends Error {
  override readonly name = 'PostgresStartFailed';
}

/** Resolves once connections are taken. The first start creates the database, which takes some seconds unless `cache` holds an empty one. Throws `PostgresStartFailed`. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { host, port, dataDir, cache, turnWithinMs = 60_000 } = options;
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PostgresStartFailed(`PostgreSQL cannot keep its data in ${dataDir}: ${reason}`, { cause });
  }
  const workerData: WorkerSettings = { host, port, dataDir, cache, turnWithinMs };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  const send = (message: ToWorker) => worker.postMessage(message);

  let fault: string | undefined;
  worker.on('error', (error) => {
    fault = error instanceof Error ? error.message : String(error);
  });
  let closing = false;
  const stopped = new Promise<string | undefined>((resolve) => {
    worker.on('exit', () =>
      resolve(closing ? undefined : `PostgreSQL stopped by itself: ${fault ?? 'no reason given'}`),
    );
  });
  const listening = await new Promise<number>((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'what-time') send({ type: 'time', now: options.now() });
      else if (message.type === 'listening') resolve(message.port);
      else if (message.type === 'failed') reject(new PostgresStartFailed(message.reason));
    });
    worker.on('exit', () => reject(new PostgresStartFailed(`PostgreSQL cannot start: ${fault ?? 'no reason given'}`)));
  });
  const connectionString = `postgresql://postgres:postgres@${host.includes(':') ? `[${host}]` : host}:${listening}/postgres`;
  return {
    url: connectionString,
    connectionString,
    port: listening,
    stopped,
    close: async () => {
      closing = true;
      send({ type: 'close' });
      await stopped;
    },
  };
}
