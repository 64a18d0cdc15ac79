import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { errorOutcome, type FunctionDefinition, type InvocationOutcome } from './invoker.ts';
import type { AnswerMessage, InvokeMessage, WorkerStart } from './runtime-messages.ts';

export interface WorkerEnvironment {
  readonly environment: Readonly<Record<string, string>>;
  readonly clockOffset: () => number;
  readonly log: (text: string) => void;
  readonly preload: readonly string[];
  readonly codeCache: string | undefined;
}

/** One execution environment of a function: a worker thread that handles one invocation at a time. */
export class FunctionWorker {
  readonly #definition: FunctionDefinition;
  readonly #host: WorkerEnvironment;
  readonly #worker: Worker;
  #settle: ((outcome: InvocationOutcome) => void) | undefined;
  #requestId = '';
  #deadline: NodeJS.Timeout | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #usable = true;

  constructor(definition: FunctionDefinition, host: WorkerEnvironment) {
    this.#definition = definition;
    this.#host = host;
    this.#worker = new Worker(new URL('./runtime.ts', import.meta.url), {
      workerData: {
        codeDirectory: definition.codeDirectory,
        handler: definition.handler,
        clockOffset: host.clockOffset(),
        preload: host.preload,
      } satisfies WorkerStart,
      env: {
        ...host.environment,
        ...functionEnvironment(definition),
        // For Node alone, which reads it before any code runs; the function does not see it.
        ...(host.codeCache === undefined ? {} : { NODE_COMPILE_CACHE: host.codeCache }),
      },
      // Neither the flags of this process nor its loaders: the function's bundle is plain JavaScript.
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: definition.memoryMegabytes },
    });
    this.#worker.stdout.on('data', (chunk: Buffer) => host.log(chunk.toString()));
    this.#worker.stderr.on('data', (chunk: Buffer) => host.log(chunk.toString()));
    this.#worker.on('message', (answer: AnswerMessage) => this.#answered(answer));
    this.#worker.on('error', (error) => this.#crashed(error));
    this.#worker.on('exit', (code) => this.#exited(code));
  }

  /** False once the worker has ended or must not be used again. */
  get usable(): boolean {
    return this.#usable;
  }

  /** Runs one invocation; always settles, with an error outcome when the function fails, exits or runs out of time. */
  invoke(payload: string, clockShift: number): Promise<InvocationOutcome> {
    const started = performance.now();
    const requestId = randomUUID();
    this.#requestId = requestId;
    const timeout = this.#definition.timeoutSeconds * 1000;
    return new Promise<InvocationOutcome>((resolve) => {
      this.#settle = (outcome) => {
        clearTimeout(this.#deadline);
        this.#settle = undefined;
        this.#report(outcome, performance.now() - started);
        resolve(outcome);
      };
      if (!this.#usable) {
        this.#fail('Runtime.ExitError', 'the execution environment has ended');
        return;
      }
      this.#deadline = setTimeout(() => this.#timedOut(), timeout);
      this.#worker.postMessage({
        requestId,
        payload,
        clockOffset: this.#host.clockOffset() + clockShift,
        deadline: Date.now() + timeout,
        functionName: this.#definition.name,
        functionArn: this.#definition.arn,
        memoryMegabytes: this.#definition.memoryMegabytes,
      } satisfies InvokeMessage);
    });
  }

  whenIdleFor(milliseconds: number, act: () => void): void {
    this.#idleTimer = setTimeout(act, milliseconds).unref();
  }

  cancelIdle(): void {
    clearTimeout(this.#idleTimer);
  }

  async end(): Promise<void> {
    this.#usable = false;
    this.cancelIdle();
    await this.#worker.terminate();
    this.#fail('ServiceException', 'The embedded cloud ended the execution environment');
  }

  #answered(answer: AnswerMessage): void {
    if (answer.requestId !== this.#requestId) return;
    if ('payload' in answer) {
      this.#settle?.({ payload: answer.payload, requestId: answer.requestId });
      return;
    }
    if (answer.discard) this.#usable = false;
    this.#settle?.(errorOutcome(answer.requestId, answer.error));
  }

  #timedOut(): void {
    this.#usable = false;
    void this.#worker.terminate();
    this.#fail('Sandbox.Timedout', `Error: Task timed out after ${this.#definition.timeoutSeconds.toFixed(2)} seconds`);
  }

  #crashed(error: unknown): void {
    this.#usable = false;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_WORKER_OUT_OF_MEMORY')
      this.#fail('Runtime.OutOfMemory', 'Error: Runtime exited with error: signal: killed');
    else
      this.#fail(error instanceof Error ? error.name : 'Error', error instanceof Error ? error.message : String(error));
  }

  #exited(code: number): void {
    this.#usable = false;
    this.#fail(
      'Runtime.ExitError',
      code === 0
        ? 'Error: Runtime exited without providing a reason'
        : `Error: Runtime exited with error: exit status ${code}`,
    );
  }

  #fail(errorType: string, message: string): void {
    this.#settle?.(
      errorOutcome(this.#requestId, { errorType, errorMessage: `RequestId: ${this.#requestId} ${message}` }),
    );
  }

  #report(outcome: InvocationOutcome, milliseconds: number): void {
    const error = outcome.functionError ? ` Error: ${outcome.payload}` : '';
    this.#host.log(`REPORT RequestId: ${outcome.requestId} Duration: ${milliseconds.toFixed(1)} ms${error}\n`);
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function functionEnvironment(definition: FunctionDefinition): Record<string, string> {
  return {
    TZ: 'UTC',
    LAMBDA_TASK_ROOT: definition.codeDirectory,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    _HANDLER: definition.handler,
    ...definition.environment,
  };
}
