import type { FunctionErrorPayload } from './invoker.ts';

/** What a worker is told when it starts. */
export interface WorkerStart {
  readonly codeDirectory: string;
  readonly handler: string;
  /** Milliseconds the demo clock is ahead of this machine's. */
  readonly clockOffset: number;
  /** Modules to load before the handler's, as file URLs. */
  readonly preload: readonly string[];
}

/** Host → worker. */
export interface InvokeMessage {
  readonly requestId: string;
  readonly payload: string;
  readonly clockOffset: number;
  readonly deadline: number;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
}

/** Worker → host. `discard` says that the worker must not be used again. */
export type AnswerMessage =
  | { readonly requestId: string; readonly payload: string }
  | { readonly requestId: string; readonly error: FunctionErrorPayload; readonly discard: boolean };
