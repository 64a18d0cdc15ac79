import { DatabaseSync } from 'node:sqlite';
import { errorOutcome, type InvocationOutcome, type Invoker } from './invoker.ts';

/** `AWS::Lambda::EventInvokeConfig` and the function's `DeadLetterConfig`. */
export interface AsynchronousSettings {
  readonly functionArn: string;
  /** Retries after the first try; Lambda's default is 2. */
  readonly maximumRetryAttempts: number;
  /** ARN that gets a record of the failed invocation. */
  readonly onFailure?: string | undefined;
  /** ARN that gets the event itself. */
  readonly deadLetters?: string | undefined;
}

export interface AsynchronousInvocations {
  /** Every function must be configured before `start`. */
  configure(functionName: string, settings: AsynchronousSettings): void;
  /**
   * Queues an event. When this returns the event is kept, whatever happens to the process.
   * @returns settles when the function has succeeded, or the event has been given up
   */
  invoke(functionName: string, payload: string): Promise<void>;
  /** Begins to run what is queued, what an earlier process left included. */
  start(): void;
  close(): Promise<void>;
}

export interface AsynchronousOptions {
  /** SQLite file of the queue. */
  readonly file: string;
  readonly invoker: Pick<Invoker, 'invoke'>;
  /** Delivers the record of a failed event to a queue's ARN. */
  readonly deliver: (destinationArn: string, body: string) => void;
  readonly now: () => number;
  /** Pause before each retry, in milliseconds. Lambda waits one minute, then two; here by default one second, then two. */
  readonly retryDelays?: readonly number[];
}

interface Queued {
  readonly id: number;
  readonly function: string;
  readonly payload: string;
  readonly attempts: number;
}

/** Lambda's asynchronous invocation: a durable queue in front of the functions, with retries and failure destinations. */
export function createAsynchronousInvocations(options: AsynchronousOptions): AsynchronousInvocations {
  const database = new DatabaseSync(options.file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS event (
      id INTEGER PRIMARY KEY AUTOINCREMENT, function TEXT NOT NULL, payload TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0)`);
  const insert = database.prepare('INSERT INTO event (function, payload) VALUES (?, ?)');
  const attempted = database.prepare('UPDATE event SET attempts = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM event WHERE id = ?');
  const retryDelays = options.retryDelays ?? [1_000, 2_000];

  const settings = new Map<string, AsynchronousSettings>();
  const settled = new Map<number, () => void>();
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let started = false;
  let closed = false;

  function track(event: Queued): void {
    const run = attempt(event).finally(() => running.delete(run));
    running.add(run);
  }

  async function attempt(event: Queued): Promise<void> {
    const { maximumRetryAttempts, functionArn, onFailure, deadLetters } = configuration(event.function);
    const outcome = await options.invoker.invoke(event.function, event.payload).catch(refused);
    if (!outcome.functionError) return settle(event.id);
    // Failed because everything is being stopped, perhaps: the next process tries it again.
    if (closed) return;
    const attempts = event.attempts + 1;
    if (attempts <= maximumRetryAttempts) {
      attempted.run(attempts, event.id);
      const delay = retryDelays[Math.min(attempts, retryDelays.length) - 1] ?? 0;
      const timer = setTimeout(() => {
        timers.delete(timer);
        track({ ...event, attempts });
      }, delay);
      timers.add(timer);
      return;
    }
    if (onFailure !== undefined) options.deliver(onFailure, failureRecord(event, outcome, functionArn, attempts));
    if (deadLetters !== undefined) options.deliver(deadLetters, event.payload);
    settle(event.id);
  }

  /** What the host won't run (too large, unknown) fails like a function that throws. */
  function refused(error: unknown): InvocationOutcome {
    const fault = error instanceof Error ? error : new Error(String(error));
    return errorOutcome('', { errorType: fault.name, errorMessage: fault.message });
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
  function failureRecord(event: Queued, outcome: InvocationOutcome, functionArn: string, attempts: number): string {
    return JSON.stringify({
      version: '1.0',
      timestamp: new Date(options.now()).toISOString(),
      requestContext: {
        requestId: outcome.requestId,
        functionArn: `${functionArn}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: attempts,
      },
      requestPayload: JSON.parse(event.payload),
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: outcome.functionError },
      responsePayload: JSON.parse(outcome.payload),
    });
  }

  function configuration(functionName: string): AsynchronousSettings {
    const found = settings.get(functionName);
    if (!found) throw new Error(`no function ${functionName} for asynchronous invocation`);
    return found;
  }

  function settle(id: number): void {
    remove.run(id);
    settled.get(id)?.();
    settled.delete(id);
  }

  return {
    configure(functionName, functionSettings) {
      settings.set(functionName, functionSettings);
    },
    invoke(functionName, payload) {
      configuration(functionName);
      const id = Number(insert.run(functionName, payload).lastInsertRowid);
      return new Promise((resolve) => {
        settled.set(id, resolve);
        if (started) track({ id, function: functionName, payload, attempts: 0 });
      });
    },
    start() {
      started = true;
      const left = database.prepare('SELECT id, function, payload, attempts FROM event ORDER BY id').all();
      for (const event of left as unknown as Queued[]) {
        // A function that has left the template can't take its events any more.
        if (settings.has(event.function)) track(event);
        else settle(event.id);
      }
    },
    async close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.allSettled(running);
      for (const resolve of settled.values()) resolve();
      database.close();
    },
  };
}
