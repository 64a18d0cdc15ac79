import type { Scope } from './definition.ts';
import {
  type Children,
  type Execution,
  enterPhase,
  type Frame,
  frameOf,
  type Identity,
  newExecution,
  type Status,
  stateOf,
} from './execution.ts';
import type { Entry, Fact, TaskScheduled } from './facts.ts';
import type { Failure } from './faults.ts';
import type { Json } from './json.ts';

/** The execution that its log entries tell, in order. */
export function replay(identity: Identity, entries: Iterable<Entry>): Execution {
  const execution = newExecution(identity);
  for (const entry of entries) apply(execution, entry);
  return execution;
}

/** Moves the execution on by one entry. */
export function apply(execution: Execution, entry: Entry) {
  execution.lastSeq = entry.seq;
  if (entry.eventId !== undefined) execution.lastEventId = entry.eventId;
  const { fact } = entry;
  if (fact.is === 'ExecutionStarted') return start(execution, fact.input, fact.timeoutAt);
  const frame = frameOf(execution, entry.frame);
  const before = frame.lastEvent;
  if (entry.eventId !== undefined && movesChain(fact)) frame.lastEvent = entry.eventId;
  applyToFrame(execution, frame, fact, entry, before);
}

/** Events that hang off the chain: what follows them refers to what came before them. */
function movesChain(fact: Fact): boolean {
  return !/^(MapIteration.*|MapStateSucceeded|ParallelStateSucceeded|StateAborted)$/.test(fact.is);
}

function start(execution: Execution, input: Json, timeoutAt: number | undefined): void {
  execution.input = input;
  if (timeoutAt !== undefined) execution.timeoutAt = timeoutAt;
  open(execution, { id: '0', index: 0, scope: execution.definition, lastEvent: 0, input });
}

interface Opening {
  id: string;
  parent?: string;
  index: number;
  scope: Scope;
  lastEvent: number;
  input: Json;
  item?: { index: number; value: Json };
}

function open(execution: Execution, { input, ...rest }: Opening): void {
  const step = {
    name: rest.scope.StartAt,
    input,
    enteredEvent: 0,
    before: rest.lastEvent,
    enteredAt: 0,
    retries: [],
    retryCount: 0,
  };
  const phase = { is: 'next', state: rest.scope.StartAt, input } as const;
  const frame: Frame = { ...rest, variables: {}, step, phase };
  execution.frames.set(frame.id, frame);
  enterPhase(execution, frame, phase);
}

