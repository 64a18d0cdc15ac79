import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask, createWorkbench, DAY, invoke, machine, SECOND, START, type Workbench } from './workbench.ts';

let folder: string;
let clock: number;
let opened: Workbench[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'step-functions-'));
  clock = START;
  opened = [];
});
afterEach(() => {
  for (const { engine } of opened) engine.close();
  rmSync(folder, { recursive: true });
});

/** An engine on the test's log and clock. */
function open(handler?: Parameters<typeof createWorkbench>[0]): Workbench {
  const workbench = createWorkbench(handler, { file: join(folder, 'log.sqlite'), now: () => clock });
  opened.push(workbench);
  return workbench;
}

async function reopen(workbench: Workbench, handler?: Parameters<typeof createWorkbench>[0]): Promise<Workbench> {
  workbench.engine.close();
  opened.splice(opened.indexOf(workbench), 1);
  const next = open(handler);
  await next.engine.idle();
  return next;
}

test('waits, backoffs, tokens and variables outlive the engine', async () => {
  let workbench = open();
  const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 5 }];
  const executionArn = await workbench.run({
    Rest: { Type: 'Wait', Seconds: 60, Assign: { kept: 'k' }, Next: 'Ask' },
    Ask: ask('ask', { TimeoutSeconds: 10, Retry, Output: '{% [$kept, $states.result] %}', End: true }),
  });
  workbench = await reopen(workbench);
  clock += 60 * SECOND;
  workbench.engine.wake();
  await workbench.engine.idle();
  const first = String(workbench.calls[0]?.payload.token);
  workbench = await reopen(workbench);
  expect(workbench.calls).toEqual([]);
  clock += 10 * SECOND;
  workbench = await reopen(workbench);
  expect((await workbench.types(executionArn)).at(-1)).toBe('TaskTimedOut');
  await expect(workbench.engine.sendTaskSuccess({ taskToken: first, output: '1' })).rejects.toMatchObject({
    name: 'TaskTimedOut',
  });
  clock += 5 * SECOND;
  workbench = await reopen(workbench);
  const second = String(workbench.calls[0]?.payload.token);
  workbench = await reopen(workbench);
  await workbench.engine.sendTaskSuccess({ taskToken: second, output: '2' });
  await workbench.engine.idle();
  expect(await workbench.output(executionArn)).toEqual(['k', 2]);
});

