import { join } from 'node:path';
import type { ServiceFunction } from '../constructs/service-function.ts';
import { StateMachine } from '../constructs/state-machine.ts';
import type { ServiceParts } from './service-parts.ts';

const definitionFile = join(import.meta.dirname, '../../workflows/replay-erasures/definition.asl.json');

/** A store's eraser: the function that may find and change records in it. */
export interface StoreEraserFunction {
  readonly store: string;
  readonly eraser: ServiceFunction;
}

/** Erasing again what a restored backup brought back. A person starts it, so no function may. */
export function addReplayWorkflow(parts: ServiceParts, erasers: readonly StoreEraserFunction[]): StateMachine {
  const { stack, permissions, table } = parts;
  const planReplay = parts.function('plan-replay', {
    description: 'Workflow step: what was erased since a day, and is to be erased once more?',
    memory: 512,
    // It lists all requests.
    timeout: 900,
    environment: {
      REQUESTS_TABLE: table,
      ERASERS: stack.toJsonString(Object.fromEntries(erasers.map(({ store, eraser }) => [store, eraser.arn]))),
    },
    permissions: permissions.queue(),
  });
  return new StateMachine(stack, 'ReplayErasures', {
    definitionFile,
    targets: { planReplay },
    functionsFromData: erasers.map(({ eraser }) => eraser),
  });
}
