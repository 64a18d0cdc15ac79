import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { FunctionPool } from './function-pool.ts';
import {
  type FunctionDefinition,
  type Invoker,
  PayloadTooLargeError,
  payloadLimit,
  UnknownFunctionError,
} from './invoker.ts';
import { WorkerBudget } from './worker-budget.ts';

export interface WorkerHostOptions {
  /** Folder for `<function>.log`. */
  readonly logDirectory: string;
  /** Milliseconds the demo clock is ahead, read at every invocation. */
  readonly clockOffset: () => number;
  /** Given to every function besides its own environment: region, credentials, endpoints. */
  readonly environment: Readonly<Record<string, string>>;
  /** Workers alive at once, over all functions. Default 32. */
  readonly maxWorkers?: number;
  /**
   * Workers alive at once for one function. Default as many as there are cores, at least two: more would only take each
   * other's places, and starting one costs more than most calls.
   */
  readonly maxWorkersPerFunction?: number;
  /** A worker unused for so long is ended. Default five minutes. */
  readonly idleMilliseconds?: number;
  /** Folder where compiled code is kept for the next worker, which starts in half the time. */
  readonly codeCache?: string;
  /** Modules every worker loads before the function's own, as file URLs: fault injectors of tests. */
  readonly preload?: readonly string[];
}

/** Runs every function in worker threads of this process, isolated from each other and from the host's environment. */
export function createWorkerHost(options: WorkerHostOptions): Invoker {
  mkdirSync(options.logDirectory, { recursive: true });
  const budget = new WorkerBudget(options.maxWorkers ?? 32);
  const pools = new Map<string, FunctionPool>();
  const logs: WriteStream[] = [];

  return {
    define(definition: FunctionDefinition) {
      const log = createWriteStream(join(options.logDirectory, `${definition.name}.log`), { flags: 'a' });
      logs.push(log);
      pools.set(
        definition.name,
        new FunctionPool(definition, {
          budget,
          log: (text) => {
            // A worker that is being ended may still say something.
            if (!log.writableEnded) log.write(text);
          },
          clockOffset: options.clockOffset,
          environment: options.environment,
          maxWorkers: Math.min(
            definition.reservedConcurrency ?? Number.POSITIVE_INFINITY,
            options.maxWorkersPerFunction ?? Math.max(2, availableParallelism()),
          ),
          idleMilliseconds: options.idleMilliseconds ?? 300_000,
          preload: options.preload ?? [],
          codeCache: options.codeCache,
        }),
      );
    },
    async invoke(name, payload, clockShift = 0) {
      const pool = pools.get(name);
      if (!pool) throw new UnknownFunctionError(`no function named ${name}`);
      if (Buffer.byteLength(payload) > payloadLimit) {
        throw new PayloadTooLargeError(`the payload for ${name} exceeds ${payloadLimit} bytes`);
      }
      return pool.invoke(payload, clockShift);
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
      await Promise.all(logs.map((log) => new Promise<void>((done) => log.end(done))));
    },
  };
}