function applyToFrame(execution: Execution, frame: Frame, fact: Fact, entry: Entry, before: number) {
  const enter = (phase: Frame['phase']) => enterPhase(execution, frame, phase);
  switch (fact.is) {
    case 'StateEntered': {
      const { name, input } = fact;
      frame.step = {
        name,
        input,
        enteredEvent: frame.lastEvent,
        before,
        enteredAt: entry.at,
        retries: [],
        retryCount: 0,
      };
      return enter({ is: 'entered' });
    }
    case 'StateExited': {
      closeChildren(execution, frame);
      if (fact.assigned) frame.variables = { ...frame.variables, ...fact.assigned };
      const { next, output } = fact;
      return enter(next === undefined ? { is: 'ended', output } : { is: 'next', state: next, input: output });
    }
    case 'EvaluationFailed':
    case 'TaskFailed':
    case 'TaskTimedOut':
      return fail(execution, frame, fact.failure, fact.is === 'EvaluationFailed' && fact.inCatch === true);
    case 'WaitArmed':
      return enter({ is: 'waiting', until: fact.until });
    case 'TaskScheduled':
      return enter(scheduled(fact, frame.lastEvent));
    case 'TaskSubmitted':
      if (frame.phase.is === 'in-task')
        frame.phase = { ...frame.phase, submitted: true, ...(fact.child && { child: fact.child }) };
      return;
    case 'HeartbeatReceived':
      if (frame.phase.is === 'in-task') frame.phase = { ...frame.phase, heartbeatAt: fact.heartbeatAt };
      return;
    case 'TaskSucceeded':
      return enter({ is: 'got', result: fact.output });
    case 'RetryArmed': {
      closeChildren(execution, frame);
      const retries = [...frame.step.retries];
      retries[fact.retrier] = (retries[fact.retrier] ?? 0) + 1;
      frame.step = { ...frame.step, retries, retryCount: frame.step.retryCount + 1 };
      return enter({ is: 'backoff', until: fact.until });
    }
    case 'MapStateStarted':
      return enter({ is: 'children', children: gather(fact.items, fact.limit, fact.tolerance) });
    case 'ParallelStateStarted': {
      const inputs = Array.from({ length: fact.branches }, () => fact.input);
      return enter({ is: 'children', children: gather(inputs, fact.branches) });
    }
    case 'MapIterationStarted': {
      const value = tended(frame).items[fact.index] ?? null;
      return openChild(execution, frame, fact.index, fact.input, entry.eventId ?? 0, { index: fact.index, value });
    }
    case 'BranchStarted':
      return openChild(execution, frame, fact.index, tended(frame).items[fact.index] ?? null, frame.lastEvent);
    case 'MapIterationSucceeded':
    case 'BranchSucceeded':
      return childSucceeded(execution, frame, entry.eventId);
    case 'MapIterationFailed':
    case 'BranchFailed':
      return childFailed(execution, frame, fact.failure, entry.eventId);
    case 'MapStateSucceeded':
    case 'ParallelStateSucceeded':
      return enter({ is: 'got', result: tended(frame).results });
    case 'MapStateFailed':
    case 'ParallelStateFailed':
      for (const inner of execution.frames.values()) if (inner.id.startsWith(`${frame.id}.`)) halt(execution, inner);
      if (frame.phase.is === 'failing') enter({ ...frame.phase, is: 'failed' });
      return;
    case 'StateAborted':
    case 'MapIterationAborted':
      return halt(execution, frame);
    case 'ExecutionSucceeded':
      execution.output = fact.output;
      return close(execution, 'SUCCEEDED', entry.at);
    case 'ExecutionFailed':
      return close(execution, 'FAILED', entry.at, fact.failure);
    case 'ExecutionTimedOut':
      return close(execution, 'TIMED_OUT', entry.at);
    case 'ExecutionAborted':
      return close(execution, 'ABORTED', entry.at, fact.failure);
    case 'ExecutionRedriven':
      return redrive(execution, fact.count, fact.timeoutAt, entry.at);
  }
}

function scheduled(task: TaskScheduled, scheduledEvent: number): Frame['phase'] {
  const { heartbeatAt } = task;
  return { is: 'in-task', task, scheduledEvent, submitted: false, ...(heartbeatAt !== undefined && { heartbeatAt }) };
}

/** A failure in a Map or Parallel first stops what still runs inside. */
function fail(execution: Execution, frame: Frame, failure: Failure, inCatch: boolean) {
  const { Type } = stateOf(frame);
  const children = keptChildren(frame);
  const kept = children && { children };
  if (inCatch) return enterPhase(execution, frame, { is: 'failed', failure, inCatch, ...kept });
  const composite = (Type === 'Map' || Type === 'Parallel') && frame.phase.is !== 'got';
  if (children && frame.phase.is === 'children') children.failedBy = frame.lastEvent;
  enterPhase(execution, frame, { is: composite ? 'failing' : 'failed', failure, ...kept });
}

function gather(items: Json[], limit: number, tolerance?: Children['tolerance']): Children {
  const results: Json[] = items.map(() => null);
  return { items, limit, started: 0, running: 0, ended: 0, failures: 0, results, ...(tolerance && { tolerance }) };
}

function keptChildren(frame: Frame): Children | undefined {
  return 'children' in frame.phase ? frame.phase.children : undefined;
}

function tended(frame: Frame): Children {
  const children = keptChildren(frame);
  if (!children) throw new Error(`frame ${frame.id} has no children`);
  return children;
}

function openChild(
  execution: Execution,
  parent: Frame,
  index: number,
  input: Json,
  lastEvent: number,
  item?: Frame['item'],
): void {
  const children = tended(parent);
  const state = stateOf(parent);
  const scope =
    state.Type === 'Map' ? state.ItemProcessor : state.Type === 'Parallel' ? state.Branches[index] : undefined;
  if (!scope) throw new Error(`state ${parent.step.name} has no part ${index}`);
  children.started = Math.max(children.started, index + 1);
  children.running += 1;
  open(execution, {
    id: `${parent.id}.${index}`,
    parent: parent.id,
    index,
    scope,
    lastEvent,
    input,
    ...(item && { item }),
  });
  execution.ready.add(parent.id);
}

