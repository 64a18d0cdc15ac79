import { type Execution, type Frame, frameOf, type Identity, nextDue, nextEntry, stateOf } from './execution.ts';
import type { Entry, Fact } from './facts.ts';
import { ServiceFault } from './faults.ts';
import { apply, replay } from './fold.ts';
import { advance } from './interpreter.ts';
import type { Surroundings } from './jsonata-functions.ts';
import type { ExecutionRow, Log } from './log.ts';
import { type Outcome, settleTask, timeOutTasks } from './task.ts';
import type { TaskTokens } from './task-tokens.ts';
import { createTimers } from './timers.ts';
import type { Turn } from './turn.ts';
import { childOutcome, performTask, type Services } from './work.ts';

/** AWS closes an execution whose history reaches this many events. Source: Step Functions developer guide, "Service quotas". */
const MOST_EVENTS = 25_000;
/** A turn that goes on and on is made durable, and lets others run, every so many entries. */
const ENTRIES_AT_ONCE = 200;

interface RunnerOptions {
  log: Log;
  tokens: TaskTokens;
  surroundings: Surroundings;
  services: Omit<Services, 'startExecution'>;
  identify(row: ExecutionRow): Identity;
  startChild(child: { machineArn: string; name: string; input: string; startedBy: string }): ExecutionRow;
  onClosed(row: ExecutionRow): void;
  onFault(fault: unknown): void;
}

interface Live {
  execution: Execution;
  /** Settles when the turns posted so far are over. */
  tail: Promise<unknown>;
  posted: number;
}

interface Waiter {
  execution: number;
  frame: string;
  scheduledEvent: number;
}

