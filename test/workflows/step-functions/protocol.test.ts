import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Served, serveEngine } from '../../../local/step-functions/index.ts';
import { ask, createWorkbench, machine, START, type Workbench } from './workbench.ts';

let workbench: Workbench;
let served: Served;
let client: SFNClient;

beforeEach(async () => {
  workbench = createWorkbench();
  served = await serveEngine(workbench.engine, { host: '127.0.0.1', port: 0 });
  client = new SFNClient({
    endpoint: served.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await served.close();
  workbench.engine.close();
});

const roleArn = 'arn:aws:iam::000000000000:role/workflow';
const echo = JSON.stringify(machine({ Echo: { Type: 'Pass', End: true } }));
const waiting = JSON.stringify(machine({ Ask: ask('ask') }));

async function create(name: string, definition: string): Promise<string> {
  const { stateMachineArn } = await client.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  return String(stateMachineArn);
}

async function startWaiting(stateMachineArn: string, name: string) {
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name, input: '{"a":1}' }));
  await workbench.engine.idle();
  return { executionArn, taskToken: String(workbench.calls.at(-1)?.payload.token) };
}

describe('the AWS SDK drives the engine over HTTP', () => {
  test('a state machine is created, described, updated, listed, tagged and deleted', async () => {
    const stateMachineArn = await create('echo', echo);
    expect(stateMachineArn).toBe('arn:aws:states:eu-central-1:000000000000:stateMachine:echo');
    expect(await create('echo', echo)).toBe(stateMachineArn);
    await expect(create('echo', waiting)).rejects.toMatchObject({ name: 'StateMachineAlreadyExists' });

    await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: waiting }));
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({ name: 'echo', status: 'ACTIVE', definition: waiting, roleArn, type: 'STANDARD' });
    expect(described.creationDate).toEqual(new Date(START));

    await client.send(
      new TagResourceCommand({ resourceArn: stateMachineArn, tags: [{ key: 'owner', value: 'privacy' }] }),
    );
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    expect(tags).toEqual([{ key: 'owner', value: 'privacy' }]);

    await create('second', echo);
    const first = await client.send(new ListStateMachinesCommand({ maxResults: 1 }));
    expect(first.stateMachines?.map(({ name }) => name)).toEqual(['echo']);
    const rest = await client.send(new ListStateMachinesCommand({ maxResults: 1, nextToken: first.nextToken }));
    expect(rest.stateMachines?.map(({ name }) => name)).toEqual(['second']);
    expect(rest.nextToken).toBeUndefined();

    await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await expect(client.send(new DescribeStateMachineCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
  });

  test('a definition it does not run is refused, naming state and field', async () => {
    const definition = JSON.stringify(machine({ Keep: { Type: 'Pass', ResultPath: '$.x', End: true } }));
    await expect(create('refused', definition)).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message: expect.stringMatching(/field 'ResultPath' of state 'Keep'.*\/States\/Keep\/ResultPath/),
    });
    const validated = await client.send(new ValidateStateMachineDefinitionCommand({ definition }));
    expect(validated).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ location: '/States/Keep/ResultPath', severity: 'ERROR' }],
    });
    expect(await client.send(new ValidateStateMachineDefinitionCommand({ definition: echo }))).toMatchObject({
      result: 'OK',
    });
  });

  test('a start is idempotent by name and input while it runs, and a name is never used twice', async () => {
    const stateMachineArn = await create('waiting', waiting);
    const { executionArn, taskToken } = await startWaiting(stateMachineArn, 'one');
    const again = await client.send(new StartExecutionCommand({ stateMachineArn, name: 'one', input: '{"a":1}' }));
    expect(again).toMatchObject({ executionArn, startDate: new Date(START) });
    const other = client.send(new StartExecutionCommand({ stateMachineArn, name: 'one', input: '{"a":2}' }));
    await expect(other).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });

    await client.send(new SendTaskSuccessCommand({ taskToken, output: '"yes"' }));
    await workbench.engine.idle();
    const closed = client.send(new StartExecutionCommand({ stateMachineArn, name: 'one', input: '{"a":1}' }));
    await expect(closed).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    expect(workbench.calls).toHaveLength(1);
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '"yes"',
      stopDate: new Date(START),
    });
  });

  test('executions are listed newest first, by status and page', async () => {
    const stateMachineArn = await create('waiting', waiting);
    const names = ['one', 'two', 'three'];
    for (const name of names) await startWaiting(stateMachineArn, name);
    await client.send(
      new StopExecutionCommand({
        executionArn: `${stateMachineArn.replace('stateMachine', 'execution')}:two`,
        error: 'Enough',
        cause: 'no more',
      }),
    );
    const page = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 2 }));
    expect(page.executions?.map(({ name }) => name)).toEqual(['three', 'two']);
    const next = await client.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: 2, nextToken: page.nextToken }),
    );
    expect(next.executions?.map(({ name }) => name)).toEqual(['one']);
    const running = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
    expect(running.executions?.map(({ name }) => name)).toEqual(['three', 'one']);
    const tampered = client.send(new ListExecutionsCommand({ stateMachineArn, nextToken: 'made-up' }));
    await expect(tampered).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  test('a history is paged, reversed and shown without its data', async () => {
    const stateMachineArn = await create('waiting', waiting);
    const { executionArn } = await startWaiting(stateMachineArn, 'one');
    const ids: (number | undefined)[] = [];
    for await (const page of paginateGetExecutionHistory({ client, pageSize: 2 }, { executionArn })) {
      ids.push(...(page.events ?? []).map(({ id }) => id));
    }
    expect(ids).toEqual([1, 2, 3, 4, 5]);
    const reversed = await client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 3 }),
    );
    expect(reversed.events?.map(({ type }) => type)).toEqual(['TaskSubmitted', 'TaskStarted', 'TaskScheduled']);
    expect(reversed.events?.[0]?.timestamp).toEqual(new Date(START));
    const bare = await client.send(new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }));
    expect(JSON.stringify(bare.events)).not.toContain(String(workbench.calls[0]?.payload.token));
    expect(bare.events?.[0]?.executionStartedEventDetails?.input).toBeUndefined();
  });

  test('a stopped execution can be redriven, a running or finished one cannot', async () => {
    const stateMachineArn = await create('waiting', waiting);
    const { executionArn } = await startWaiting(stateMachineArn, 'one');
    const redrive = () => client.send(new RedriveExecutionCommand({ executionArn }));
    await expect(redrive()).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
    await client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'no more' }));
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'no more',
      redriveStatus: 'REDRIVABLE',
    });
    await redrive();
    await workbench.engine.idle();
    const taskToken = String(workbench.calls.at(-1)?.payload.token);
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    await workbench.engine.idle();
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
    });
    await expect(redrive()).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
  });

  test('a tampered token is invalid, a used one timed out, an unknown one does not exist', async () => {
    const stateMachineArn = await create('waiting', waiting);
    const { taskToken } = await startWaiting(stateMachineArn, 'one');
    for (const wrong of [
      'made-up',
      `${taskToken}A`,
      `A${taskToken}`,
      taskToken.slice(0, -1),
      taskToken.replace('.', ''),
    ]) {
      const sent = client.send(new SendTaskSuccessCommand({ taskToken: wrong, output: '{}' }));
      await expect(sent).rejects.toMatchObject({ name: 'InvalidToken' });
    }
    const notJson = client.send(new SendTaskSuccessCommand({ taskToken, output: '{' }));
    await expect(notJson).rejects.toMatchObject({ name: 'InvalidOutput' });
    await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    await client.send(new SendTaskFailureCommand({ taskToken, error: 'No', cause: 'not this time' }));
    for (const send of [
      client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' })),
      client.send(new SendTaskHeartbeatCommand({ taskToken })),
    ]) {
      await expect(send).rejects.toMatchObject({ name: 'TaskTimedOut' });
    }
    await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    const gone = client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    await expect(gone).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
  });

  test('bad requests are answered with the error AWS gives', async () => {
    const stateMachineArn = await create('echo', echo);
    const start = (more: object) => client.send(new StartExecutionCommand({ stateMachineArn, ...more }));
    await expect(start({ input: 'not json' })).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    await expect(start({ name: 'white space' })).rejects.toMatchObject({ name: 'InvalidName' });
    await expect(start({ name: 'x'.repeat(81) })).rejects.toMatchObject({ name: 'InvalidName' });
    await expect(start({ input: JSON.stringify('x'.repeat(262_144)) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(start({ stateMachineArn: `${stateMachineArn}x` })).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    const unknown = client.send(
      new DescribeExecutionCommand({ executionArn: 'arn:aws:states:eu-central-1:0:execution:echo:x' }),
    );
    await expect(unknown).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });

  test('what is not the protocol is refused', async () => {
    const headers = {
      'x-amz-target': 'AWSStepFunctions.ListStateMachines',
      'content-type': 'application/x-amz-json-1.0',
    };
    const post = (body: string, more: object = {}) =>
      fetch(served.url, { method: 'POST', body, headers: { ...headers, ...more } });
    expect((await post('{}')).status).toBe(200);
    expect(await (await post('{')).json()).toMatchObject({ __type: expect.stringContaining('SerializationException') });
    expect((await post('{}', { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await post('{}', { 'x-amz-target': 'AWSStepFunctions.close' })).status).toBe(400);
    expect((await post('{"surprise":1}')).status).toBe(400);
    expect((await fetch(served.url)).status).toBe(400);
  });
});
