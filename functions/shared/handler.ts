import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { logLevelOf } from './function.env.ts';
import { faultFields, type Logger, makeLogger } from './log.ts';

export interface Invocation {
  readonly log: Logger;
  readonly context: Partial<Context>;
  /** Milliseconds until the platform ends this invocation. */
  readonly remainingMs: () => number;
}

export interface LambdaWork<Schema extends z.core.$ZodType, Output> {
  /** Name of the function in its log lines, such as `send-mail`. */
  readonly name: string;
  /** What the event must look like; the rest is refused before `run` sees it. */
  readonly schema: Schema;
  readonly run: (input: z.output<Schema>, invocation: Invocation) => Promise<Output>;
  /** Where lines go instead of standard output. */
  readonly write?: (line: string) => void;
}

export type LambdaFunction<Output> = (event: unknown, context?: Partial<Context>) => Promise<Output>;

/**
 * The path every function shares: the event is parsed, one line tells how it ended, and a fault is logged by name and
 * thrown on, so that Step Functions, the stream poller or API Gateway act on it. Neither events nor messages are logged.
 *
 * @throws Error named `EventInvalid` when the event does not fit the schema (paths only, never values)
 */
export function lambdaHandler<Schema extends z.core.$ZodType, Output>({
  name,
  schema,
  run,
  write = (line) => process.stdout.write(`${line}\n`),
}: LambdaWork<Schema, Output>): LambdaFunction<Output> {
  const logger = makeLogger({ name, level: logLevelOf(), write });
  const logs = new WeakMap<object, Logger>();
  const logOf = (context: object): Logger => logs.get(context) ?? logger;

  // The platform's own timeout ends an invocation: answering early would leave work running beside its retry.
  const handler = middy<unknown, Output>({ timeoutEarlyInMillis: 0 })
    .before(({ event, context }) => {
      logs.set(context, logger.with({ awsRequestId: context.awsRequestId, requestId: requestIdIn(event) }));
    })
    .before((request) => {
      const parsed = z.safeParse(schema, request.event);
      if (!parsed.success) throw new EventInvalid(name, parsed.error);
      request.event = parsed.data;
    })
    .after(({ context }) => logOf(context).info('ended', { outcome: 'done' }))
    .onError(({ context, error }) => logOf(context).error('ended', { outcome: 'failed', ...faultFields(error) }))
    .handler(async (event, context) =>
      run(event as z.output<Schema>, {
        log: logOf(context),
        context,
        remainingMs: () => context.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY,
      }),
    );
  return async (event, context = {}) => (await handler(event, context as Context)) as Output;
}

function requestIdIn(event: unknown): string | undefined {
  const id = typeof event === 'object' && event !== null && 'requestId' in event ? event.requestId : undefined;
  return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : undefined;
}

/** The event is not one this function understands; retrying does not help. */
export class EventInvalid extends Error {
  override readonly name = 'EventInvalid';

  constructor(functionName: string, cause: z.core.$ZodError) {
    const problems = cause.issues.map((issue) => `${issue.path.join('.') || 'event'}: ${issue.code}`);
    super(`${functionName}: ${problems.slice(0, 10).join(', ')}`);
  }
}
