import { visibleTo } from './context.ts';
import { type Catcher, type ChoiceRule, recovering, type State } from './definition.ts';
import { type Frame, frameOf, stateOf } from './execution.ts';
import { EvaluationFailure, evaluate, evaluateTo } from './expression.ts';
import { dataLimitExceeded, type Failure, StateFailure } from './faults.ts';
import { exceedsPayloadLimit, type Json, type JsonObject } from './json.ts';
import { startMap, startParallel, stopChildren, tendChildren } from './parts.ts';
import { catcherFor, retryFor } from './retry.ts';
import { scheduleTask } from './task.ts';
import type { Turn } from './turn.ts';
import { armWait } from './wait.ts';

/** Takes one frame one step further. */
export async function advance(turn: Turn, frame: Frame): Promise<void> {
  turn.execution.ready.delete(frame.id);
  try {
    await step(turn, frame);
  } catch (error) {
    if (error instanceof EvaluationFailure) return evaluationFailed(turn, frame, error);
    if (error instanceof StateFailure) return recover(turn, frame, error.failure);
    throw error;
  }
}

async function step(turn: Turn, frame: Frame): Promise<void> {
  const { phase } = frame;
  switch (phase.is) {
    case 'next': {
      const type = frame.scope.States[phase.state]?.Type ?? 'Pass';
      return turn.record(frame, { is: 'StateEntered', type, name: phase.state, input: phase.input });
    }
    case 'entered':
    case 'backoff':
      return run(turn, frame);
    case 'waiting':
      return finish(turn, frame, frame.step.input);
    case 'got':
      return finish(turn, frame, phase.result);
    case 'children':
      return tendChildren(turn, frame, phase.children);
    case 'failing':
      stopChildren(turn, frame);
      return turn.record(frame, { is: stateOf(frame).Type === 'Map' ? 'MapStateFailed' : 'ParallelStateFailed' });
    case 'failed':
      return phase.inCatch ? lose(turn, frame, phase.failure) : recover(turn, frame, phase.failure);
    case 'ended':
      return end(turn, frame, phase.output);
  }
}

/** The work of a state that was just entered, or is tried again. */
async function run(turn: Turn, frame: Frame): Promise<void> {
  const state = stateOf(frame);
  switch (state.Type) {
    case 'Pass':
    case 'Succeed':
      return finish(turn, frame, frame.step.input);
    case 'Choice':
      return choose(turn, frame, state);
    case 'Fail':
      return lose(turn, frame, await failureOf(turn, frame, state));
    case 'Wait':
      return armWait(turn, frame, state);
    case 'Task':
      return scheduleTask(turn, frame, state);
    case 'Map':
      return startMap(turn, frame, state);
    case 'Parallel':
      return startParallel(turn, frame, state);
  }
}

