import { visibleTo } from './context.ts';
import type { MapState, ParallelState } from './definition.ts';
import { type Children, childrenOf, type Frame, stateOf } from './execution.ts';
import { EvaluationFailure, evaluate, evaluateTo } from './expression.ts';
import type { Tolerance } from './facts.ts';
import { dataLimitExceeded, StateFailure } from './faults.ts';
import { exceedsPayloadLimit, type Json } from './json.ts';
import type { Turn } from './turn.ts';

/** The most iterations an inline Map runs at once. Source: Step Functions developer guide, "Using Map state in Inline mode". */
const INLINE_LIMIT = 40;

export async function startMap(turn: Turn, frame: Frame, state: MapState): Promise<void> {
  const visible = visibleTo(turn.execution, frame, turn.surroundings);
  const items =
    state.Items === undefined ? inputItems(frame) : await evaluateTo('array', state.Items, 'Items', visible);
  const wholeNumber = async (field: 'MaxConcurrency' | 'ToleratedFailureCount') => {
    const template = state[field];
    if (template === undefined) return undefined;
    const value = await evaluateTo('number', template, field, visible);
    if (Number.isInteger(value) && value >= 0) return value;
    throw new EvaluationFailure(`The ${field} field must be a non-negative integer but was: ${value}`, field);
  };
  const concurrency = await wholeNumber('MaxConcurrency');
  const count = await wholeNumber('ToleratedFailureCount');
  const percentage = await toleratedPercentage(state, visible);
  const tolerance: Tolerance = {
    ...(count !== undefined && { count }),
    ...(percentage !== undefined && { percentage }),
  };
  turn.record(frame, {
    is: 'MapStateStarted',
    items,
    limit: Math.min(concurrency || INLINE_LIMIT, INLINE_LIMIT),
    ...(Object.keys(tolerance).length > 0 && { tolerance }),
  });
}

async function toleratedPercentage(
  state: MapState,
  visible: Parameters<typeof evaluateTo>[3],
): Promise<number | undefined> {
  if (state.ToleratedFailurePercentage === undefined) return undefined;
  const value = await evaluateTo('number', state.ToleratedFailurePercentage, 'ToleratedFailurePercentage', visible);
  if (value >= 0 && value <= 100) return value;
  throw new EvaluationFailure(
    `The ToleratedFailurePercentage field must be between 0 and 100 but was: ${value}`,
    'ToleratedFailurePercentage',
  );
}

function inputItems(frame: Frame): Json[] {
  const { input } = frame.step;
  if (Array.isArray(input)) return input;
  throw new EvaluationFailure(`Map state input must be an array but was: ${JSON.stringify(input)}`);
}

export async function startParallel(turn: Turn, frame: Frame, state: ParallelState): Promise<void> {
  const visible = visibleTo(turn.execution, frame, turn.surroundings);
  const input =
    state.Arguments === undefined ? frame.step.input : await evaluate(state.Arguments, 'Arguments', visible);
  if (exceedsPayloadLimit(input)) throw new StateFailure(dataLimitExceeded(frame.step.name));
  turn.record(frame, { is: 'ParallelStateStarted', input, branches: state.Branches.length });
}

/** Starts what may start, and ends the Map or Parallel when all its parts have. */
export async function tendChildren(turn: Turn, frame: Frame, children: Children): Promise<void> {
  const state = stateOf(frame);
  while (children.running < children.limit && children.started < children.items.length) {
    const index = children.started;
    if (state.Type !== 'Map') {
      turn.record(frame, { is: 'BranchStarted', index });
      continue;
    }
    const input = await iterationInput(turn, frame, state, index, children.items[index] ?? null);
    turn.record(frame, { is: 'MapIterationStarted', name: frame.step.name, index, input });
  }
  turn.execution.ready.delete(frame.id);
  if (children.ended === children.items.length) {
    turn.record(frame, { is: state.Type === 'Map' ? 'MapStateSucceeded' : 'ParallelStateSucceeded' });
  }
}

async function iterationInput(turn: Turn, frame: Frame, state: MapState, index: number, value: Json): Promise<Json> {
  if (state.ItemSelector === undefined) return value;
  const visible = visibleTo(turn.execution, frame, turn.surroundings, { item: { index, value } });
  return evaluate(state.ItemSelector, 'ItemSelector', visible);
}

/** Aborts whatever still runs inside a Map or Parallel that failed. */
export function stopChildren(turn: Turn, frame: Frame): void {
  for (const child of childrenOf(turn.execution, frame)) {
    if (child.phase.is === 'stopped') continue;
    stopChildren(turn, child);
    const { phase } = child;
    if (phase.is === 'in-task' && phase.child !== undefined) turn.abandon(phase.child);
    const inside = phase.is !== 'next' && phase.is !== 'ended';
    const { Type } = stateOf(child);
    if (inside && (Type === 'Task' || Type === 'Wait' || Type === 'Map' || Type === 'Parallel')) {
      turn.record(child, { is: 'StateAborted', type: Type });
    }
    if (stateOf(frame).Type === 'Map')
      turn.record(child, { is: 'MapIterationAborted', name: frame.step.name, index: child.index });
  }
}