function childSucceeded(execution: Execution, child: Frame, eventId: number | undefined): void {
  const parent = frameOf(execution, child.parent ?? '');
  const children = tended(parent);
  children.results[child.index] = child.phase.is === 'ended' ? child.phase.output : null;
  children.freedBy = child.lastEvent;
  parent.lastEvent = eventId ?? child.lastEvent;
  endChild(execution, parent, children);
  execution.frames.delete(child.id);
  execution.ready.delete(child.id);
}

function childFailed(execution: Execution, child: Frame, failure: Failure, eventId: number | undefined): void {
  const parent = frameOf(execution, child.parent ?? '');
  const children = tended(parent);
  children.failures += 1;
  children.results[child.index] = {
    ...(failure.error !== undefined && { Error: failure.error }),
    ...(failure.cause !== undefined && { Cause: failure.cause }),
  };
  children.freedBy = child.lastEvent;
  halt(execution, child);
  endChild(execution, parent, children);
  const verdict = verdictOn(children, failure);
  parent.lastEvent = verdict ? child.lastEvent : (eventId ?? child.lastEvent);
  if (!verdict) return;
  children.failedBy = child.lastEvent;
  enterPhase(execution, parent, { is: 'failing', failure: verdict, children });
}

/** Whether one more failure is too many, and what it then makes of the Map or Parallel. */
function verdictOn({ tolerance, failures, items }: Children, failure: Failure): Failure | undefined {
  if (!tolerance) return failure;
  const { count, percentage } = tolerance;
  const tooMany = count !== undefined && failures > count;
  const tooGreat = percentage !== undefined && (failures / items.length) * 100 > percentage;
  if (!tooMany && !tooGreat) return undefined;
  return {
    error: 'States.ExceedToleratedFailureThreshold',
    cause: 'The specified tolerated failure threshold was exceeded',
  };
}

function endChild(execution: Execution, parent: Frame, children: Children): void {
  children.running -= 1;
  children.ended += 1;
  execution.ready.add(parent.id);
}

/** Stops a frame where a redrive can find it: between two states it stays there, inside one it is to start that state over. */
function halt(execution: Execution, frame: Frame): void {
  execution.ready.delete(frame.id);
  if (betweenStates(frame)) return;
  const children = keptChildren(frame);
  enterPhase(execution, frame, { is: 'stopped', ...(children && { children }) });
}

function betweenStates({ phase }: Frame): boolean {
  return phase.is === 'next' || phase.is === 'got' || phase.is === 'ended';
}

function closeChildren(execution: Execution, frame: Frame): void {
  for (const id of execution.frames.keys()) {
    if (!id.startsWith(`${frame.id}.`)) continue;
    execution.frames.delete(id);
    execution.ready.delete(id);
  }
}

function close(execution: Execution, status: Status, at: number, failure?: Failure): void {
  execution.status = status;
  execution.stoppedAt = at;
  if (failure) execution.failure = failure;
  delete execution.timeoutAt;
  execution.ready.clear();
}

/** Opens a failed, stopped or timed out execution again where it was: finished steps keep their results, unfinished ones start over. */
function redrive(execution: Execution, count: number, timeoutAt: number | undefined, at: number): void {
  execution.status = 'RUNNING';
  execution.redriveCount = count;
  execution.redrivenAt = at;
  delete execution.stoppedAt;
  delete execution.failure;
  if (timeoutAt !== undefined) execution.timeoutAt = timeoutAt;
  for (const frame of execution.frames.values()) revive(execution, frame);
}

function revive(execution: Execution, frame: Frame) {
  const { phase } = frame;
  frame.step = { ...frame.step, retries: [], retryCount: 0 };
  if (betweenStates(frame)) return enterPhase(execution, frame, phase);
  const children = keptChildren(frame);
  if (!children) return enterPhase(execution, frame, frame.step.enteredEvent === 0 ? nextOf(frame) : { is: 'entered' });
  const alive = [...execution.frames.values()].filter(({ parent }) => parent === frame.id);
  children.running = alive.length;
  children.ended = children.started - alive.length;
  children.failures = 0;
  delete children.failedBy;
  enterPhase(execution, frame, { is: 'children', children });
}

function nextOf(frame: Frame): Frame['phase'] {
  return { is: 'next', state: frame.step.name, input: frame.step.input };
}
