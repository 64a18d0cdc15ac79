import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../../local/step-functions/index.ts';

interface Run {
  definition: object;
  input: unknown;
  history: ({ type: string } & Record<string, unknown>)[];
}

const file = new URL('../recordings/jsonata.json', import.meta.url);
const recordings: { name: string; runs: Run[] }[] = JSON.parse(readFileSync(file, 'utf8'));
const runs = recordings.flatMap(({ name, runs }) => runs.map((run, index) => ({ name: `${name} #${index + 1}`, run })));

/** Runs a recorded definition and input on a fresh engine. */
async function rerun({ definition, input }: Run) {
  const engine = createEngine({
    file: ':memory:',
    now: () => Date.UTC(2026, 0, 1),
    invokeFunction: () => Promise.reject(new Error('no recording invokes a function')),
  });
  try {
    const { stateMachineArn } = await engine.createStateMachine({
      name: 'recorded',
      definition: JSON.stringify(definition),
      roleArn: 'snf_role_arn',
    });
    const { executionArn } = await engine.startExecution({ stateMachineArn, input: JSON.stringify(input) });
    await engine.idle();
    const described = await engine.describeExecution({ executionArn });
    const { events } = await engine.getExecutionHistory({ executionArn });
    return { described, events };
  } finally {
    engine.close();
  }
}

/** The recordings parse text that holds a JSON object, and hide moments in time. */
function normalise(value: unknown): unknown {
  if (value instanceof Date) return 'timestamp';
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normalise(item)]));
  }
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  const parsed = JSON.parse(value);
  return 'TimestampValue' in parsed ? { ...parsed, TimestampValue: hiddenMoment(parsed.TimestampValue) } : parsed;
}

function hiddenMoment(text: string): string {
  return text.includes('.') ? 'date' : 'timestamp';
}

const last = (history: Run['history']) => history.at(-1) ?? { type: 'none' };

describe('the engine does what AWS recorded', () => {
  test('all recordings are here', () => expect(runs).toHaveLength(37));

  test.each(runs)('$name: status, output and error', async ({ run }) => {
    const { described } = await rerun(run);
    const end = last(run.history);
    const details = (end.executionSucceededEventDetails ?? end.executionFailedEventDetails) as Record<string, unknown>;
    expect(`Execution${described.status}`.toLowerCase()).toBe(end.type.toLowerCase());
    expect({
      output: normalise(described.output),
      error: described.error,
      cause: described.cause,
    }).toEqual({ output: details.output, error: details.error, cause: details.cause });
  });

  test.each(runs)('$name: event types in order', async ({ run }) => {
    const { events } = await rerun(run);
    expect(events.map(({ type }) => type)).toEqual(run.history.map(({ type }) => type));
  });

  test.each(runs)('$name: whole events', async ({ run }) => {
    const { events } = await rerun(run);
    expect(events.map(normalise)).toEqual(run.history);
  });
});
