import type { StateType } from './definition.ts';
import type { Failure } from './faults.ts';
import type { Json, JsonObject } from './json.ts';

/** Path of a line of execution: '0' is the execution itself, '0.3' the fourth iteration or branch of its current state. */
export type FrameId = string;

/**
 * What happened in an execution, one log entry each. Facts carry outcomes, never intentions: folding them needs no clock, no
 * chance and no expression, so an execution read back after a crash is the one that crashed. Times are milliseconds since 1970.
 */
export type Fact =
  | { is: 'ExecutionStarted'; input: Json; timeoutAt?: number }
  | { is: 'StateEntered'; type: StateType; name: string; input: Json }
  | { is: 'StateExited'; type: StateType; name: string; output: Json; assigned?: JsonObject; next?: string }
  | { is: 'EvaluationFailed'; name: string; failure: Failure; location?: string; onEntry: boolean; inCatch?: boolean }
  | { is: 'WaitArmed'; until: number }
  | TaskScheduled
  | { is: 'TaskStarted'; resourceType: string; resource: string }
  | { is: 'TaskSubmitted'; resourceType: string; resource: string; output: Json; child?: string }
  | { is: 'TaskSucceeded'; resourceType: string; resource: string; output: Json }
  | { is: 'TaskFailed'; resourceType: string; resource: string; failure: Failure }
  | { is: 'TaskTimedOut'; resourceType: string; resource: string; failure: Failure }
  | { is: 'HeartbeatReceived'; heartbeatAt: number }
  | { is: 'RetryArmed'; retrier: number; until: number }
  | { is: 'MapStateStarted'; items: Json[]; limit: number; tolerance?: Tolerance }
  | { is: 'MapIterationStarted'; name: string; index: number; input: Json }
  | { is: 'MapIterationSucceeded'; name: string; index: number }
  | { is: 'MapIterationFailed'; name: string; index: number; failure: Failure }
  | { is: 'MapIterationAborted'; name: string; index: number }
  | { is: 'MapStateSucceeded' }
  | { is: 'MapStateFailed' }
  | { is: 'ParallelStateStarted'; input: Json; branches: number }
  | { is: 'BranchStarted'; index: number }
  | { is: 'BranchSucceeded' }
  | { is: 'BranchFailed'; failure: Failure }
  | { is: 'ParallelStateSucceeded' }
  | { is: 'ParallelStateFailed' }
  | { is: 'StateAborted'; type: StateType }
  | { is: 'ExecutionSucceeded'; output: Json }
  | { is: 'ExecutionFailed'; failure: Failure }
  | { is: 'ExecutionTimedOut' }
  | { is: 'ExecutionAborted'; failure: Failure }
  | { is: 'ExecutionRedriven'; count: number; timeoutAt?: number };

export interface TaskScheduled {
  is: 'TaskScheduled';
  resourceType: string;
  resource: string;
  parameters: Json;
  /** Seconds, as evaluated. */
  timeout?: number;
  heartbeat?: number;
  timeoutAt?: number;
  heartbeatAt?: number;
  /** The name of the execution a states:startExecution task starts. */
  child?: string;
}

/** How many failed items a Map bears: a count, and a share from 0 to 100. */
export interface Tolerance {
  count?: number;
  percentage?: number;
}

export interface Entry {
  /** 1, 2, 3 … within the execution. */
  seq: number;
  at: number;
  frame: FrameId;
  fact: Fact;
  /** Ids in the history AWS shows; absent for facts it does not show. */
  eventId?: number;
  previousEventId?: number;
}

const HIDDEN = new Set<Fact['is']>([
  'WaitArmed',
  'HeartbeatReceived',
  'RetryArmed',
  'BranchStarted',
  'BranchSucceeded',
  'BranchFailed',
]);

/** Whether the history that AWS returns has an event for this fact. */
export function isShown(fact: Fact): boolean {
  return !HIDDEN.has(fact.is);
}
