import { randomUUID } from 'node:crypto';
import { FunctionWorker, type WorkerEnvironment } from './function-worker.ts';
import { errorOutcome, type FunctionDefinition, type InvocationOutcome, payloadLimit } from './invoker.ts';
import type { WorkerBudget, WorkerHolder } from './worker-budget.ts';

export interface PoolOptions extends WorkerEnvironment {
  readonly budget: WorkerBudget;
  readonly maxWorkers: number;
  readonly idleMilliseconds: number;
}

interface Waiting {
  readonly payload: string;
  readonly clockShift: number;
  readonly settle: (outcome: InvocationOutcome) => void;
}

/** The workers of one function: reuses idle ones, starts new ones up to its bound, and queues what is left. */
export class FunctionPool implements WorkerHolder {
  readonly #definition: FunctionDefinition;
  readonly #options: PoolOptions;
  readonly #idle: FunctionWorker[] = [];
  readonly #all = new Set<FunctionWorker>();
  readonly #waiting: Waiting[] = [];
  #closed = false;

  constructor(definition: FunctionDefinition, options: PoolOptions) {
    this.#definition = definition;
    this.#options = options;
    options.budget.join(this);
  }

  invoke(payload: string, clockShift: number): Promise<InvocationOutcome> {
    if (this.#closed) return Promise.resolve(stopping());
    return new Promise((settle) => {
      this.#waiting.push({ payload, clockShift, settle });
      this.#dispatch();
    });
  }

  releaseIdle(): boolean {
    const worker = this.#idle.shift();
    if (!worker) return false;
    this.#retire(worker);
    return true;
  }

  placeOffered(): void {
    if (this.#waiting.length > 0) this.#dispatch();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#all].map((worker) => worker.end()));
    for (const { settle } of this.#waiting.splice(0)) settle(stopping());
  }

  #dispatch(): void {
    while (!this.#closed && this.#waiting.length > 0) {
      const worker = this.#idle.pop() ?? this.#startWorker();
      const next = worker && this.#waiting.shift();
      if (!worker || !next) return;
      void this.#run(worker, next);
    }
  }

  #startWorker(): FunctionWorker | undefined {
    if (this.#all.size >= this.#options.maxWorkers || !this.#options.budget.take(this)) return undefined;
    const worker = new FunctionWorker(this.#definition, this.#options);
    this.#all.add(worker);
    return worker;
  }

  async #run(worker: FunctionWorker, { payload, clockShift, settle }: Waiting): Promise<void> {
    worker.cancelIdle();
    const outcome = await worker.invoke(payload, clockShift);
    if (worker.usable && !this.#closed) {
      this.#idle.push(worker);
      worker.whenIdleFor(this.#options.idleMilliseconds, () => {
        this.#idle.splice(this.#idle.indexOf(worker), 1);
        this.#retire(worker);
      });
    } else {
      this.#retire(worker);
    }
    settle(
      Buffer.byteLength(outcome.payload) <= payloadLimit
        ? outcome
        : errorOutcome(outcome.requestId, {
            errorType: 'Function.ResponseSizeTooLarge',
            errorMessage: `Response payload size exceeded maximum allowed payload size (${payloadLimit} bytes).`,
          }),
    );
    this.#dispatch();
    if (this.#idle.length > 0) this.#options.budget.offer();
  }

  #retire(worker: FunctionWorker): void {
    if (!this.#all.delete(worker)) return;
    void worker.end();
    this.#options.budget.give();
  }
}

/** What whoever calls too late is told, as by a service that is not there: to try again. */
function stopping(): InvocationOutcome {
  return errorOutcome(randomUUID(), {
    errorType: 'ServiceException',
    errorMessage: 'The embedded cloud is stopping',
  });
}
