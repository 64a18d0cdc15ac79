import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ask,
  createWorkbench,
  DAY,
  FunctionError,
  invoke,
  machine,
  SECOND,
  START,
  type Workbench,
} from './workbench.ts';

/** What the function does; each test says. */
let answer: (payload: Record<string, unknown>, name: string) => unknown;
let workbench: Workbench;

beforeEach(() => {
  answer = (payload) => payload;
  workbench = createWorkbench((payload, name) => answer(payload, name));
});
afterEach(() => workbench.engine.close());

const describeExecution = (executionArn: string) => workbench.engine.describeExecution({ executionArn });
const token = () => String(workbench.calls.at(-1)?.payload.token);
const done = { Type: 'Succeed' };

describe('waits', () => {
  test('a Wait ends when the clock says so, not before', async () => {
    const executionArn = await workbench.run(
      { Rest: { Type: 'Wait', Seconds: '{% $states.input.s %}', Output: 'rested', End: true } },
      { s: 60 },
    );
    await workbench.pass(60 * SECOND - 1);
    expect(await workbench.status(executionArn)).toBe('RUNNING');
    await workbench.pass(1);
    expect(await workbench.output(executionArn)).toBe('rested');
  });

  test('a Wait until a moment, past or to come', async () => {
    const until = (at: number) =>
      workbench.run({ Rest: { Type: 'Wait', Timestamp: new Date(at).toISOString(), End: true } });
    expect(await workbench.status(await until(START - DAY))).toBe('SUCCEEDED');
    const executionArn = await until(START + 7 * DAY);
    expect(await workbench.status(executionArn)).toBe('RUNNING');
    await workbench.pass(400 * DAY);
    expect(await workbench.status(executionArn)).toBe('SUCCEEDED');
  });

  test('what cannot be waited for fails the state', async () => {
    const executionArn = await workbench.run({ Rest: { Type: 'Wait', Seconds: '{% -1 %}', End: true } });
    expect(await describeExecution(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
    });
    const text = await workbench.run({ Rest: { Type: 'Wait', Seconds: '{% "1" %}', End: true } });
    expect((await describeExecution(text)).cause).toMatch(/Expected 'number', but was 'string' for value: "1"$/);
    const february = await workbench.run({
      Rest: { Type: 'Wait', Timestamp: '{% "2026-02-30T00:00:00Z" %}', End: true },
    });
    expect((await describeExecution(february)).cause).toMatch(/cannot be parsed as an ISO-8601/);
  });
});

