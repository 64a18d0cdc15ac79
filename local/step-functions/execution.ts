import type { Definition, Scope, State } from './definition.ts';
import type { Entry, Fact, FrameId, TaskScheduled, Tolerance } from './facts.ts';
import { isShown } from './facts.ts';
import type { Failure } from './faults.ts';
import type { Json, JsonObject } from './json.ts';

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What names an execution and never changes. */
export interface Identity {
  id: number;
  arn: string;
  name: string;
  machineArn: string;
  machineName: string;
  roleArn: string;
  definition: Definition;
  startedAt: number;
}

export interface Execution extends Identity {
  status: Status;
  input: Json;
  output?: Json;
  failure?: Failure;
  stoppedAt?: number;
  timeoutAt?: number;
  redriveCount: number;
  redrivenAt?: number;
  frames: Map<FrameId, Frame>;
  /** Frames that can go on now. */
  ready: Set<FrameId>;
  lastEventId: number;
  lastSeq: number;
}

/** A line of execution: the execution itself, a Map iteration or a Parallel branch. */
export interface Frame {
  id: FrameId;
  parent?: FrameId;
  index: number;
  scope: Scope;
  variables: JsonObject;
  /** What `$states.context.Map.Item` shows, for Map iterations. */
  item?: { index: number; value: Json };
  lastEvent: number;
  step: Step;
  phase: Phase;
}

/** The state a frame is in. */
export interface Step {
  name: string;
  input: Json;
  enteredEvent: number;
  /** The frame's last event before it entered. */
  before: number;
  enteredAt: number;
  /** Retries used, per retrier, and in all. */
  retries: number[];
  retryCount: number;
}

type Phase =
  | { is: 'next'; state: string; input: Json }
  | { is: 'entered' }
  | { is: 'waiting'; until: number }
  | { is: 'backoff'; until: number }
  | {
      is: 'in-task';
      task: TaskScheduled;
      scheduledEvent: number;
      submitted: boolean;
      child?: string;
      heartbeatAt?: number;
    }
  | { is: 'got'; result: Json }
  | { is: 'children'; children: Children }
  | { is: 'failing'; failure: Failure; children?: Children }
  | { is: 'failed'; failure: Failure; inCatch?: true; children?: Children }
  | { is: 'ended'; output: Json }
  | { is: 'stopped'; children?: Children };

export interface Children {
  items: Json[];
  limit: number;
  tolerance?: Tolerance;
  started: number;
  running: number;
  ended: number;
  failures: number;
  results: Json[];
  /** The event after which the next iteration starts, and the one that failed them all. */
  freedBy?: number;
  failedBy?: number;
}

const READY = new Set<Phase['is']>(['next', 'entered', 'got', 'children', 'failing', 'failed', 'ended']);

export function newExecution(identity: Identity): Execution {
  return {
    ...identity,
    status: 'RUNNING',
    input: null,
    redriveCount: 0,
    frames: new Map(),
    ready: new Set(),
    lastEventId: 0,
    lastSeq: 0,
  };
}

export function frameOf(execution: Execution, id: FrameId): Frame {
  const frame = execution.frames.get(id);
  if (!frame) throw new Error(`execution ${execution.name} has no frame ${id}`);
  return frame;
}

export function stateOf(frame: Frame): State {
  const state = frame.scope.States[frame.step.name];
  if (!state) throw new Error(`no state ${frame.step.name} in this scope`);
  return state;
}

export function childrenOf(execution: Execution, frame: Frame): Frame[] {
  return [...execution.frames.values()].filter((other) => other.parent === frame.id);
}

export function visibleVariables(execution: Execution, frame: Frame): JsonObject {
  const outer = frame.parent === undefined ? {} : visibleVariables(execution, frameOf(execution, frame.parent));
  return { ...outer, ...frame.variables };
}

/** Numbers a fact as the execution's next entry. */
export function nextEntry(execution: Execution, frame: FrameId, fact: Fact, at: number): Entry {
  const entry: Entry = { seq: execution.lastSeq + 1, at, frame, fact };
  if (isShown(fact)) {
    entry.eventId = execution.lastEventId + 1;
    entry.previousEventId = previousEvent(execution, frame, fact);
  }
  return entry;
}

/** AWS chains events by `previousEventId`; these are the chains its recorded histories show. */
function previousEvent(execution: Execution, frameId: FrameId, fact: Fact): number {
  const frame = execution.frames.get(frameId);
  if (!frame || fact.is === 'ExecutionStarted') return 0;
  switch (fact.is) {
    case 'EvaluationFailed':
      return fact.onEntry ? frame.step.before : frame.lastEvent;
    case 'MapIterationStarted':
      return (frame.phase.is === 'children' ? frame.phase.children.freedBy : undefined) ?? frame.lastEvent;
    case 'StateAborted':
    case 'MapIterationAborted':
      return failedBy(execution, frame) ?? frame.lastEvent;
    default:
      return frame.lastEvent;
  }
}

/** The event that made an enclosing Map or Parallel fail. */
function failedBy(execution: Execution, frame: Frame): number | undefined {
  if (frame.parent === undefined) return undefined;
  const parent = frameOf(execution, frame.parent);
  const children = parent.phase.is === 'failing' ? parent.phase.children : undefined;
  return children?.failedBy ?? failedBy(execution, parent);
}

export function enterPhase(execution: Execution, frame: Frame, phase: Phase): void {
  frame.phase = phase;
  if (READY.has(phase.is)) execution.ready.add(frame.id);
  else execution.ready.delete(frame.id);
}

/** The next moment at which something falls due in this execution; undefined when it waits for nothing but others. */
export function nextDue(execution: Execution): number | undefined {
  let due = execution.timeoutAt;
  const consider = (at: number | undefined) => {
    if (at !== undefined && (due === undefined || at < due)) due = at;
  };
  for (const { phase } of execution.frames.values()) {
    if (phase.is === 'waiting' || phase.is === 'backoff') consider(phase.until);
    if (phase.is === 'in-task') {
      consider(phase.task.timeoutAt);
      consider(phase.heartbeatAt);
    }
  }
  return due;
}
