/** A process that can be killed: starts PostgreSQL in the folder given and tells its address on stdout. */
import { startPostgres } from '../../../local/postgres/index.ts';
import { postgresCache } from '../../../local/stores.ts';

const [dataDir = '', port = '0'] = process.argv.slice(2);
const running = await startPostgres({
  host: '127.0.0.1',
  port: Number(port),
  dataDir,
  cache: postgresCache,
  now: () => Date.now(),
});
process.stdout.write(`${JSON.stringify({ connectionString: running.connectionString })}\n`);