describe('lambda:invoke', () => {
  test('gives the parsed payload in the shape AWS gives', async () => {
    answer = ({ n }) => ({ twice: Number(n) * 2 });
    const executionArn = await workbench.run(
      { Call: invoke('double', { Output: '{% $states.result %}', End: true }) },
      { n: 21 },
    );
    expect(await workbench.output(executionArn)).toMatchObject({
      ExecutedVersion: '$LATEST',
      Payload: { twice: 42 },
      StatusCode: 200,
      SdkHttpMetadata: { HttpStatusCode: 200, HttpHeaders: { 'Content-Type': 'application/json' } },
    });
    expect(workbench.calls).toEqual([{ name: 'double', payload: { n: 21 }, at: START }]);
    expect(await workbench.types(executionArn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('an error of the function fails the task by its type, with the payload as cause', async () => {
    answer = () => new FunctionError('NoSuchMember', 'who?');
    const executionArn = await workbench.run({ Call: invoke('f') });
    expect(await describeExecution(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'NoSuchMember',
      cause: '{"errorType":"NoSuchMember","errorMessage":"who?","trace":[]}',
    });
    expect((await workbench.types(executionArn)).slice(-2)).toEqual(['TaskFailed', 'ExecutionFailed']);
  });

  test('a fault of the service fails it by its name', async () => {
    answer = () => {
      throw Object.assign(new Error('Rate exceeded'), { name: 'Lambda.TooManyRequestsException' });
    };
    expect(await describeExecution(await workbench.run({ Call: invoke('f') }))).toMatchObject({
      error: 'Lambda.TooManyRequestsException',
      cause: 'Rate exceeded',
    });
    answer = () => {
      throw new TypeError('fetch failed');
    };
    expect(await describeExecution(await workbench.run({ Call: invoke('f') }))).toMatchObject({
      error: 'Lambda.SdkClientException',
    });
  });
});

describe('Retry and Catch', () => {
  const Retry = [{ ErrorEquals: ['Flaky'], IntervalSeconds: 10, BackoffRate: 2, MaxAttempts: 2 }];

  test('a failed task is tried again after each delay, seeing how often', async () => {
    answer = ({ attempt }) => (attempt === 2 ? 'third time' : new FunctionError('Flaky'));
    const Arguments = { FunctionName: 'f', Payload: { attempt: '{% $states.context.State.RetryCount %}' } };
    const executionArn = await workbench.run({ Call: invoke('f', { Arguments, Retry, End: true }) });
    await workbench.pass(10 * SECOND);
    await workbench.pass(19 * SECOND);
    expect(await workbench.status(executionArn)).toBe('RUNNING');
    await workbench.pass(SECOND);
    expect(await workbench.output(executionArn)).toBe('third time');
    expect(workbench.calls.map(({ at }) => (at - START) / SECOND)).toEqual([0, 10, 30]);
    expect((await workbench.types(executionArn)).filter((type) => /^Task/.test(type))).toEqual([
      'TaskStateEntered',
      ...Array(3)
        .fill(['TaskScheduled', 'TaskStarted'])
        .flatMap((pair, index) => [...pair, index < 2 ? 'TaskFailed' : 'TaskSucceeded']),
      'TaskStateExited',
    ]);
  });

  test('when the retries are used up a catcher takes over, with its own Assign and Output', async () => {
    answer = () => new FunctionError('Flaky', 'still');
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'Lost' },
      {
        ErrorEquals: ['States.TaskFailed'],
        Assign: { why: '{% $states.errorOutput.Error %}' },
        Output: '{% $parse($states.errorOutput.Cause).errorMessage %}',
        Next: 'Caught',
      },
    ];
    const executionArn = await workbench.run({
      Call: invoke('f', { Retry, Catch, Assign: { why: 'not this' }, Next: 'Lost' }),
      Caught: { Type: 'Pass', Output: '{% [$why, $states.input] %}', End: true },
      Lost: { Type: 'Fail' },
    });
    await workbench.pass(10 * SECOND);
    await workbench.pass(20 * SECOND);
    expect(await workbench.output(executionArn)).toEqual(['Flaky', 'still']);
    expect(workbench.calls).toHaveLength(3);
  });

  test('without Output a catcher passes on what went wrong', async () => {
    answer = () => new FunctionError('Bad');
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const executionArn = await workbench.run({ Call: invoke('f', { Catch, End: true }), Caught: done });
    expect(await workbench.output(executionArn)).toEqual({ Error: 'Bad', Cause: expect.stringContaining('Bad') });
  });

  test('what a task cannot evaluate can be caught, and what its catcher cannot evaluate ends it', async () => {
    const broken = '{% $states.input.nothing %}';
    const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }];
    const caught = await workbench.run({ Call: invoke('f', { Output: broken, Catch, End: true }), Caught: done });
    expect(await workbench.status(caught)).toBe('SUCCEEDED');
    expect(await workbench.types(caught)).toContain('EvaluationFailed');
    const lost = await workbench.run({
      Call: invoke('f', {
        Output: broken,
        Catch: [{ ErrorEquals: ['States.ALL'], Output: broken, Next: 'Caught' }],
        End: true,
      }),
      Caught: done,
    });
    expect(await describeExecution(lost)).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining("'Catch[0]/Output'"),
    });
  });
});

