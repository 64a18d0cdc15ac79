import type { Json, JsonObject } from './json.ts';

/**
 * The part of the Amazon States Language this engine runs, in the language's own field names.
 * `Json` marks a field whose strings may be JSONata (`{% … %}`). Source: states-language.net/spec.html.
 */
export interface Scope {
  StartAt: string;
  States: Record<string, State>;
  Comment?: string;
}

export interface Definition extends Scope {
  QueryLanguage?: 'JSONata';
  Version?: '1.0';
  TimeoutSeconds?: number;
}

interface Base {
  Comment?: string;
  QueryLanguage?: 'JSONata';
}

interface Flow extends Base {
  Next?: string;
  End?: true;
  Output?: Json;
  Assign?: JsonObject;
}

interface PassState extends Flow {
  Type: 'Pass';
}

export interface TaskState extends Flow, Recovering {
  Type: 'Task';
  Resource: string;
  Arguments?: Json;
  TimeoutSeconds?: Json;
  HeartbeatSeconds?: Json;
}

interface ChoiceState extends Base {
  Type: 'Choice';
  Choices: ChoiceRule[];
  Default?: string;
  Output?: Json;
  Assign?: JsonObject;
}

export interface ChoiceRule {
  Condition: Json;
  Next: string;
  Output?: Json;
  Assign?: JsonObject;
  Comment?: string;
}

export interface WaitState extends Flow {
  Type: 'Wait';
  Seconds?: Json;
  Timestamp?: string;
}

export interface MapState extends Flow, Recovering {
  Type: 'Map';
  Items?: Json;
  ItemSelector?: Json;
  ItemProcessor: Scope & { ProcessorConfig?: { Mode?: 'INLINE' } };
  MaxConcurrency?: Json;
  ToleratedFailureCount?: Json;
  ToleratedFailurePercentage?: Json;
}

export interface ParallelState extends Flow, Recovering {
  Type: 'Parallel';
  Branches: Scope[];
  Arguments?: Json;
}

interface SucceedState extends Base {
  Type: 'Succeed';
  Output?: Json;
}

interface FailState extends Base {
  Type: 'Fail';
  Error?: string;
  Cause?: string;
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | MapState
  | ParallelState
  | SucceedState
  | FailState;
export type StateType = State['Type'];

export interface Retrier {
  ErrorEquals: string[];
  /** Seconds before the first retry. */
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  ErrorEquals: string[];
  Next: string;
  Output?: Json;
  Assign?: JsonObject;
}

interface Recovering {
  Retry?: Retrier[];
  Catch?: Catcher[];
}

/** Whether a string is a JSONata expression, `{% … %}`. */
export function isExpression(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}') && value.length >= 4;
}

export function recovering(state: State): Recovering {
  return state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel' ? state : {};
}
