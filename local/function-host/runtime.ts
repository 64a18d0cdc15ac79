/**
 * Runs inside a worker thread: Lambda's Node.js runtime for one function, one invocation at a time.
 * Shifts `Date` by the demo clock's offset before the function's code is loaded.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { FunctionErrorPayload } from './invoker.ts';
import type { AnswerMessage, InvokeMessage, WorkerStart } from './runtime-messages.ts';
import { createShiftedDate } from './shifted-date.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const port = parentPort;
if (!port) throw new Error('runtime.ts runs in a worker thread only');
const start = workerData as WorkerStart;

delete process.env.NODE_COMPILE_CACHE;
let clockOffset = start.clockOffset;
globalThis.Date = createShiftedDate(globalThis.Date, () => clockOffset);
if (process.env.NODE_OPTIONS?.includes('--enable-source-maps')) process.setSourceMapsEnabled(true);

let current: string | undefined;
const handler = load();
// Reported with the first invocation; without this a failing load would end the thread before it can answer.
handler.catch(() => undefined);

process.on('unhandledRejection', (reason) => {
  const fault = describe(reason);
  fail({
    ...fault,
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: `${fault.errorType}: ${fault.errorMessage}`,
  });
});
process.on('uncaughtException', (error) => fail(describe(error)));

port.on('message', (message: InvokeMessage) => {
  void answer(message).then((reply) => {
    current = undefined;
    port.postMessage(reply);
  });
});

async function load(): Promise<Handler> {
  for (const url of start.preload) await import(url);
  const dot = start.handler.lastIndexOf('.');
  const module = start.handler.slice(0, dot);
  const name = start.handler.slice(dot + 1);
  const file = ['.mjs', '.js', '.cjs'].map((ending) => join(start.codeDirectory, module + ending)).find(existsSync);
  if (file === undefined) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const exported = ((await import(pathToFileURL(file).href)) as Record<string, unknown>)[name];
  if (typeof exported !== 'function') {
    throw named('Runtime.HandlerNotFound', `${start.handler} is undefined or not exported`);
  }
  return exported as Handler;
}

async function answer(message: InvokeMessage): Promise<AnswerMessage> {
  const { requestId } = message;
  clockOffset = message.clockOffset;
  current = requestId;
  let run: Handler;
  try {
    run = await handler;
  } catch (error) {
    return { requestId, error: describe(error), discard: true };
  }
  try {
    const result = await run(JSON.parse(message.payload), context(message));
    return { requestId, payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { requestId, error: describe(error), discard: false };
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function context(message: InvokeMessage) {
  return {
    functionName: message.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: message.functionArn,
    memoryLimitInMB: String(message.memoryMegabytes),
    awsRequestId: message.requestId,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - (Date.now() - clockOffset)),
  };
}

function fail(error: FunctionErrorPayload): void {
  if (current === undefined) process.exit(1);
  port?.postMessage({ requestId: current, error, discard: true } satisfies AnswerMessage);
}

function describe(error: unknown): FunctionErrorPayload {
  if (error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
  }
  return {
    errorType: typeof error,
    errorMessage: typeof error === 'string' ? error : (JSON.stringify(error) ?? 'undefined'),
    trace: [],
  };
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
