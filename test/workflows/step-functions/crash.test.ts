import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from '../../../local/step-functions/log.ts';
import { machine } from './workbench.ts';

const EXECUTIONS = 12;
const KILLS = 6;
const roleArn = 'arn:aws:iam::000000000000:role/workflow';

const call = (name: string, value: unknown, more: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: name, Payload: { of: '{% $states.context.Execution.Name %}', value } },
  Output: '{% $states.result.Payload.value %}',
  ...more,
});

const childArn = 'arn:aws:states:eu-central-1:000000000000:stateMachine:child';
const child = machine({
  Before: { Type: 'Wait', Seconds: 1, Next: 'Inner' },
  Inner: call('inner', '{% $states.input.n %}', { End: true }),
});
const parent = machine({
  First: call('first', 1, { Assign: { first: '{% $states.result.Payload.value %}' }, Next: 'All' }),
  All: {
    Type: 'Map',
    Items: [0, 1, 2, 3, 4],
    MaxConcurrency: 2,
    ItemProcessor: {
      StartAt: 'Each',
      States: { Each: call('each', '{% $states.context.Map.Item.Value %}', { End: true }) },
    },
    Next: 'Rest',
  },
  Rest: { Type: 'Wait', Seconds: 3, Next: 'Ask' },
  Ask: {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: {
      FunctionName: 'ask',
      Payload: { of: '{% $states.context.Execution.Name %}', token: '{% $states.context.Task.Token %}' },
    },
    Output: '{% [$states.input, $states.result] %}',
    Next: 'Child',
  },
  Child: {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: childArn, Input: { n: 7 } },
    Output: '{% $append($states.input, $states.result.Output) %}',
    Next: 'Flaky',
  },
  Flaky: {
    ...call('flaky', '{% $states.input %}', { End: true }),
    Arguments: {
      FunctionName: 'flaky',
      Payload: {
        of: '{% $states.context.Execution.Name %}',
        value: '{% $append($first, $states.input) %}',
        attempt: '{% $states.context.State.RetryCount %}',
      },
    },
    Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 1 }],
  },
});
const expectedOutput = [1, 0, 1, 2, 3, 4, 'answered', 7];

/** How often each event occurs in the history of a parent that ran through, crashed or not. */
const EVENTS = {
  ExecutionStarted: 1,
  TaskStateEntered: 9,
  TaskScheduled: 10,
  TaskStarted: 10,
  TaskSubmitted: 2,
  TaskFailed: 1,
  TaskSucceeded: 9,
  TaskStateExited: 9,
  MapStateEntered: 1,
  MapStateStarted: 1,
  MapIterationStarted: 5,
  MapIterationSucceeded: 5,
  MapStateSucceeded: 1,
  MapStateExited: 1,
  WaitStateEntered: 1,
  WaitStateExited: 1,
  ExecutionSucceeded: 1,
};

interface Line {
  url?: string;
  call?: string;
  payload?: { token?: string };
}

