import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask, createWorkbench, FunctionError, invoke, machine, SECOND, type Workbench } from './workbench.ts';

let answer: (payload: Record<string, unknown>, name: string) => unknown;
let workbench: Workbench;

beforeEach(() => {
  answer = (payload) => payload;
  workbench = createWorkbench((payload, name) => answer(payload, name));
});
afterEach(() => workbench.engine.close());

const each = (state: object) => ({ StartAt: 'Each', States: { Each: state } });
const describeExecution = (executionArn: string) => workbench.engine.describeExecution({ executionArn });

describe('Map', () => {
  test('gives the results in the order of its items, however they end', async () => {
    answer = ({ v }) => `did ${v}`;
    const executionArn = await workbench.run(
      {
        All: {
          Type: 'Map',
          Items: '{% $states.input.list %}',
          ItemSelector: { v: '{% $states.context.Map.Item.Value %}', i: '{% $states.context.Map.Item.Index %}' },
          ItemProcessor: each(invoke('f')),
          End: true,
        },
      },
      { list: ['a', 'b', 'c'] },
    );
    expect(await workbench.output(executionArn)).toEqual(['did a', 'did b', 'did c']);
    expect(workbench.calls.map(({ payload }) => payload)).toEqual([
      { v: 'a', i: 0 },
      { v: 'b', i: 1 },
      { v: 'c', i: 2 },
    ]);
  });

  test('never runs more iterations at once than MaxConcurrency, nor than the service lets any Map', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), async (items, concurrency) => {
        const local = createWorkbench(async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          return null;
        });
        let running = 0;
        let most = 0;
        const executionArn = await local.run({
          All: {
            Type: 'Map',
            Items: Array(items).fill(0),
            MaxConcurrency: concurrency,
            ItemProcessor: each(invoke('f')),
            End: true,
          },
        });
        expect(await local.output(executionArn)).toHaveLength(items);
        expect(most).toBe(Math.min(items, concurrency || 40, 40));
        local.engine.close();
      }),
      { numRuns: 25 },
    );
  });

  test('one failure fails it by that error and stops the others', async () => {
    answer = ({ v }) => (v === 'bad' ? new FunctionError('Broken') : {});
    const Catch = [{ ErrorEquals: ['Broken'], Output: 'caught', Next: 'Done' }];
    const processor = {
      StartAt: 'Choose',
      States: {
        Choose: {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.input.v = "bad" %}', Next: 'Call' }],
          Default: 'Rest',
        },
        Call: invoke('f'),
        Rest: { Type: 'Wait', Seconds: 60, End: true },
      },
    };
    const executionArn = await workbench.run({
      All: {
        Type: 'Map',
        Items: [{ v: 'slow' }, { v: 'bad' }, { v: 'slow' }],
        ItemProcessor: processor,
        Catch,
        End: true,
      },
      Done: { Type: 'Succeed' },
    });
    expect(await workbench.output(executionArn)).toBe('caught');
    const types = await workbench.types(executionArn);
    expect(types.slice(types.indexOf('TaskFailed'))).toEqual([
      'TaskFailed',
      'MapIterationFailed',
      'WaitStateAborted',
      'MapIterationAborted',
      'WaitStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'MapStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test.each<[string, object, number, boolean]>([
    ['a count that is not reached', { ToleratedFailureCount: 2 }, 2, true],
    ['a count that is passed', { ToleratedFailureCount: 2 }, 3, false],
    ['a share that is not passed', { ToleratedFailurePercentage: 30 }, 3, true],
    ['a share that is passed', { ToleratedFailurePercentage: 30 }, 4, false],
    ['both, of which one is passed', { ToleratedFailureCount: 9, ToleratedFailurePercentage: '{% 10 %}' }, 2, false],
    ['none at all, but said so', { ToleratedFailureCount: 0 }, 1, false],
  ])('bears failures up to %s', async (_name, tolerance, bad, borne) => {
    answer = ({ i }) => (Number(i) < bad ? new FunctionError('Broken', 'b') : i);
    const executionArn = await workbench.run({
      All: {
        Type: 'Map',
        Items: [...Array(10).keys()].map((i) => ({ i })),
        MaxConcurrency: 3,
        ItemProcessor: each(invoke('f')),
        ...tolerance,
        End: true,
      },
    });
    if (!borne) {
      expect(await describeExecution(executionArn)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
      expect(workbench.calls.length).toBeLessThan(10);
      return;
    }
    const results = (await workbench.output(executionArn)) as unknown[];
    expect(results.slice(0, bad)).toEqual(Array(bad).fill({ Error: 'Broken', Cause: expect.any(String) }));
    expect(results.slice(bad)).toEqual([...Array(10).keys()].slice(bad));
  });

  test('can be retried as a whole, and maps inside maps keep their items apart', async () => {
    let failed = false;
    answer = ({ v }) => {
      if (v !== 3 || failed) return v;
      failed = true;
      return new FunctionError('Once');
    };
    const inner = {
      Type: 'Map',
      Items: '{% $states.input %}',
      ItemSelector: { v: '{% $states.context.Map.Item.Value %}' },
      ItemProcessor: { StartAt: 'Call', States: { Call: invoke('f') } },
      End: true,
    };
    const Retry = [{ ErrorEquals: ['Once'], IntervalSeconds: 5 }];
    const executionArn = await workbench.run({
      All: {
        Type: 'Map',
        Items: [
          [1, 2],
          [3, 4],
        ],
        MaxConcurrency: 1,
        ItemProcessor: each(inner),
        Retry,
        End: true,
      },
    });
    await workbench.pass(5 * SECOND);
    expect(await workbench.output(executionArn)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('waits for tokens side by side', async () => {
    const executionArn = await workbench.run({
      All: { Type: 'Map', Items: [1, 2, 3], ItemProcessor: each(ask('ask')), End: true },
    });
    const tokens = workbench.calls.map(({ payload }) => String(payload.token));
    for (const [index, taskToken] of [...tokens.entries()].reverse()) {
      await workbench.engine.sendTaskSuccess({ taskToken, output: String(index) });
    }
    await workbench.engine.idle();
    expect(await workbench.output(executionArn)).toEqual([0, 1, 2]);
  });
});

describe('Parallel', () => {
  const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });

  test('gives every branch the same input and collects their outputs in order', async () => {
    answer = ({ n }, name) => `${name} ${n}`;
    const executionArn = await workbench.run(
      {
        Both: {
          Type: 'Parallel',
          Arguments: { n: '{% $states.input.n + 1 %}' },
          Branches: [branch('Left', invoke('l')), branch('Right', invoke('r'))],
          End: true,
        },
      },
      { n: 1 },
    );
    expect(await workbench.output(executionArn)).toEqual(['l 2', 'r 2']);
    const types = await workbench.types(executionArn);
    expect(types.slice(0, 3)).toEqual(['ExecutionStarted', 'ParallelStateEntered', 'ParallelStateStarted']);
    expect(types.slice(-3)).toEqual(['ParallelStateSucceeded', 'ParallelStateExited', 'ExecutionSucceeded']);
  });

  test('fails with the first branch that does, stopping the rest', async () => {
    answer = (_payload, name) => (name === 'bad' ? new FunctionError('Broken') : {});
    const executionArn = await workbench.run({
      Both: {
        Type: 'Parallel',
        Branches: [branch('Wait here', ask('ask')), branch('Break', invoke('bad'))],
        End: true,
      },
    });
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect((await workbench.types(executionArn)).slice(-3)).toEqual([
      'TaskStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
    const taskToken = String(workbench.calls.find(({ name }) => name === 'ask')?.payload.token);
    await expect(workbench.engine.sendTaskSuccess({ taskToken, output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });
});

describe('nested executions', () => {
  const child = (arn: string, more: object = {}, Arguments: object = {}) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: arn, Name: 'child', Input: { n: '{% $states.input.n %}' }, ...Arguments },
    End: true,
    ...more,
  });

  test('sync:2 waits for the child and gives its output as JSON', async () => {
    const arn = await workbench.create(
      'child',
      machine({
        Rest: { Type: 'Wait', Seconds: 9, Next: 'Out' },
        Out: { Type: 'Pass', Output: { got: '{% $states.input.n %}' }, End: true },
      }),
    );
    const executionArn = await workbench.run({ Start: child(arn) }, { n: 7 });
    expect(await workbench.status(executionArn)).toBe('RUNNING');
    await workbench.pass(9 * SECOND);
    expect(await workbench.output(executionArn)).toMatchObject({
      Name: 'child',
      Status: 'SUCCEEDED',
      Input: { n: 7 },
      Output: { got: 7 },
      ExecutionArn: 'arn:aws:states:eu-central-1:000000000000:execution:child:child',
    });
    expect(await workbench.types(executionArn)).toContain('TaskSubmitted');
  });

  test('a failed child fails the task, with what it knows as cause', async () => {
    const arn = await workbench.create('child', machine({ Stop: { Type: 'Fail', Error: 'Bad', Cause: 'so bad' } }));
    const described = await describeExecution(await workbench.run({ Start: child(arn) }, { n: 1 }));
    expect(described.error).toBe('States.TaskFailed');
    expect(JSON.parse(String(described.cause))).toMatchObject({
      Error: 'Bad',
      Cause: 'so bad',
      Status: 'FAILED',
      Input: '{"n":1}',
    });
  });

  test('a child that cannot start fails the task', async () => {
    const arn = await workbench.create('child', machine({ Out: { Type: 'Succeed' } }));
    await workbench.engine.startExecution({ stateMachineArn: arn, name: 'child' });
    await workbench.engine.idle();
    const taken = await describeExecution(await workbench.run({ Start: child(arn) }, { n: 1 }));
    expect(taken.error).toBe('StepFunctions.ExecutionAlreadyExistsException');
    const missing = await describeExecution(await workbench.run({ Start: child(`${arn}x`) }, { n: 1 }));
    expect(missing.error).toBe('StepFunctions.StateMachineDoesNotExistException');
  });

  test('stopping the parent stops the child', async () => {
    const arn = await workbench.create('child', machine({ Rest: { Type: 'Wait', Seconds: 9, End: true } }));
    const executionArn = await workbench.run({ Start: child(arn) }, { n: 1 });
    await workbench.engine.stopExecution({ executionArn });
    await workbench.engine.idle();
    expect(await workbench.status('arn:aws:states:eu-central-1:000000000000:execution:child:child')).toBe('ABORTED');
  });

  test('a child that somebody else started is waited for, but not stopped with the parent', async () => {
    const arn = await workbench.create('child', machine({ Rest: { Type: 'Wait', Seconds: 9, End: true } }));
    const other = await workbench.engine.startExecution({ stateMachineArn: arn, name: 'child', input: '{"n":1}' });
    const executionArn = await workbench.run({ Start: child(arn, { TimeoutSeconds: 5 }) }, { n: 1 });
    await workbench.pass(5 * SECOND);
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(await workbench.status(other.executionArn)).toBe('RUNNING');
  });

  test('a plain startExecution does not wait', async () => {
    const arn = await workbench.create('child', machine({ Rest: { Type: 'Wait', Seconds: 9, End: true } }));
    const Resource = 'arn:aws:states:::states:startExecution';
    const executionArn = await workbench.run({ Start: child(arn, { Resource }) }, { n: 1 });
    expect(await workbench.output(executionArn)).toMatchObject({
      ExecutionArn: expect.stringContaining(':execution:child:child'),
    });
  });
});

describe('redrive', () => {
  test('goes on at the state that failed, keeping what was done', async () => {
    let broken = true;
    answer = (_payload, name) => (name === 'second' && broken ? new FunctionError('Broken') : `${name} done`);
    const executionArn = await workbench.run({
      One: invoke('first', { Assign: { kept: 'k' }, Next: 'Two' }),
      Two: invoke('second', { Output: '{% [$kept, $states.input, $states.result.Payload] %}', End: true }),
    });
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
    broken = false;
    await workbench.engine.redriveExecution({ executionArn });
    await workbench.engine.idle();
    expect(await workbench.output(executionArn)).toEqual(['k', 'first done', 'second done']);
    expect(workbench.calls.map(({ name }) => name)).toEqual(['first', 'second', 'second']);
    expect((await workbench.types(executionArn)).slice(-6)).toEqual([
      'ExecutionRedriven',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('of a Map runs only the iterations that did not succeed', async () => {
    let broken = true;
    answer = ({ v }) => (v === 1 && broken ? new FunctionError('Broken') : v);
    const executionArn = await workbench.run({
      All: {
        Type: 'Map',
        Items: [0, 1, 2, 3].map((v) => ({ v })),
        MaxConcurrency: 2,
        ItemProcessor: each(invoke('f')),
        End: true,
      },
    });
    expect(await workbench.status(executionArn)).toBe('FAILED');
    const before = workbench.calls.length;
    broken = false;
    await workbench.engine.redriveExecution({ executionArn });
    await workbench.engine.idle();
    expect(await workbench.output(executionArn)).toEqual([0, 1, 2, 3]);
    expect(workbench.calls.slice(before).map(({ payload }) => payload.v)).not.toContain(0);
  });

  test('of a timed out execution gives it its whole time again', async () => {
    const executionArn = await workbench.run({ Ask: ask('ask') }, {}, { TimeoutSeconds: 60 });
    await workbench.pass(60 * SECOND);
    await workbench.engine.redriveExecution({ executionArn });
    await workbench.pass(59 * SECOND);
    expect(await workbench.status(executionArn)).toBe('RUNNING');
    await workbench.pass(SECOND);
    expect(await workbench.status(executionArn)).toBe('TIMED_OUT');
  });
});
