import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import net from 'node:net';
import { resolve } from 'node:path';
import { vi } from 'vitest';
import { type BundleId, entries } from '../../infra/functions.ts';
import {
  errorOutcome,
  type FunctionDefinition,
  type InvocationOutcome,
  type Invoker,
  UnknownFunctionError,
} from '../../local/function-host/invoker.ts';

/** One call of a function. When it dies, nothing of it goes on: what it waits for never comes. */
export interface Invocation {
  /** Last part of the function's construct path, such as `send-mail`. */
  readonly functionName: string;
  readonly event: unknown;
  readonly dead: boolean;
  /** Ends the invocation and its execution environment as `kill -9` would; the caller is told `Runtime.ExitError`. */
  die(): void;
}

export interface SourceFunctions extends Invoker {
  /** Gives functions what the platform gives them all (region, credentials, endpoints); until then calls wait. */
  connect(environment: Readonly<Record<string, string>>): void;
  /** Invocations under way. */
  running(): number;
}

type Handler = (event: unknown, context: object) => Promise<unknown>;

/** What a cold start makes: modules of its own, and the connections they open. */
interface ExecutionEnvironment {
  readonly handler: Handler;
  readonly sockets: Set<net.Socket>;
}

interface OwnInvocation extends Invocation {
  readonly sockets: Set<net.Socket>;
  readonly environment: Readonly<Record<string, string>>;
}

const current = new AsyncLocalStorage<OwnInvocation>();

/** The invocation that the caller's code runs in; undefined outside of functions. */
export function currentInvocation(): Invocation | undefined {
  return current.getStore();
}

const root = resolve(import.meta.dirname, '../..');
/** Invocations of one function at a time; more wait. */
const mostAtOnce = 4;

/**
 * Runs the product's functions from their sources in this process, with the environment the templates give each. As on
 * Lambda every execution environment has its own modules, handles one event at a time, and is gone with all its
 * connections once an invocation died.
 */
export function createSourceFunctions(): SourceFunctions {
  const pools = new Map<string, ReturnType<typeof createPool>>();
  const connected = Promise.withResolvers<void>();
  let running = 0;
  rememberSockets();
  showOwnEnvironment();

  return {
    define(definition) {
      pools.set(definition.name, createPool(definition));
    },
    connect(environment) {
      Object.assign(process.env, environment);
      connected.resolve();
    },
    running: () => running,
    async invoke(name, payload) {
      const pool = pools.get(name);
      if (!pool) throw new UnknownFunctionError(`no function named ${name}`);
      await connected.promise;
      running++;
      try {
        return await pool(JSON.parse(payload));
      } finally {
        running--;
      }
    },
    async close() {
      pools.clear();
    },
  };
}

function createPool(definition: FunctionDefinition) {
  const functionName = definition.name.replace(/^[^-]+-/, '');
  const idle: ExecutionEnvironment[] = [];
  const queue: (() => void)[] = [];
  let busy = 0;

  return async function invoke(event: unknown): Promise<InvocationOutcome> {
    if (busy >= mostAtOnce) await new Promise<void>((free) => queue.push(free));
    busy++;
    try {
      const environment = idle.pop() ?? (await coldStart(definition));
      const { outcome, died } = await run(environment, event);
      if (!died) idle.push(environment);
      return outcome;
    } finally {
      busy--;
      queue.shift()?.();
    }
  };

  async function run({ handler, sockets }: ExecutionEnvironment, event: unknown) {
    const requestId = randomUUID();
    const death = Promise.withResolvers<void>();
    const invocation = {
      functionName,
      event,
      sockets,
      environment: environmentOf(definition),
      dead: false,
      die() {
        this.dead = true;
        for (const socket of sockets) if (!sharedSockets.has(socket)) socket.destroy();
        death.resolve();
      },
    };
    const ends = performance.now() + definition.timeoutSeconds * 1000;
    const context = {
      awsRequestId: requestId,
      functionName: definition.name,
      getRemainingTimeInMillis: () => Math.max(0, ends - performance.now()),
    };
    const handled = current
      .run(invocation, () => handler(event, context))
      .then(
        (result): InvocationOutcome => ({ payload: JSON.stringify(result ?? null), requestId }),
        (fault: unknown) => {
          const { name, message } = fault instanceof Error ? fault : new Error(String(fault));
          return errorOutcome(requestId, { errorType: name, errorMessage: message });
        },
      );
    const crashed = death.promise.then(() =>
      errorOutcome(requestId, { errorType: 'Runtime.ExitError', errorMessage: 'Error: Runtime exited: killed' }),
    );
    const outcome = await Promise.race([crashed, handled]);
    return { outcome, died: invocation.dead };
  }
}

let loading: Promise<unknown> = Promise.resolve();

/** Loads the function's modules anew, one function at a time: they read the environment while they load. */
function coldStart(definition: FunctionDefinition): Promise<ExecutionEnvironment> {
  const started = loading.then(async () => {
    const before = { ...process.env };
    vi.resetModules();
    Object.assign(process.env, environmentOf(definition));
    try {
      const module = (await import(resolve(root, entryOf(definition)))) as { handler: Handler };
      return { handler: module.handler, sockets: new Set<net.Socket>() };
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
    }
  });
  loading = started.catch(() => undefined);
  return started;
}

/** The source of a function: its bundle has the same name, but that one bundle serves all stores of a kind. */
function entryOf({ name, environment }: FunctionDefinition): string {
  const functionName = name.replace(/^[^-]+-/, '');
  const { kind } = JSON.parse(environment.STORE ?? '{}') as { kind?: string };
  const id = functionName.replace(/^(gather|erase)-.*/, `$1-${kind}`);
  if (!(id in entries)) throw new Error(`the function ${name} has no entry file ${id}`);
  return entries[id as BundleId];
}

function environmentOf({ environment, codeDirectory }: FunctionDefinition): Record<string, string> {
  return { ...environment, LAMBDA_TASK_ROOT: codeDirectory, LOG_LEVEL: 'error' };
}

let showing = false;

/** What code asks of its environment later, in an invocation, is answered from the function's own. */
function showOwnEnvironment(): void {
  if (showing) return;
  showing = true;
  process.env = new Proxy(process.env, {
    get: (target, name) => current.getStore()?.environment[String(name)] ?? Reflect.get(target, name),
    // Node's own object takes plain assignments only.
    set: (target, name, value) => Reflect.set(target, name, value),
  });
}

let remembering = false;
/** The process's `fetch` keeps connections for all: one may carry the call of an environment that lives on. */
const sharedSockets = new WeakSet<net.Socket>();

/** Notes for each connection in which execution environment it was opened. */
function rememberSockets(): void {
  if (remembering) return;
  remembering = true;
  subscribe('undici:client:connected', (message) => {
    if (typeof message === 'object' && message !== null && 'socket' in message && message.socket instanceof net.Socket)
      sharedSockets.add(message.socket);
  });
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function noted(this: net.Socket, ...args: unknown[]) {
    const invocation = current.getStore();
    if (invocation) {
      invocation.sockets.add(this);
      this.once('close', () => invocation.sockets.delete(this));
    }
    return Reflect.apply(connect, this, args);
  } as typeof connect;
}
