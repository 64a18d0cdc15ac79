import { createEngine, type Engine, type EngineOptions } from '../../../local/step-functions/index.ts';

export const START = Date.UTC(2026, 0, 5, 9);
export const SECOND = 1_000;
export const DAY = 86_400_000;
const ROLE = 'arn:aws:iam::000000000000:role/workflow';

type FunctionHandler = (payload: Record<string, unknown>, name: string) => unknown;

export interface Workbench {
  engine: Engine;
  /** The calls functions received, in order. */
  calls: { name: string; payload: Record<string, unknown>; at: number }[];
  /** Moves the clock and lets everything that falls due happen. */
  pass(milliseconds: number): Promise<void>;
  now(): number;
  create(name: string, definition: object): Promise<string>;
  /** Creates a machine (from states, first one first), starts it and runs it until it waits or ends. */
  run(states: Record<string, object>, input?: unknown, more?: object): Promise<string>;
  status(executionArn: string): Promise<string>;
  output(executionArn: string): Promise<unknown>;
  types(executionArn: string): Promise<string[]>;
}

/** An engine on a clock that stands still until told, with one function for all names. */
export function createWorkbench(
  handler: FunctionHandler = (payload) => payload,
  options: Partial<EngineOptions> = {},
): Workbench {
  let clock = START;
  const calls: Workbench['calls'] = [];
  const engine = createEngine({
    file: ':memory:',
    now: () => clock,
    random: () => 0.5,
    async invokeFunction(name, payload) {
      const given = payload as Record<string, unknown>;
      calls.push({ name, payload: given, at: clock });
      const answer = await handler(given, name);
      return answer instanceof FunctionError
        ? { payload: answer.payload, functionError: 'Unhandled' }
        : { payload: answer };
    },
    ...options,
  });
  let machines = 0;
  const workbench: Workbench = {
    engine,
    calls,
    now: () => clock,
    async pass(milliseconds) {
      clock += milliseconds;
      engine.wake();
      await engine.idle();
    },
    async create(name, definition) {
      const { stateMachineArn } = await engine.createStateMachine({
        name,
        definition: JSON.stringify(definition),
        roleArn: ROLE,
      });
      return stateMachineArn;
    },
    async run(states, input = {}, more = {}) {
      machines += 1;
      const stateMachineArn = await workbench.create(`machine-${machines}`, machine(states, more));
      const { executionArn } = await engine.startExecution({ stateMachineArn, input: JSON.stringify(input) });
      await engine.idle();
      return executionArn;
    },
    async status(executionArn) {
      return (await engine.describeExecution({ executionArn })).status;
    },
    async output(executionArn) {
      const { output, status, error, cause } = await engine.describeExecution({ executionArn });
      if (output === undefined) throw new Error(`${status}: ${error} ${cause}`);
      return JSON.parse(output);
    },
    async types(executionArn) {
      const { events } = await engine.getExecutionHistory({ executionArn, maxResults: 1000 });
      return events.map(({ type }) => String(type));
    },
  };
  return workbench;
}

/** A definition whose first state is where it starts. */
export function machine(states: Record<string, object>, more: object = {}): object {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };
}

/** A Task that invokes a function with the state's input and keeps its payload. */
export function invoke(name: string, more: object = { End: true }): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    ...more,
  };
}

/** A Task that hands its token to a function and waits for the answer. */
export function ask(name: string, more: object = { End: true }): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: name, Payload: { token: '{% $states.context.Task.Token %}' } },
    ...more,
  };
}

/** What a function answers when its code threw. */
export class FunctionError {
  readonly payload: { errorType: string; errorMessage: string; trace: string[] };
  constructor(errorType: string, errorMessage = 'it went wrong') {
    this.payload = { errorType, errorMessage, trace: [] };
  }
}