async function failureOf(turn: Turn, frame: Frame, state: Extract<State, { Type: 'Fail' }>): Promise<Failure> {
  const visible = visibleTo(turn.execution, frame, turn.surroundings);
  const error = state.Error === undefined ? undefined : await evaluateTo('string', state.Error, 'Error', visible);
  const cause = state.Cause === undefined ? undefined : await evaluateTo('string', state.Cause, 'Cause', visible);
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

async function choose(turn: Turn, frame: Frame, state: Extract<State, { Type: 'Choice' }>): Promise<void> {
  const visible = visibleTo(turn.execution, frame, turn.surroundings);
  for (const [index, rule] of state.Choices.entries()) {
    const at = `Choices[${index}]`;
    if (await evaluateTo('boolean', rule.Condition, `${at}/Condition`, visible))
      return leave(turn, frame, rule, `${at}/`, {}, rule.Next);
  }
  if (state.Default === undefined) {
    throw new StateFailure({
      error: 'States.NoChoiceMatched',
      cause: `An error occurred while executing the state '${frame.step.name}' (entered at the event id #${frame.step.enteredEvent}). Failed to transition out of the state. The state does not point to a next state.`,
    });
  }
  return leave(turn, frame, state, '', {}, state.Default);
}

/** The state has its result: shape the output, assign variables, go on. */
async function finish(turn: Turn, frame: Frame, result: Json): Promise<void> {
  const state = stateOf(frame);
  const shown = state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel' ? { result } : {};
  return leave(turn, frame, state, '', shown, 'Next' in state ? state.Next : undefined, result);
}

/** Leaves the current state by a state's own fields, a choice rule or a catcher. Output and Assign see the variables as they were. */
async function leave(
  turn: Turn,
  frame: Frame,
  by: State | ChoiceRule | Catcher,
  at: string,
  shown: { result?: Json; errorOutput?: Json },
  next: string | undefined,
  otherwise: Json = frame.step.input,
): Promise<void> {
  const visible = visibleTo(turn.execution, frame, turn.surroundings, shown);
  const assign: JsonObject | undefined = 'Assign' in by ? by.Assign : undefined;
  const assigned = assign && ((await evaluate(assign, `${at}Assign`, visible)) as JsonObject);
  const output =
    'Output' in by && by.Output !== undefined ? await evaluate(by.Output, `${at}Output`, visible) : otherwise;
  const { name } = frame.step;
  if (exceedsPayloadLimit(output) || (assigned && exceedsPayloadLimit(assigned)))
    throw new StateFailure(dataLimitExceeded(name));
  turn.record(frame, {
    is: 'StateExited',
    type: stateOf(frame).Type,
    name,
    output,
    ...(assigned && { assigned }),
    ...(next !== undefined && { next }),
  });
}

function evaluationFailed(turn: Turn, frame: Frame, problem: EvaluationFailure, inCatch = false): void {
  const { name, enteredEvent } = frame.step;
  const { phase } = frame;
  turn.record(frame, {
    is: 'EvaluationFailed',
    name,
    failure: {
      error: problem.name,
      cause: `An error occurred while executing the state '${name}' (entered at the event id #${enteredEvent}). ${problem.message}`,
    },
    ...(problem.location !== undefined && { location: problem.location }),
    onEntry: (phase.is === 'entered' || phase.is === 'backoff') && !problem.afterEntry,
    ...(inCatch && { inCatch }),
  });
}

/** Retries the state, or goes where a catcher points, or loses the frame. */
async function recover(turn: Turn, frame: Frame, failure: Failure): Promise<void> {
  const { Retry, Catch } = recovering(stateOf(frame));
  const retry = retryFor(Retry, failure, frame.step.retries, turn.surroundings.random);
  if (retry) {
    return turn.record(frame, {
      is: 'RetryArmed',
      retrier: retry.retrier,
      until: turn.surroundings.now() + retry.delay,
    });
  }
  const found = catcherFor(Catch, failure);
  if (!found) return lose(turn, frame, failure);
  const errorOutput = {
    ...(failure.error !== undefined && { Error: failure.error }),
    ...(failure.cause !== undefined && { Cause: failure.cause }),
  };
  try {
    await leave(turn, frame, found.catcher, `Catch[${found.index}]/`, { errorOutput }, found.catcher.Next, errorOutput);
  } catch (error) {
    if (error instanceof StateFailure) return lose(turn, frame, error.failure);
    if (!(error instanceof EvaluationFailure)) throw error;
    evaluationFailed(turn, frame, error, true);
  }
}

function isIteration(turn: Turn, frame: Frame): boolean {
  return frame.parent !== undefined && stateOf(frameOf(turn.execution, frame.parent)).Type === 'Map';
}

function parentName(turn: Turn, frame: Frame): string {
  return frameOf(turn.execution, frame.parent ?? '').step.name;
}

/** A frame ended well. */
function end(turn: Turn, frame: Frame, output: Json): void {
  if (frame.parent === undefined) turn.record(frame, { is: 'ExecutionSucceeded', output });
  else if (!isIteration(turn, frame)) turn.record(frame, { is: 'BranchSucceeded' });
  else turn.record(frame, { is: 'MapIterationSucceeded', name: parentName(turn, frame), index: frame.index });
}

/** A frame ended badly, beyond Retry and Catch. */
function lose(turn: Turn, frame: Frame, failure: Failure): void {
  if (frame.parent === undefined) turn.record(frame, { is: 'ExecutionFailed', failure });
  else if (!isIteration(turn, frame)) turn.record(frame, { is: 'BranchFailed', failure });
  else turn.record(frame, { is: 'MapIterationFailed', name: parentName(turn, frame), index: frame.index, failure });
}
