import { visibleTo } from './context.ts';
import type { TaskState } from './definition.ts';
import type { Frame } from './execution.ts';
import { EvaluationFailure, evaluate, evaluateTo, type Visible } from './expression.ts';
import type { TaskScheduled } from './facts.ts';
import { dataLimitExceeded, type Failure, StateFailure } from './faults.ts';
import { exceedsPayloadLimit, isObject, type Json } from './json.ts';
import { parseResource, type Resource } from './resource.ts';
import type { Turn } from './turn.ts';

/** How the work of a task came out: its result, its failure, or that something was set going whose end is still to come. */
export type Outcome =
  | { is: 'succeeded'; output: Json }
  | { is: 'failed'; failure: Failure }
  | { is: 'submitted'; output: Json; child?: string };

export function resourceOf(state: TaskState): Resource {
  const resource = parseResource(state.Resource);
  if (typeof resource === 'string') throw new Error(resource);
  return resource;
}

/** Evaluates what a Task asks for and puts it in the log, before anything is invoked. */
export async function scheduleTask(turn: Turn, frame: Frame, state: TaskState): Promise<void> {
  const resource = resourceOf(state);
  const token = resource.ends === 'token' ? { token: turn.token(frame) } : {};
  const visible = visibleTo(turn.execution, frame, turn.surroundings, token);
  const parameters = state.Arguments === undefined ? {} : await evaluate(state.Arguments, 'Arguments', visible);
  if (exceedsPayloadLimit(parameters)) throw new StateFailure(dataLimitExceeded(frame.step.name));
  const limits = await evaluateLimits(state, visible, turn.surroundings.now());
  const task: TaskScheduled = {
    is: 'TaskScheduled',
    resourceType: resource.resourceType,
    resource: resource.resource,
    parameters,
    ...limits,
    ...(resource.integration === 'states' && { child: childName(parameters, turn) }),
  };
  turn.record(frame, task);
  turn.record(frame, { is: 'TaskStarted', resourceType: resource.resourceType, resource: resource.resource });
  turn.begin(frame);
}

function childName(parameters: Json, turn: Turn): string {
  return isObject(parameters) && typeof parameters.Name === 'string' ? parameters.Name : turn.surroundings.uuid();
}

async function evaluateLimits(state: TaskState, visible: Visible, now: number): Promise<Partial<TaskScheduled>> {
  const limit = async (field: 'TimeoutSeconds' | 'HeartbeatSeconds') => {
    const template = state[field];
    if (template === undefined) return undefined;
    const value = await evaluateTo('number', template, field, visible);
    if (Number.isInteger(value) && value > 0 && value <= 99_999_999) return value;
    throw new EvaluationFailure(
      `The ${field} field must be an integer between 1 and 99999999 but was: ${value}`,
      field,
    );
  };
  const timeout = await limit('TimeoutSeconds');
  const heartbeat = await limit('HeartbeatSeconds');
  return {
    ...(timeout !== undefined && { timeout, timeoutAt: now + timeout * 1000 }),
    ...(heartbeat !== undefined && { heartbeat, heartbeatAt: now + heartbeat * 1000 }),
  };
}

/** Takes the outcome of a task's work into the execution; one that comes too late, for a task that is over, changes nothing. */
export function settleTask(turn: Turn, frame: Frame, scheduledEvent: number, outcome: Outcome) {
  const { phase } = frame;
  if (phase.is !== 'in-task' || phase.scheduledEvent !== scheduledEvent) return;
  const { resourceType, resource } = phase.task;
  if (outcome.is === 'failed') {
    return turn.record(frame, { is: 'TaskFailed', resourceType, resource, failure: outcome.failure });
  }
  if (exceedsPayloadLimit(outcome.output)) {
    return turn.record(frame, { is: 'TaskFailed', resourceType, resource, failure: dataLimitExceeded(resourceType) });
  }
  const { output } = outcome;
  if (outcome.is === 'succeeded') return turn.record(frame, { is: 'TaskSucceeded', resourceType, resource, output });
  turn.record(frame, {
    is: 'TaskSubmitted',
    resourceType,
    resource,
    output,
    ...(outcome.child !== undefined && { child: outcome.child }),
  });
}

/** Fails every task of the execution whose time, or heartbeat, has run out. */
export function timeOutTasks(turn: Turn, now: number): void {
  for (const frame of turn.execution.frames.values()) {
    const { phase } = frame;
    if (phase.is !== 'in-task') continue;
    const { timeoutAt = Number.POSITIVE_INFINITY, resourceType, resource } = phase.task;
    const { heartbeatAt = Number.POSITIVE_INFINITY } = phase;
    if (Math.min(timeoutAt, heartbeatAt) > now) continue;
    if (phase.child !== undefined) turn.abandon(phase.child);
    const failure: Failure = { error: 'States.Timeout', ...(heartbeatAt < timeoutAt && { heartbeat: true as const }) };
    turn.record(frame, { is: 'TaskTimedOut', resourceType, resource, failure });
  }
}