/** Runs executions: one turn at a time each, every turn durable before anything outside learns of it. */
export function createRunner(options: RunnerOptions) {
  const { log, tokens, surroundings } = options;
  const alive = new Map<number, Live>();
  const waiters = new Map<string, Waiter[]>();
  const timers = createTimers(surroundings.now, (id) => void post(id, tick));
  let busy = 0;
  let closed = false;
  let fault: { reason: unknown } | undefined;
  let whenIdle: (() => void)[] = [];

  function release(): void {
    busy -= 1;
    if (busy > 0) return;
    const waiting = whenIdle;
    whenIdle = [];
    for (const resolve of waiting) resolve();
  }

  /** What is in memory may be ahead of the log: nothing more may come of it. */
  function fail(reason: unknown): void {
    fault ??= { reason };
    closed = true;
    timers.close();
    options.onFault(reason);
  }

  function bring(id: number): Live {
    const known = alive.get(id);
    if (known) return known;
    const row = log.execution(id);
    if (!row) throw new ServiceFault('ExecutionDoesNotExist', 'Execution Does Not Exist');
    const live: Live = {
      execution: replay(options.identify(row), log.entries(id)),
      tail: Promise.resolve(),
      posted: 0,
    };
    alive.set(id, live);
    return live;
  }

  /** Runs `work` as a turn of an execution, after the turns posted before. Rejects only with what `work` refuses by a ServiceFault. */
  function post<T>(id: number, work: (turn: Turn) => T): Promise<T | undefined> {
    if (closed) return Promise.resolve(undefined);
    const live = bring(id);
    busy += 1;
    live.posted += 1;
    const result = live.tail.then(() => (closed ? undefined : takeTurn(live, work)));
    const over = () => {
      live.posted -= 1;
      if (live.posted === 0 && live.execution.status !== 'RUNNING') alive.delete(id);
      release();
    };
    live.tail = result.then(over, (error: unknown) => {
      if (!(error instanceof ServiceFault)) fail(error);
      over();
    });
    return result;
  }

  async function takeTurn<T>(live: Live, work: (turn: Turn) => T): Promise<T> {
    const { execution } = live;
    const { turn, pending, commit } = openTurn(execution);
    let answer: { value: T } | { refusal: ServiceFault };
    try {
      answer = { value: work(turn) };
    } catch (error) {
      if (!(error instanceof ServiceFault)) throw error;
      answer = { refusal: error };
    }
    // A frame that becomes ready meanwhile joins the end of the set, and so of this loop.
    for (const id of execution.ready) {
      await advance(turn, frameOf(execution, id));
      if (execution.lastEventId >= MOST_EVENTS && execution.status === 'RUNNING') overflow(turn);
      if (pending.length < ENTRIES_AT_ONCE) continue;
      commit();
      await new Promise((resolve) => setImmediate(resolve));
      if (closed) break;
    }
    commit();
    timers.set(execution.id, execution.status === 'RUNNING' ? nextDue(execution) : undefined);
    if ('refusal' in answer) throw answer.refusal;
    return answer.value;
  }

  /** A turn, the entries it has made so far, and how to make those durable; only then do its effects begin. */
  function openTurn(execution: Execution): { turn: Turn; pending: Entry[]; commit: () => void } {
    const pending: Entry[] = [];
    const effects: (() => void)[] = [];
    let outlined = outlineKey(execution);

    const record = (frame: Frame, fact: Fact) => {
      const entry = nextEntry(execution, frame.id, fact, surroundings.now());
      apply(execution, entry);
      pending.push(entry);
      if (execution.status === 'RUNNING') return;
      for (const { phase } of execution.frames.values()) {
        if (phase.is === 'in-task' && phase.child !== undefined) turn.abandon(phase.child);
      }
    };
    const turn: Turn = {
      execution,
      surroundings,
      record,
      token: (frame) =>
        tokens.issue({ execution: execution.id, frame: frame.id, scheduledEvent: execution.lastEventId + 1 }),
      begin: ({ id }) => void effects.push(() => begin(execution, id)),
      abandon: (arn) => void effects.push(() => abandon(execution.id, arn)),
    };
    const commit = () => {
      if (closed) return;
      const key = outlineKey(execution);
      if (pending.length > 0) log.append(execution.id, pending, key === outlined ? undefined : outline(execution));
      pending.length = 0;
      for (const effect of effects.splice(0)) effect();
      if (key === outlined) return;
      outlined = key;
      if (execution.status !== 'RUNNING') announce(execution);
    };
    return { turn, pending, commit };
  }

  function overflow(turn: Turn): void {
    const cause = `The execution reached the maximum number of history events (${MOST_EVENTS}).`;
    turn.record(frameOf(turn.execution, '0'), { is: 'ExecutionFailed', failure: { error: 'States.Runtime', cause } });
  }

  function begin(execution: Execution, frameId: string): void {
    const frame = execution.frames.get(frameId);
    if (frame?.phase.is !== 'in-task') return;
    const { task, scheduledEvent } = frame.phase;
    const state = stateOf(frame);
    if (state.Type !== 'Task') return;
    const startedBy = `${execution.id}/${frameId}/${scheduledEvent}`;
    const services: Services = {
      ...options.services,
      startExecution: (child) => options.startChild({ ...child, startedBy }),
    };
    busy += 1;
    performTask(state, task, services)
      .then((outcome) => settle({ execution: execution.id, frame: frameId, scheduledEvent }, outcome))
      .catch(fail)
      .finally(release);
  }

  function settle(waiter: Waiter, outcome: Outcome) {
    const child = outcome.is === 'submitted' ? outcome.child : undefined;
    if (!alive.has(waiter.execution)) return child === undefined ? undefined : abandon(waiter.execution, child);
    void post(waiter.execution, (turn) => {
      const { status, frames } = turn.execution;
      const frame = frames.get(waiter.frame);
      if (frame && status === 'RUNNING') settleTask(turn, frame, waiter.scheduledEvent, outcome);
      const awaited = status === 'RUNNING' && frame?.phase.is === 'in-task' && frame.phase.child === child;
      if (child !== undefined && !awaited) turn.abandon(child);
    });
    if (child !== undefined) watch(waiter, child);
  }

  function watch(waiter: Waiter, childArn: string): void {
    waiters.set(childArn, [...(waiters.get(childArn) ?? []), waiter]);
    tellIfClosed(childArn);
  }

  function tellIfClosed(childArn: string): void {
    const child = closed ? undefined : log.executionByArn(childArn);
    if (!child || child.status === 'RUNNING') return;
    const waiting = waiters.get(childArn) ?? [];
    waiters.delete(childArn);
    for (const waiter of waiting) settle(waiter, childOutcome(child));
  }

  function announce(execution: Execution): void {
    const row = log.execution(execution.id);
    if (!row) return;
    tellIfClosed(row.arn);
    options.onClosed(row);
  }

  /** Stops a child that its parent no longer waits for; not one that somebody else had started under that name. */
  function abandon(parent: number, arn: string): void {
    const child = log.executionByArn(arn);
    if (child?.status !== 'RUNNING' || !child.startedBy?.startsWith(`${parent}/`)) return;
    const failure = { cause: 'The execution that started this one no longer waits for it.' };
    void post(child.id, (turn) => stop(turn, failure));
  }

  function resume(turn: Turn): void {
    const { execution } = turn;
    for (const frame of execution.frames.values()) {
      const { phase } = frame;
      if (phase.is !== 'in-task') continue;
      if (!phase.submitted) turn.begin(frame);
      else if (phase.child !== undefined)
        watch({ execution: execution.id, frame: frame.id, scheduledEvent: phase.scheduledEvent }, phase.child);
    }
    tick(turn);
  }

  return {
    post,
    /** Goes on with an execution that the log says is running. */
    resume: (id: number) => void post(id, resume),
    /** Runs an execution that was just added to the log. */
    start: (id: number) => void post(id, () => undefined),
    check: () => timers.check(),
    nextDue: () => timers.next(),
    assertSound(): void {
      if (fault) throw new Error('the engine stopped after a fault', { cause: fault.reason });
    },
    /** Resolves when nothing more will happen without a clock, a callback or a caller. */
    idle: () => (busy === 0 ? Promise.resolve() : new Promise<void>((resolve) => whenIdle.push(resolve))),
    close(): void {
      closed = true;
      timers.close();
    },
  };
}

/** Fires what has fallen due. */
export function tick(turn: Turn) {
  const { execution, surroundings } = turn;
  const now = surroundings.now();
  if (execution.status !== 'RUNNING') return;
  if (execution.timeoutAt !== undefined && execution.timeoutAt <= now) {
    return turn.record(frameOf(execution, '0'), { is: 'ExecutionTimedOut' });
  }
  timeOutTasks(turn, now);
  const due = [...execution.frames.values()].flatMap(({ id, phase }) =>
    (phase.is === 'waiting' || phase.is === 'backoff') && phase.until <= now ? [{ id, until: phase.until }] : [],
  );
  for (const { id } of due.sort((a, b) => a.until - b.until)) execution.ready.add(id);
}

export function stop(turn: Turn, failure: { error?: string; cause?: string }): void {
  if (turn.execution.status === 'RUNNING')
    turn.record(frameOf(turn.execution, '0'), { is: 'ExecutionAborted', failure });
}

function outlineKey({ status, redriveCount }: Execution): string {
  return `${status} ${redriveCount}`;
}

function outline({ status, output, failure, stoppedAt, redriveCount, redrivenAt }: Execution) {
  return {
    status,
    output: output === undefined ? null : JSON.stringify(output),
    error: failure?.error ?? null,
    cause: failure?.cause ?? null,
    stoppedAt: stoppedAt ?? null,
    redriveCount,
    redrivenAt: redrivenAt ?? null,
  };
}