test('a function that was running when the engine closed is called again, with the same payload', async () => {
  const never = new Promise(() => undefined);
  let workbench = open(() => never);
  const stateMachineArn = await workbench.create('calls', machine({ Call: invoke('f') }));
  const { executionArn } = await workbench.engine.startExecution({ stateMachineArn, input: '{"n":1}' });
  while (workbench.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  workbench = await reopen(workbench);
  expect(workbench.calls.map(({ payload }) => payload)).toEqual([{ n: 1 }]);
  expect(await workbench.output(executionArn)).toEqual({ n: 1 });
});

test('an execution that failed can be redriven by an engine opened later', async () => {
  let workbench = open(() => Promise.reject(new Error('down')));
  const executionArn = await workbench.run({ One: { Type: 'Pass', Output: 1, Next: 'Call' }, Call: invoke('f') });
  expect(await workbench.status(executionArn)).toBe('FAILED');
  workbench = await reopen(workbench);
  await workbench.engine.redriveExecution({ executionArn });
  await workbench.engine.idle();
  expect(await workbench.output(executionArn)).toBe(1);
});

test('after a fault the engine does nothing more, and says so', async () => {
  const faults: unknown[] = [];
  const broken = createWorkbench(() => Promise.reject(new Error('down')), {
    random: () => {
      throw new Error('no more chance');
    },
    onFault: (fault) => faults.push(fault),
  });
  opened.push(broken);
  const Retry = [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' }];
  await broken.run({ Call: invoke('f', { Retry, End: true }) });
  expect(faults).toEqual([new Error('no more chance')]);
  await expect(broken.engine.listStateMachines({})).rejects.toThrow('the engine stopped after a fault');
});

test('only one engine at a time holds a log', () => {
  open();
  expect(() => open()).toThrow(/locked/);
});

test('an execution is forgotten, and its name free again, 90 days after it closed', async () => {
  let workbench = open();
  const stateMachineArn = await workbench.create('once', machine({ Out: { Type: 'Succeed' } }));
  const start = () => workbench.engine.startExecution({ stateMachineArn, name: 'one' });
  const { executionArn } = await start();
  await workbench.engine.idle();
  clock += 90 * DAY;
  workbench = await reopen(workbench);
  await expect(start()).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  clock += 1;
  workbench = await reopen(workbench);
  await expect(workbench.engine.describeExecution({ executionArn })).rejects.toMatchObject({
    name: 'ExecutionDoesNotExist',
  });
  await start();
});

test('a running execution keeps the definition it was started with', async () => {
  let workbench = open();
  const rest = { Rest: { Type: 'Wait', Seconds: 1, Next: 'Out' } };
  const stateMachineArn = await workbench.create(
    'changes',
    machine({ ...rest, Out: { Type: 'Pass', Output: 'old', End: true } }),
  );
  const { executionArn } = await workbench.engine.startExecution({ stateMachineArn });
  await workbench.engine.idle();
  const definition = JSON.stringify(machine({ Out: { Type: 'Pass', Output: 'new', End: true } }));
  await workbench.engine.updateStateMachine({ stateMachineArn, definition });
  const later = await workbench.engine.startExecution({ stateMachineArn });
  clock += SECOND;
  workbench = await reopen(workbench);
  expect(await workbench.output(executionArn)).toBe('old');
  expect(await workbench.output(later.executionArn)).toBe('new');
});

test('a deleted machine takes no new executions and goes when the last one has ended', async () => {
  const workbench = open();
  const stateMachineArn = await workbench.create('goes', machine({ Ask: ask('ask') }));
  await workbench.engine.startExecution({ stateMachineArn });
  await workbench.engine.idle();
  await workbench.engine.deleteStateMachine({ stateMachineArn });
  expect(await workbench.engine.describeStateMachine({ stateMachineArn })).toMatchObject({ status: 'DELETING' });
  await expect(workbench.engine.startExecution({ stateMachineArn })).rejects.toMatchObject({
    name: 'StateMachineDeleting',
  });
  await workbench.engine.sendTaskSuccess({ taskToken: String(workbench.calls[0]?.payload.token), output: '1' });
  await workbench.engine.idle();
  await expect(workbench.engine.describeStateMachine({ stateMachineArn })).rejects.toMatchObject({
    name: 'StateMachineDoesNotExist',
  });
});

test('hundreds of executions run side by side, each with its own data', async () => {
  const workbench = open(({ n, token }) => (token === undefined ? Number(n) * 2 : null));
  const stateMachineArn = await workbench.create(
    'many',
    machine({
      Call: invoke('f', { Next: 'Ask' }),
      Ask: ask('ask', { Output: '{% [$states.input, $states.result] %}', End: true }),
    }),
  );
  const started = await Promise.all(
    [...Array(300).keys()].map((n) =>
      workbench.engine.startExecution({ stateMachineArn, name: `run-${n}`, input: JSON.stringify({ n }) }),
    ),
  );
  await workbench.engine.idle();
  const tokens = workbench.calls.flatMap(({ payload }) => (typeof payload.token === 'string' ? [payload.token] : []));
  await Promise.all(tokens.map((taskToken) => workbench.engine.sendTaskSuccess({ taskToken, output: '"ok"' })));
  await workbench.engine.idle();
  const outputs = await Promise.all(started.map(({ executionArn }) => workbench.output(executionArn)));
  expect(outputs).toEqual([...Array(300).keys()].map((n) => [n * 2, 'ok']));
});
