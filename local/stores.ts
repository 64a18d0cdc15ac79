import { join } from 'node:path';
import { type RunningDynamoDb, startDynamoDb } from './dynamodb/index.ts';
import { type ObjectStore, startObjectStore } from './object-store/index.ts';
import type { Ports } from './ports.ts';
import { type RunningPostgres, startPostgres } from './postgres/index.ts';
import type { Shutdown } from './shutdown.ts';

/** Beside what else is made once for this clone. */
export const postgresCache = join(import.meta.dirname, '../.cache/postgres');

export interface Stores {
  readonly dynamodb: RunningDynamoDb;
  readonly objectStore: ObjectStore;
  /** Only where a sample platform is asked for: the product itself has nothing in PostgreSQL. */
  readonly postgres: RunningPostgres | undefined;
}

/** Starts what holds data, side by side. */
export async function startStores(options: {
  readonly host: string;
  readonly ports: Ports;
  readonly dataDir: string;
  readonly now: () => number;
  readonly withPostgres: boolean;
  readonly onFault: (part: string) => (error: unknown) => void;
  readonly shutdown: Shutdown;
}): Promise<Stores> {
  const { host, ports, now, shutdown } = options;
  const at = (name: keyof Ports) => ({ host, port: ports[name], dataDir: join(options.dataDir, name), now });
  const closing = <T extends { close(): Promise<void> }>(part: T): T => {
    shutdown.add(() => part.close());
    return part;
  };
  const [dynamodb, objectStore, postgres] = await Promise.all([
    startDynamoDb(at('dynamodb')).then(closing),
    startObjectStore({ ...at('object-store'), onFault: options.onFault('object store') }).then(closing),
    options.withPostgres ? startPostgres({ ...at('postgres'), cache: postgresCache }).then(closing) : undefined,
  ]);
  return { dynamodb, objectStore, postgres };
}