describe('time limits', () => {
  test('a task that outlives TimeoutSeconds times out, and its late answer changes nothing', async () => {
    let finish: (value: unknown) => void = () => undefined;
    answer = () => new Promise((resolve) => (finish = resolve));
    const stateMachineArn = await workbench.create(
      'slow',
      machine({ Call: invoke('f', { TimeoutSeconds: 30, End: true }) }),
    );
    const { executionArn } = await workbench.engine.startExecution({ stateMachineArn });
    const idle = workbench.pass(0);
    while (workbench.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const timedOut = workbench.pass(30 * SECOND);
    while ((await workbench.status(executionArn)) === 'RUNNING') await new Promise((resolve) => setImmediate(resolve));
    finish('late');
    await Promise.all([idle, timedOut]);
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect((await workbench.types(executionArn)).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  });

  test('a machine that outlives its TimeoutSeconds ends as TIMED_OUT', async () => {
    const executionArn = await workbench.run(
      { Rest: { Type: 'Wait', Seconds: 100, End: true } },
      {},
      { TimeoutSeconds: 50 },
    );
    await workbench.pass(50 * SECOND);
    expect(await workbench.status(executionArn)).toBe('TIMED_OUT');
    expect((await workbench.types(executionArn)).at(-1)).toBe('ExecutionTimedOut');
  });
});

describe('task tokens', () => {
  test('a task waits for its token, past the function that was given it', async () => {
    const executionArn = await workbench.run({
      Ask: ask('ask', { Output: '{% $states.result.approved %}', End: true }),
    });
    await workbench.pass(100 * DAY);
    expect(await workbench.status(executionArn)).toBe('RUNNING');
    await workbench.engine.sendTaskSuccess({ taskToken: token(), output: '{"approved":true}' });
    await workbench.engine.idle();
    expect(await workbench.output(executionArn)).toBe(true);
    expect(await workbench.types(executionArn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('the answer may come while the function still runs', async () => {
    answer = async ({ token: taskToken }) =>
      workbench.engine.sendTaskSuccess({ taskToken: String(taskToken), output: '"at once"' });
    expect(await workbench.output(await workbench.run({ Ask: ask('ask') }))).toBe('at once');
  });

  test('a failure by token can be caught', async () => {
    const Catch = [{ ErrorEquals: ['Refused'], Output: '{% $states.errorOutput.Cause %}', Next: 'Done' }];
    const executionArn = await workbench.run({ Ask: ask('ask', { Catch, End: true }), Done: done });
    await workbench.engine.sendTaskFailure({ taskToken: token(), error: 'Refused', cause: 'not proven' });
    await workbench.engine.idle();
    expect(await workbench.output(executionArn)).toBe('not proven');
  });

  test('heartbeats keep a task alive; when they stop it times out, as a heartbeat', async () => {
    const Catch = [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Done' }];
    const executionArn = await workbench.run({
      Ask: ask('ask', { HeartbeatSeconds: 60, TimeoutSeconds: 600, Catch, End: true }),
      Done: done,
    });
    for (let beat = 0; beat < 3; beat++) {
      await workbench.pass(59 * SECOND);
      await workbench.engine.sendTaskHeartbeat({ taskToken: token() });
    }
    expect(await workbench.status(executionArn)).toBe('RUNNING');
    await workbench.pass(60 * SECOND);
    expect(await workbench.output(executionArn)).toEqual({ Error: 'States.Timeout' });
    await expect(workbench.engine.sendTaskHeartbeat({ taskToken: token() })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  test('a token past its time is refused even before the timer fired', async () => {
    let clock = START;
    const late = createWorkbench(undefined, { now: () => clock });
    const executionArn = await late.run({ Ask: ask('ask', { TimeoutSeconds: 10, End: true }) });
    clock += 10 * SECOND;
    const taskToken = String(late.calls[0]?.payload.token);
    await expect(late.engine.sendTaskSuccess({ taskToken, output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    expect(await late.status(executionArn)).toBe('FAILED');
    late.engine.close();
  });

  test('a retried task has a new token, and the old one is worth nothing', async () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1 }];
    const executionArn = await workbench.run({ Ask: ask('ask', { TimeoutSeconds: 10, Retry, End: true }) });
    const old = token();
    await workbench.pass(10 * SECOND);
    await workbench.pass(SECOND);
    expect(workbench.calls).toHaveLength(2);
    expect(token()).not.toBe(old);
    await expect(workbench.engine.sendTaskSuccess({ taskToken: old, output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    await workbench.engine.sendTaskSuccess({ taskToken: token(), output: '2' });
    await workbench.engine.idle();
    expect(await workbench.output(executionArn)).toBe(2);
  });
});

describe('aws-sdk tasks', () => {
  test('go to the caller given, and fail by the name it throws', async () => {
    const asked: unknown[] = [];
    const sdk = createWorkbench(undefined, {
      async callSdk(service, action, args) {
        asked.push([service, action, args]);
        if (action === 'getItem') return { Item: { id: { S: '1' } }, at: new Date(START) };
        throw Object.assign(new Error('not now'), { name: 'DynamoDb.ConditionalCheckFailedException' });
      },
    });
    const call = (action: string, more: object) => ({
      Type: 'Task',
      Resource: `arn:aws:states:::aws-sdk:dynamodb:${action}`,
      Arguments: { TableName: 't' },
      ...more,
    });
    const executionArn = await sdk.run({
      Read: call('getItem', { Next: 'Write' }),
      Write: call('putItem', { End: true }),
    });
    expect(asked).toEqual([
      ['dynamodb', 'getItem', { TableName: 't' }],
      ['dynamodb', 'putItem', { TableName: 't' }],
    ]);
    expect(await sdk.engine.describeExecution({ executionArn })).toMatchObject({
      error: 'DynamoDb.ConditionalCheckFailedException',
      cause: 'not now',
    });
    sdk.engine.close();
  });
});

describe('choices and ends', () => {
  test('no rule and no default fails with States.NoChoiceMatched', async () => {
    const executionArn = await workbench.run({
      Choose: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.a = 1 %}', Next: 'Done' }] },
      Done: done,
    });
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });

  test('a condition must be a boolean', async () => {
    const executionArn = await workbench.run({
      Choose: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'Done' }], Default: 'Done' },
      Done: done,
    });
    expect((await describeExecution(executionArn)).cause).toMatch(
      /'Choices\[0\]\/Condition'.*Expected 'boolean', but was 'number'/,
    );
  });

  test('a Fail state may work out its words', async () => {
    const executionArn = await workbench.run(
      { Stop: { Type: 'Fail', Error: '{% "No" & "Good" %}', Cause: '{% $states.input.why %}' } },
      { why: 'w' },
    );
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'FAILED', error: 'NoGood', cause: 'w' });
  });
});
