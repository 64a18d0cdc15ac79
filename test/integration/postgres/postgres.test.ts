import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PostgresOptions, type RunningPostgres, startPostgres } from '../../../local/postgres/index.ts';
import { eventually } from '../../support/eventually.ts';

const host = '127.0.0.1';
const now = () => Date.parse('2027-03-01T12:00:00Z');
let cache: string;
let dataDir: string;
/** For what leaves it as it was, but for tables of its own. */
let server: RunningPostgres;
let cleanUp: (() => unknown)[] = [];

/** Creating a database takes seconds, so it is done once and copied. */
beforeAll(async () => {
  cache = mkdtempSync(join(tmpdir(), 'postgres-cache-'));
  server = await startPostgres({ host, port: 0, dataDir: join(cache, 'shared'), cache, now });
});
afterAll(async () => {
  await server?.close();
  rmSync(cache, { recursive: true, force: true });
});
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'postgres-'));
});
afterEach(async () => {
  for (const step of cleanUp.reverse()) await step();
  cleanUp = [];
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  const running = await startPostgres({ host, port: 0, dataDir, cache, now, ...options });
  cleanUp.push(() => running.close());
  return running;
}

function poolOf({ connectionString }: { connectionString: string }, max = 10): pg.Pool {
  const pool = new pg.Pool({ connectionString, max });
  cleanUp.push(() => pool.end());
  return pool;
}

async function startProcess(): Promise<{ connectionString: string; kill(): Promise<void> }> {
  const script = join(import.meta.dirname, 'serve.ts');
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  cleanUp.push(() => child.kill('SIGKILL'));
  const silent = ended.then(() => Promise.reject(new Error('The process ended before it told its address')));
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), silent]);
  silent.catch(() => undefined);
  return {
    ...JSON.parse(line),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

describe('data', () => {
  test('committed before a kill is there after it; what was not committed is not', async () => {
    const first = await startProcess();
    const client = new pg.Client(first);
    client.on('error', () => undefined);
    await client.connect();
    await client.query('CREATE TABLE company (id int PRIMARY KEY, name text)');
    await client.query("INSERT INTO company SELECT n, 'company ' || n FROM generate_series(1, 5000) n");
    await client.query('BEGIN');
    await client.query("INSERT INTO company VALUES (5001, 'never committed')");
    await first.kill();

    const { rows } = await poolOf(await start()).query(
      'SELECT count(*)::int AS companies, max(id) AS last FROM company',
    );
    expect(rows).toEqual([{ companies: 5000, last: 5000 }]);
  });

  test('survives many kills in the middle of writing', async () => {
    let acknowledged = 0;
    for (let round = 0; round < 3; round += 1) {
      const process = await startProcess();
      const client = new pg.Client(process);
      client.on('error', () => undefined);
      await client.connect();
      await client.query('CREATE TABLE IF NOT EXISTS event (id int PRIMARY KEY)');
      const writing = (async () => {
        for (;;) {
          await client.query('INSERT INTO event VALUES ($1)', [acknowledged + 1]);
          acknowledged += 1;
        }
      })().catch(() => 'the connection broke');
      const goal = acknowledged + 40;
      await eventually('some were written', () => acknowledged >= goal);
      await process.kill();
      await writing;
      const running = await startPostgres({ host, port: 0, dataDir, cache, now });
      const check = new pg.Client(running);
      await check.connect();
      const { rows } = await check.query('SELECT count(*)::int AS events FROM event');
      // An insert may have been committed and its acknowledgement lost with the process.
      expect([acknowledged, acknowledged + 1]).toContain(rows[0].events);
      acknowledged = rows[0].events;
      await check.end();
      await running.close();
    }
  });

  test('half-created by a killed first start does not stand in the way', async () => {
    mkdirSync(join(dataDir, 'cluster.unfinished'));
    writeFileSync(join(dataDir, 'cluster.unfinished', 'PG_VERSION'), '18\n');
    const { rows } = await poolOf(await start()).query('SELECT 1 AS one');
    expect(rows).toEqual([{ one: 1 }]);
    expect(existsSync(join(dataDir, 'cluster.unfinished'))).toBe(false);
  });
});

describe('connections', () => {
  test('run many parameterised queries at once without mixing them up', async () => {
    const pool = poolOf(server);
    const answers = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const text = index % 2 ? 'SELECT $1::int AS value' : "SELECT $1::int AS value, repeat('x', $1::int) AS padding";
        const { rows } = await pool.query(text, [index]);
        return rows[0].value === index && (index % 2 === 1 || rows[0].padding.length === index);
      }),
    );
    expect(answers.every(Boolean)).toBe(true);
  });

  test('do not see each other inside transactions', async () => {
    const pool = poolOf(server);
    await pool.query('CREATE TABLE voucher (id int PRIMARY KEY, uses int)');
    await pool.query('INSERT INTO voucher VALUES (1, 0)');
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const client = await pool.connect();
        await client.query('BEGIN');
        const { rows } = await client.query('SELECT uses FROM voucher WHERE id = 1');
        await client.query('UPDATE voucher SET uses = $1 WHERE id = 1', [rows[0].uses + 1]);
        await client.query('COMMIT');
        client.release();
      }),
    );
    expect((await pool.query('SELECT uses FROM voucher')).rows).toEqual([{ uses: 20 }]);
  });

  test('survive an error of their own and leave others alone', async () => {
    const pool = poolOf(server);
    const results = await Promise.allSettled([
      pool.query('SELECT * FROM no_such_table WHERE id = $1', [1]),
      pool.query('SELECT 1 AS one'),
      pool.query('SELECT 1/$1::int', [0]),
      pool.query('SELECT 2 AS two'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(results[0]).toMatchObject({ reason: { code: '42P01' } });
    expect((await pool.query('SELECT 3 AS three')).rows).toEqual([{ three: 3 }]);
  });

  test('act with the privileges of the user they name, and only those', async () => {
    const running = server;
    const owner = poolOf(running);
    await owner.query('CREATE TABLE letters (id int); CREATE ROLE reader LOGIN; GRANT SELECT ON letters TO reader');
    const as = (user: string) => {
      const url = new URL(running.url);
      url.username = user;
      return poolOf({ connectionString: url.href });
    };
    const reader = as('reader');
    for (let turn = 1; turn <= 3; turn++) {
      await owner.query('INSERT INTO letters VALUES ($1)', [turn]);
      expect((await reader.query('SELECT session_user::text AS me FROM letters')).rows[0]).toEqual({ me: 'reader' });
      await expect(reader.query('DELETE FROM letters')).rejects.toMatchObject({ code: '42501' });
    }
    await expect(as('nobody').query('SELECT 1')).rejects.toMatchObject({ code: '28000' });
    expect((await owner.query('SELECT FROM letters')).rowCount).toBe(3);
  });

  test('that vanish inside a transaction are rolled back and make way', async () => {
    const running = server;
    const pool = poolOf(running);
    await pool.query('CREATE TABLE hold (id int)');
    const vanishing = new pg.Client(running);
    vanishing.on('error', () => undefined);
    await vanishing.connect();
    await vanishing.query('BEGIN');
    await vanishing.query('INSERT INTO hold VALUES (1)');
    (vanishing as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    expect((await pool.query('SELECT count(*)::int AS holds FROM hold')).rows).toEqual([{ holds: 0 }]);
  });

  test('that wait too long for their turn are told why', async () => {
    const running = await start({ turnWithinMs: 50 });
    const pool = poolOf(running);
    const client = await pool.connect();
    await client.query('BEGIN');
    const waiting = new pg.Client(running);
    waiting.on('error', () => undefined);
    await expect(waiting.connect()).rejects.toMatchObject({
      code: '55P03',
      message: expect.stringContaining('another connection kept a transaction or cursor open'),
    });
    await client.query('COMMIT');
    client.release();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('that would send rows by COPY are refused, and nobody else suffers', async () => {
    const running = server;
    const pool = poolOf(running);
    await pool.query('CREATE TABLE listing (id int)');
    const copying = new pg.Client(running);
    copying.on('error', () => undefined);
    await copying.connect();
    await copying.query('BEGIN');
    await expect(copying.query('COPY listing FROM STDIN')).rejects.toMatchObject({ code: '0A000' });
    expect((await pool.query("SELECT 'copy from stdin' AS text")).rows).toEqual([{ text: 'copy from stdin' }]);
  });

  test('that speak another protocol are turned away', async () => {
    const running = server;
    const socket = connectTcp(running.port, host);
    cleanUp.push(() => socket.destroy());
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    const [answer] = await once(socket, 'data');
    expect(answer.toString()).toContain('This is not the PostgreSQL protocol');
  });
});

describe('cursors', () => {
  const series = (rows: number) =>
    new Cursor<{ n: number }>('SELECT n::int AS n FROM generate_series(1, $1::int) n', [rows]);

  test('page through a result while other connections ask for their turn', async () => {
    const pool = poolOf(server);
    const client = await pool.connect();
    const cursor = client.query(series(1000));
    const first = await cursor.read(10);
    const other = pool.query('SELECT 1 AS one');
    const seen = first.map(({ n }) => n);
    for (let page = await cursor.read(100); page.length > 0; page = await cursor.read(100)) {
      seen.push(...page.map(({ n }) => n));
    }
    await cursor.close();
    client.release();
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
    expect((await other).rows).toEqual([{ one: 1 }]);
  });

  test('of several connections take turns', async () => {
    const pool = poolOf(server);
    const counts = await Promise.all(
      [300, 200, 100].map(async (rows) => {
        const client = await pool.connect();
        const cursor = client.query(series(rows));
        let count = 0;
        for (let page = await cursor.read(30); page.length > 0; page = await cursor.read(30)) count += page.length;
        await cursor.close();
        client.release();
        return count;
      }),
    );
    expect(counts).toEqual([300, 200, 100]);
  });

  test('closed half-way make way', async () => {
    const pool = poolOf(server);
    const client = await pool.connect();
    const cursor = client.query(series(1000));
    await cursor.read(10);
    await cursor.close();
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    client.release();
    expect((await pool.query('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
  });
});

describe('the server', () => {
  test('tells the time of the given clock, also after it jumps', async () => {
    let time = now();
    const pool = poolOf(await start({ now: () => time }));
    const today = async () => (await pool.query("SELECT to_char(now(), 'YYYY-MM-DD') AS today")).rows[0].today;
    expect(await today()).toBe('2027-03-01');
    time += 30 * 24 * 3600 * 1000;
    expect(await today()).toBe('2027-03-31');
  });

  test('refuses a folder another process works in', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({
      name: 'PostgresStartFailed',
      message: `PostgreSQL cannot start: another process uses the data in ${dataDir}.`,
    });
  });

  test('names the port that is taken, and lets go of the folder', async () => {
    const other = createServer().listen(0, host);
    cleanUp.push(() => other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toMatchObject({
      name: 'PostgresStartFailed',
      message: `PostgreSQL cannot start: port ${port} on 127.0.0.1 is already in use.`,
    });
    await start();
  });

  test('says where it cannot keep data', async () => {
    writeFileSync(join(dataDir, 'file'), '');
    await expect(start({ dataDir: join(dataDir, 'file', 'postgres') })).rejects.toMatchObject({
      name: 'PostgresStartFailed',
      message: expect.stringContaining('PostgreSQL cannot keep its data in'),
    });
  });
});
