/**
 * Lambda's role: runs bundled Node.js functions in worker threads with nothing but the environment their template gives them.
 * Covers: async handlers, timeouts, memory limit, reserved concurrency, crashes and exits, error payloads, the context object,
 * size limits, logs, asynchronous invocation with retries and destinations, the demo clock.
 * Does not cover: layers, extensions, other runtimes, response streaming, versions and aliases, the isolation of a micro-VM.
 */
export {
  type AsynchronousInvocations,
  type AsynchronousSettings,
  createAsynchronousInvocations,
} from './asynchronous-invocations.ts';
export { createInProcessInvoker, type InProcessHandler } from './in-process-invoker.ts';
export {
  errorOutcome,
  type FunctionDefinition,
  type FunctionErrorPayload,
  type InvocationOutcome,
  type Invoker,
  PayloadTooLargeError,
} from './invoker.ts';
export { createWorkerHost, type WorkerHostOptions } from './worker-host.ts';
