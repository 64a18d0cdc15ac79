import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Entry, Fact } from './facts.ts';
import type { Failure } from './faults.ts';
import type { Json, JsonObject } from './json.ts';

interface View {
  region: string;
  roleArn: string;
  /** Whether inputs, outputs, variables and parameters are shown. */
  data: boolean;
}

/** A log entry as the event GetExecutionHistory returns for it. */
export function toHistoryEvent(entry: Entry, view: View): HistoryEvent {
  return {
    id: entry.eventId ?? 0,
    previousEventId: entry.previousEventId ?? 0,
    timestamp: new Date(entry.at),
    ...describe(entry.fact, view),
  };
}

const whole = { truncated: false };

function describe(fact: Fact, view: View): Pick<HistoryEvent, 'type'> & Partial<HistoryEvent> {
  const input = (value: Json) => (view.data ? { input: JSON.stringify(value), inputDetails: whole } : {});
  const output = (value: Json) => (view.data ? { output: JSON.stringify(value), outputDetails: whole } : {});
  const variables = (assigned: JsonObject | undefined) =>
    assigned && view.data ? { assignedVariables: texts(assigned), assignedVariablesDetails: whole } : {};
  switch (fact.is) {
    case 'ExecutionStarted':
      return { type: fact.is, executionStartedEventDetails: { ...input(fact.input), roleArn: view.roleArn } };
    case 'StateEntered':
      return { type: `${fact.type}StateEntered`, stateEnteredEventDetails: { ...input(fact.input), name: fact.name } };
    case 'StateExited':
      return exited(fact.type, { name: fact.name, ...output(fact.output), ...variables(fact.assigned) });
    case 'EvaluationFailed': {
      const location = fact.location === undefined ? {} : { location: fact.location };
      return {
        type: fact.is,
        evaluationFailedEventDetails: {
          ...failureOf(fact.failure),
          error: fact.failure.error,
          ...location,
          state: fact.name,
        },
      };
    }
    case 'TaskScheduled': {
      const { resourceType, resource, timeout, heartbeat } = fact;
      return {
        type: fact.is,
        taskScheduledEventDetails: {
          resourceType,
          resource,
          region: view.region,
          parameters: view.data ? JSON.stringify(fact.parameters) : '',
          ...(timeout !== undefined && { timeoutInSeconds: timeout }),
          ...(heartbeat !== undefined && { heartbeatInSeconds: heartbeat }),
        },
      };
    }
    case 'TaskStarted':
      return { type: fact.is, taskStartedEventDetails: resourceOf(fact) };
    case 'TaskSubmitted':
      return { type: fact.is, taskSubmittedEventDetails: { ...resourceOf(fact), ...output(fact.output) } };
    case 'TaskSucceeded':
      return { type: fact.is, taskSucceededEventDetails: { ...resourceOf(fact), ...output(fact.output) } };
    case 'TaskFailed':
      return { type: fact.is, taskFailedEventDetails: { ...resourceOf(fact), ...failureOf(fact.failure) } };
    case 'TaskTimedOut':
      return { type: fact.is, taskTimedOutEventDetails: { ...resourceOf(fact), ...failureOf(fact.failure) } };
    case 'MapStateStarted':
      return { type: fact.is, mapStateStartedEventDetails: { length: fact.items.length } };
    case 'MapIterationStarted':
      return { type: fact.is, mapIterationStartedEventDetails: iteration(fact) };
    case 'MapIterationSucceeded':
      return { type: fact.is, mapIterationSucceededEventDetails: iteration(fact) };
    case 'MapIterationFailed':
      return { type: fact.is, mapIterationFailedEventDetails: iteration(fact) };
    case 'MapIterationAborted':
      return { type: fact.is, mapIterationAbortedEventDetails: iteration(fact) };
    case 'MapStateSucceeded':
    case 'MapStateFailed':
    case 'ParallelStateStarted':
    case 'ParallelStateSucceeded':
    case 'ParallelStateFailed':
      return { type: fact.is };
    case 'StateAborted':
      return aborted(fact.type);
    case 'ExecutionSucceeded':
      return { type: fact.is, executionSucceededEventDetails: output(fact.output) };
    case 'ExecutionFailed':
      return { type: fact.is, executionFailedEventDetails: failureOf(fact.failure) };
    case 'ExecutionAborted':
      return { type: fact.is, executionAbortedEventDetails: failureOf(fact.failure) };
    case 'ExecutionTimedOut':
      return { type: fact.is, executionTimedOutEventDetails: {} };
    case 'ExecutionRedriven':
      return { type: fact.is, executionRedrivenEventDetails: { redriveCount: fact.count } };
    default:
      throw new Error(`${fact.is} is not shown in the history`);
  }
}

type StateExited = Extract<Fact, { is: 'StateExited' }>;
type StateAborted = Extract<Fact, { is: 'StateAborted' }>;

function exited(
  type: StateExited['type'],
  details: HistoryEvent['stateExitedEventDetails'],
): Pick<HistoryEvent, 'type'> & Partial<HistoryEvent> {
  // A Fail state has no exit: its execution, branch or iteration ends in it.
  if (type === 'Fail') throw new Error('a Fail state is never exited');
  return { type: `${type}StateExited`, stateExitedEventDetails: details };
}

function aborted(type: StateAborted['type']): Pick<HistoryEvent, 'type'> {
  if (type === 'Task' || type === 'Wait' || type === 'Map' || type === 'Parallel')
    return { type: `${type}StateAborted` };
  throw new Error(`a ${type} state cannot be aborted`);
}

function resourceOf({ resourceType, resource }: { resourceType: string; resource: string }) {
  return { resourceType, resource };
}

function iteration({ name, index }: { name: string; index: number }) {
  return { name, index };
}

function failureOf({ error, cause }: Failure) {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

function texts(variables: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)]));
}
