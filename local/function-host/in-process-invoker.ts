import { randomUUID } from 'node:crypto';
import { errorOutcome, type FunctionDefinition, type Invoker, UnknownFunctionError } from './invoker.ts';

/** A handler of a test: gets the parsed event and the function's definition (for its environment). */
export type InProcessHandler = (event: unknown, definition: FunctionDefinition) => Promise<unknown> | unknown;

/**
 * An invoker that calls handlers in this process, looked up by the last part of the function's construct path or name.
 * No isolation, no timeout, no demo clock: for tests that bring their own.
 */
export function createInProcessInvoker(
  handlerFor: (definition: FunctionDefinition) => InProcessHandler | undefined,
): Invoker {
  const definitions = new Map<string, FunctionDefinition>();
  return {
    define(definition) {
      definitions.set(definition.name, definition);
    },
    async invoke(name, payload) {
      const definition = definitions.get(name);
      const handler = definition && handlerFor(definition);
      if (!definition || !handler) throw new UnknownFunctionError(`no function named ${name}`);
      const requestId = randomUUID();
      try {
        const result = await handler(JSON.parse(payload), definition);
        return { payload: JSON.stringify(result ?? null), requestId };
      } catch (error) {
        const fault = error instanceof Error ? error : new Error(String(error));
        return errorOutcome(requestId, {
          errorType: fault.name,
          errorMessage: fault.message,
          trace: (fault.stack ?? '').split('\n'),
        });
      }
    },
    async close() {
      definitions.clear();
    },
  };
}
