/** A function as its template declares it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  /** Folder that holds the bundled code; the function's `LAMBDA_TASK_ROOT`. */
  readonly codeDirectory: string;
  /** `file.export`, as in the template's `Handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** At most this many invocations at once (`ReservedConcurrentExecutions`). */
  readonly reservedConcurrency?: number | undefined;
}

/** What Lambda's Invoke answers: the payload as JSON text, and `Unhandled` when it is an error object. */
export interface InvocationOutcome {
  readonly payload: string;
  readonly functionError?: 'Unhandled' | undefined;
  readonly requestId: string;
}

/** The shape of an error payload: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface FunctionErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** Runs functions by name. The embedded cloud uses the worker host; a test may bring its own handlers. */
export interface Invoker {
  define(definition: FunctionDefinition): void;
  /**
   * @param payload JSON text; at most 6 MB.
   * @param clockShift milliseconds that this one invocation's clock differs from the demo clock; negative is earlier. Default 0.
   * @throws UnknownFunctionError, PayloadTooLargeError
   */
  invoke(name: string, payload: string, clockShift?: number): Promise<InvocationOutcome>;
  /** Ends running invocations and frees everything. */
  close(): Promise<void>;
}

export class UnknownFunctionError extends Error {
  override readonly name = 'UnknownFunctionError';
}

export class PayloadTooLargeError extends Error {
  override readonly name = 'PayloadTooLargeError';
}

/** Lambda's limit for a synchronous request or response, in bytes. */
export const payloadLimit = 6 * 1024 * 1024;

export function errorOutcome(requestId: string, error: FunctionErrorPayload): InvocationOutcome {
  return { payload: JSON.stringify(error), functionError: 'Unhandled', requestId };
}
