import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startTimeToLive } from './time-to-live.ts';

export interface DynamoDbOptions {
  host: string;
  /** 0 takes a free port. */
  port: number;
  dataDir: string;
  /** Decides when an item's time to live is over, in milliseconds since 1970. */
  now: () => number;
  /** A DynamoDB-compatible server to use instead of our own. Default: the environment variable `DYNAMODB_ENDPOINT`. */
  endpoint?: string | undefined;
}

export interface RunningDynamoDb {
  url: string;
  port: number;
  /** Settles when the server is gone: undefined after `close()`, a reason when it died by itself. Never settles for a foreign endpoint. */
  stopped: Promise<string | undefined>;
  /** Deletes what has expired by now and returns how many; also runs by itself every minute. A foreign endpoint expires by its own rules. */
  expireItems(): Promise<number>;
  close(): Promise<void>;
}

/** Why DynamoDB can't start, in one sentence fit for a terminal. */
export class DynamoDbStartFailed extends Error {
  override readonly name = 'DynamoDbStartFailed';
}

/** In the data folder. */
export const databaseFile = 'dynamodb.sqlite';

const READY_WITHIN_MS = 10_000;
/** A server whose parent was killed a moment ago needs an instant to let go of its port. */
const PORT_FREED_WITHIN_MS = 2_000;
const STOPPED_WITHIN_MS = 5_000;
const EXPIRE_EVERY_MS = 60_000;

/**
 * `sh` becomes the server (`exec`), after leaving behind a watcher that holds the read end of our pipe: when this process dies,
 * even by SIGKILL, the kernel closes the pipe and the watcher kills the server. The process group is its own, so Ctrl-C in a terminal reaches
 * only us and we stop the server in our own order.
 */
const DIE_WITH_PARENT =
  'exec 3<&0; server=$$; (cat <&3 >/dev/null; kill -KILL "$server") >/dev/null 2>&1 & exec "$@" </dev/null 3<&-';

/** Resolves once DynamoDB answers. Throws `DynamoDbStartFailed`. */
export async function startDynamoDb(options: DynamoDbOptions): Promise<RunningDynamoDb> {
  const endpoint = options.endpoint ?? process.env.DYNAMODB_ENDPOINT;
  if (endpoint) return connectTo(endpoint);
  const binary = findBinary();
  const file = join(makeDataDir(options.dataDir), databaseFile);
  const deadline = Date.now() + PORT_FREED_WITHIN_MS;
  for (;;) {
    const port = options.port === 0 ? await freePort(options.host) : options.port;
    const attempt = await launch(binary, options, port, file);
    if ('running' in attempt) return attempt.running;
    if (!/already in use/.test(attempt.failure)) {
      throw new DynamoDbStartFailed(`DynamoDB cannot start on ${file}: ${attempt.failure}`);
    }
    if (Date.now() > deadline) {
      throw new DynamoDbStartFailed(`DynamoDB cannot start: port ${port} on ${options.host} is already in use.`);
    }
    await delay(50);
  }
}

async function connectTo(endpoint: string): Promise<RunningDynamoDb> {
  const url = URL.parse(endpoint);
  if (!url) throw new DynamoDbStartFailed(`DYNAMODB_ENDPOINT is not a URL: ${endpoint}`);
  const origin = url.origin;
  const answered = await fetch(origin).then(
    () => true,
    () => false,
  );
  if (!answered) throw new DynamoDbStartFailed(`Nothing answers at ${origin}, the address in DYNAMODB_ENDPOINT.`);
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  return {
    url: origin,
    port,
    stopped: new Promise(() => undefined),
    expireItems: async () => 0,
    close: async () => undefined,
  };
}

/** The server's program. */
export function findBinary(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`@dynoxide/${platform}/package.json`)), 'dynoxide');
  } catch (cause) {
    throw new DynamoDbStartFailed(
      `No DynamoDB server is installed for ${platform}: run DynamoDB Local (or another compatible server) and set DYNAMODB_ENDPOINT to its address.`,
      { cause },
    );
  }
}

function makeDataDir(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true });
    return dataDir;
  } catch (cause) {
    throw new DynamoDbStartFailed(`DynamoDB cannot keep its data in ${dataDir}: ${describe(cause)}`, { cause });
  }
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause) =>
      reject(new DynamoDbStartFailed(`DynamoDB cannot listen on ${host}: ${describe(cause)}`, { cause })),
    );
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function launch(
  binary: string,
  { host, now }: DynamoDbOptions,
  port: number,
  file: string,
): Promise<{ running: RunningDynamoDb } | { failure: string }> {
  const child = spawn(
    '/bin/sh',
    ['-c', DIE_WITH_PARENT, 'sh', binary, 'serve', '--host', host, '--port', String(port), '--db-path', file],
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const output = collect(child);
  // Its own line, not an answer on the port, tells that this server listens: another may hold the port.
  const listening = await Promise.race([
    output.listening.then(() => true),
    exited.then(() => false),
    delay(READY_WITHIN_MS, false, { ref: false }),
  ]);
  if (!listening) {
    const reason =
      child.exitCode === null && child.signalCode === null
        ? `no answer within ${READY_WITHIN_MS / 1000} seconds`
        : output.said();
    child.kill('SIGKILL');
    child.stdin?.destroy();
    return { failure: reason };
  }
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  await (await fetch(url)).arrayBuffer();
  const timeToLive = startTimeToLive(url, now, EXPIRE_EVERY_MS);
  let closing = false;
  const stopped = exited.then(() => {
    child.stdin?.destroy();
    timeToLive.close();
    return closing ? undefined : `The DynamoDB server stopped by itself: ${output.said()}`;
  });
  const close = async () => {
    closing = true;
    timeToLive.close();
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
    await stopped;
    clearTimeout(force);
  };
  return { running: { url, port, stopped, expireItems: timeToLive.expireItems, close } };
}

/** Keeps the last output for an error message and the pipes drained. */
function collect(child: ChildProcess): { listening: Promise<void>; said(): string } {
  let text = '';
  const listening = new Promise<void>((resolve) => {
    const take = (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-2_000);
      if (text.includes('listening on')) resolve();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', (error) => {
      text += error.message;
    });
    child.stdin?.on('error', (error) => {
      text += error.message;
    });
  });
  return {
    listening,
    said: () =>
      text
        .trim()
        .split('\n')
        .at(-1)
        ?.replace(/^error: /, '') || 'no reason given',
  };
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
