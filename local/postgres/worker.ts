/** The thread PGlite runs in: WebAssembly computes without pause and would hold up everything else on the main thread. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { openCluster } from './cluster.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './messages.ts';
import { openSessionGateway, type SessionGateway } from './session-gateway.ts';

const settings = workerData as WorkerSettings;
const tell = (message: FromWorker) => parentPort?.postMessage(message);

// PostgreSQL's clock in WebAssembly is this thread's Date.now.
const machineTime = Date.now.bind(Date);
let ahead = 0;
Date.now = () => machineTime() + ahead;

/** What one version makes, another may not open. */
function emptyDatabase(cache: string | undefined): string | undefined {
  const description = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
  const { version } = JSON.parse(readFileSync(description, 'utf8')) as { version: string };
  return cache && join(cache, `pglite-${version}`);
}

let timeTold: (() => void)[] = [];
const synchroniseClock = () =>
  new Promise<void>((resolve) => {
    timeTold.push(resolve);
    if (timeTold.length === 1) tell({ type: 'what-time' });
  });

let gateway: SessionGateway | undefined;
let database: PGlite | undefined;
let release: (() => void) | undefined;

parentPort?.on('message', async (message: ToWorker) => {
  if (message.type === 'time') {
    ahead = message.now - machineTime();
    const waiting = timeTold;
    timeTold = [];
    for (const resolve of waiting) resolve();
    return;
  }
  await gateway?.close();
  await database?.close();
  release?.();
  process.exit(0);
});

try {
  await synchroniseClock();
  const cluster = await openCluster(settings.dataDir, emptyDatabase(settings.cache), (folder) => PGlite.create(folder));
  database = cluster.database;
  release = cluster.release;
  gateway = await openSessionGateway({ ...settings, database, beforeTurn: synchroniseClock });
  tell({ type: 'listening', port: gateway.port });
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  tell({
    type: 'failed',
    reason: taken
      ? `PostgreSQL cannot start: port ${settings.port} on ${settings.host} is already in use.`
      : `PostgreSQL cannot start: ${reason}`,
  });
  await database?.close();
  release?.();
  parentPort?.close();
}