let folder: string;
let engine: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'step-functions-'));
});
afterEach(() => {
  engine?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const script = new URL('./engine-process.ts', import.meta.url).pathname;

/** Starts the engine; undefined when it is killed before it serves. Every call of a function is shown to `onCall` before the function answers. */
async function start(epoch: number, onCall: (line: Line) => void): Promise<string | undefined> {
  const process = spawn('node', [script, join(folder, 'log.sqlite'), '0', String(epoch)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  engine = process;
  return new Promise((resolve, reject) => {
    process.once('exit', (code) =>
      code === null ? resolve(undefined) : reject(new Error('the engine ended by itself')),
    );
    createInterface({ input: process.stdout }).on('line', (text) => {
      const line: Line = JSON.parse(text);
      if (line.url) resolve(line.url);
      else onCall(line);
    });
  });
}

const connect = (endpoint: string) =>
  new SFNClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });

/** The calls whose success the log holds, as the function saw them. */
function finishedCalls(): Set<string> {
  const log = openLog(join(folder, 'log.sqlite'));
  const finished = new Set<string>();
  for (let id = 1; log.execution(id); id++) {
    const scheduled = new Map<string, string>();
    for (const { frame, fact } of log.entries(id)) {
      if (fact.is === 'TaskScheduled')
        scheduled.set(frame, callKey(fact.parameters as { FunctionName?: string; Payload?: unknown }));
      const key = scheduled.get(frame);
      if (key && (fact.is === 'TaskSucceeded' || fact.is === 'TaskSubmitted')) finished.add(key);
    }
  }
  log.close();
  return finished;
}

function callKey({ FunctionName, Payload }: { FunctionName?: string; Payload?: unknown }): string {
  return `${FunctionName} ${JSON.stringify(Payload)}`;
}

test('killed again and again, every execution carries on where it was and no finished step is repeated', async () => {
  const seed = Date.now() & 0xffff;
  const epoch = Date.now();
  const killAfter = fc.sample(fc.integer({ min: 1, max: 15 }), { numRuns: KILLS, seed });
  const tokens = new Set<string>();
  const repeated: string[] = [];
  let finished = new Set<string>();
  let calls = 0;
  let died: Promise<unknown> | undefined;

  const onCall = (line: Line) => {
    calls += 1;
    const key = callKey({ FunctionName: String(line.call), Payload: line.payload });
    if (finished.has(key)) repeated.push(key);
    if (line.payload?.token) tokens.add(line.payload.token);
    if (calls === killAfter[0] && engine) {
      killAfter.shift();
      calls = 0;
      died = once(engine, 'exit');
      engine.kill('SIGKILL');
    }
  };

  let client = connect(String(await start(epoch, onCall)));
  for (const [name, definition] of Object.entries({ child, parent })) {
    await client.send(new CreateStateMachineCommand({ name, definition: JSON.stringify(definition), roleArn }));
  }
  const stateMachineArn = childArn.replace(/child$/, 'parent');
  const names = Array.from({ length: EXECUTIONS }, (_, index) => `run-${index}`);
  const arnOf = (name: string) => `${stateMachineArn.replace('stateMachine', 'execution')}:${name}`;
  const open = new Set(names);
  const started = new Set<string>();

  /** Does what callers outside would: starts what is not started, answers tokens, looks who is done. */
  const drive = async () => {
    for (const name of names.filter((each) => !started.has(each))) {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: '{}' }));
      started.add(name);
    }
    for (const taskToken of tokens) {
      await client.send(new SendTaskSuccessCommand({ taskToken, output: '"answered"' })).catch((error: Error) => {
        if (error.name !== 'TaskTimedOut') throw error;
      });
      tokens.delete(taskToken);
    }
    for (const name of open) {
      const { status, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }));
      if (status === 'SUCCEEDED') open.delete(name);
      else if (status !== 'RUNNING') throw new Error(`${name} ${status}: ${error} ${cause}`);
    }
  };

  while (open.size > 0) {
    // A call that fails because the engine was killed meanwhile is made again on the next one.
    const fault = await drive().then(
      () => undefined,
      (error: Error) => error,
    );
    if (!died) {
      if (fault) throw fault;
      continue;
    }
    client.destroy();
    for (let url: string | undefined; url === undefined; ) {
      await died;
      died = undefined;
      finished = finishedCalls();
      url = await start(epoch, onCall);
      client = connect(String(url));
    }
  }

  expect(killAfter, `seed ${seed}: every planned kill happened`).toEqual([]);
  expect(repeated, `seed ${seed}`).toEqual([]);
  for (const name of names) {
    const executionArn = arnOf(name);
    const { output } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(JSON.parse(String(output)), `seed ${seed} ${name}`).toEqual(expectedOutput);
    const counts: Record<string, number> = {};
    const ids: (number | undefined)[] = [];
    for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn })) {
      for (const { id, type } of events) {
        ids.push(id);
        counts[String(type)] = (counts[String(type)] ?? 0) + 1;
      }
    }
    expect(counts, `seed ${seed} ${name}`).toEqual(EVENTS);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
  }
  client.destroy();
}, 60_000);
