/**
 * The three stores, in a process of their own so that they don't take turns with the reader that is measured. Prints their
 * addresses as one line of JSON; ends when standard input does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDynamoDb } from '../../local/dynamodb/index.ts';
import { startObjectStore } from '../../local/object-store/index.ts';
import { startPostgres } from '../../local/postgres/index.ts';
import { postgresCache } from '../../local/stores.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'gather-rate-'));
const at = (name: string) => ({ host: '127.0.0.1', port: 0, dataDir: join(dataDir, name), now: () => Date.now() });
const [dynamodb, postgres, objectStore] = await Promise.all([
  startDynamoDb(at('dynamodb')),
  startPostgres({ ...at('postgres'), cache: postgresCache }),
  startObjectStore({ ...at('object-store'), buckets: ['archive', 'exports'] }),
]);
process.stdout.write(
  `${JSON.stringify({ dynamodb: dynamodb.url, postgres: postgres.connectionString, s3: objectStore.url })}\n`,
);
for await (const _ of process.stdin);
await Promise.all([dynamodb.close(), postgres.close(), objectStore.close()]);
rmSync(dataDir, { recursive: true, force: true });
