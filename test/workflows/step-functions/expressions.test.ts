import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { createWorkbench, DAY, invoke, START, type Workbench } from './workbench.ts';

const opened: Workbench[] = [];
const bench = (...args: Parameters<typeof createWorkbench>) => {
  const workbench = createWorkbench(...args);
  opened.push(workbench);
  return workbench;
};
afterEach(() => {
  for (const { engine } of opened.splice(0)) engine.close();
});

async function value(output: unknown, input: unknown = {}) {
  const workbench = bench(undefined, { uuid: () => '00000000-0000-4000-8000-000000000000' });
  return workbench.output(await workbench.run({ It: { Type: 'Pass', Output: output, End: true } }, input));
}

async function causeOf(output: unknown, input: unknown = {}) {
  const workbench = bench();
  const executionArn = await workbench.run({ It: { Type: 'Pass', Output: output, End: true } }, input);
  const { error, cause } = await workbench.engine.describeExecution({ executionArn });
  expect(error).toBe('States.QueryEvaluationError');
  return cause;
}

const opening = "An error occurred while executing the state 'It' (entered at the event id #2). ";

describe('JSONata as Step Functions speaks it', () => {
  test('the added functions', async () => {
    expect(await value('{% $partition([1,2,3,4,5], 2) %}')).toEqual([[1, 2], [3, 4], [5]]);
    expect(await value('{% $partition([0], 4) %}')).toEqual([[0]]);
    expect(await value('{% $hash("text", "SHA-256") %}')).toBe(createHash('sha256').update('text').digest('hex'));
    expect(await value('{% $uuid() %}')).toBe('00000000-0000-4000-8000-000000000000');
    expect(await value('{% $random() %}')).toBe(0.5);
    expect(await value('{% $random(7) = $random(7) and $random(7) != $random(8) and $random(7) < 1 %}')).toBe(true);
    expect(await value('{% $parse("[1, {\\"a\\": null}]") %}')).toEqual([1, { a: null }]);
  });

  test('time is the engine clock', async () => {
    const workbench = bench();
    await workbench.pass(3 * DAY);
    const executionArn = await workbench.run({
      It: { Type: 'Pass', Output: ['{% $now() %}', '{% $millis() %}', '{% $now("[Y]") %}'], End: true },
    });
    const at = START + 3 * DAY;
    expect(await workbench.output(executionArn)).toEqual([new Date(at).toISOString(), at, '2026']);
  });

  test('values come out as they are: null, single-item arrays, empty objects, odd keys', async () => {
    const input = JSON.parse('{"list":[1],"none":null,"nest":{"__proto__":{"a":1}},"empty":{}}');
    expect(await value('{% $states.input %}', input)).toEqual(input);
    expect(await value('{% $states.input.list %}', input)).toEqual([1]);
    expect(await value('{% $states.input.none %}', input)).toBe(null);
    expect(JSON.stringify(await value({ nest: '{% $states.input.nest %}' }, input))).toBe(
      '{"nest":{"__proto__":{"a":1}}}',
    );
  });

  test('errors are worded as AWS does', async () => {
    expect(await causeOf({ a: [0, '{% $states.input.b %}'] })).toBe(
      `${opening}The JSONata expression '$states.input.b' specified for the field 'Output/a[1]' returned nothing (undefined).`,
    );
    expect(await causeOf('{% $eval("1") %}')).toMatch(/T1006: Attempted to invoke a non-function$/);
    expect(await causeOf('{% $unknown %}')).toMatch(/'\$unknown' specified for the field 'Output' returned nothing/);
    expect(await causeOf('{% {"f": function($x){$x}} %}')).toMatch(/returned an unsupported result type\.$/);
    expect(await causeOf('{% $parse("{") %}')).toMatch(/threw an error during evaluation/);
    expect(await causeOf('{% $error("own words") %}')).toMatch(/own words/);
  });

  test('an expression that never ends is cut off', async () => {
    expect(await causeOf('{% ($f := function($x){ 1 + $f($x + 1) }; $f(1)) %}')).toMatch(
      /threw an error during evaluation/,
    );
  });
});

describe('variables', () => {
  test('Assign and Output see the variables as they were, and later states the new ones', async () => {
    const workbench = bench();
    const executionArn = await workbench.run(
      {
        One: { Type: 'Pass', Assign: { a: 1, b: '{% $states.input.x %}' }, Next: 'Two' },
        Two: { Type: 'Pass', Assign: { a: '{% $a + 1 %}', old: '{% $a %}' }, Output: '{% $a %}', Next: 'Three' },
        Three: { Type: 'Pass', Output: '{% [$a, $old, $b, $states.input] %}', End: true },
      },
      { x: 'x' },
    );
    expect(await workbench.output(executionArn)).toEqual([2, 1, 'x', 1]);
  });

  test('inside a Map or Parallel the outer variables are seen, and what is assigned there stays there', async () => {
    const workbench = bench();
    const inner = (name: string) => ({
      StartAt: name,
      States: {
        [name]: { Type: 'Pass', Assign: { inner: '{% $outer & "!" %}' }, Next: `${name} end` },
        [`${name} end`]: { Type: 'Pass', Output: '{% $inner %}', End: true },
      },
    });
    const executionArn = await workbench.run({
      One: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'Map' },
      Map: { Type: 'Map', Items: [1, 2], ItemProcessor: inner('Each'), Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Branches: [inner('Left')],
        Output: '{% $append($states.input, $states.result) %}',
        Next: 'End',
      },
      End: { Type: 'Pass', Output: { seen: '{% $states.input %}', kept: '{% $exists($inner) %}' }, End: true },
    });
    expect(await workbench.output(executionArn)).toEqual({ seen: ['o!', 'o!', 'o!'], kept: false });
  });
});

test('the context object tells where an execution is', async () => {
  const workbench = bench();
  const executionArn = await workbench.run(
    {
      It: {
        Type: 'Map',
        Items: ['v'],
        ItemProcessor: {
          StartAt: 'Each',
          States: { Each: { Type: 'Pass', Output: '{% $states.context %}', End: true } },
        },
        Output: '{% $states.result[0] %}',
        End: true,
      },
    },
    { in: 1 },
  );
  const stateMachineArn = 'arn:aws:states:eu-central-1:000000000000:stateMachine:machine-1';
  const at = new Date(START).toISOString();
  expect(await workbench.output(executionArn)).toEqual({
    Execution: {
      Id: executionArn,
      Name: executionArn.split(':').at(-1),
      Input: { in: 1 },
      RoleArn: 'arn:aws:iam::000000000000:role/workflow',
      StartTime: at,
      RedriveCount: 0,
    },
    StateMachine: { Id: stateMachineArn, Name: 'machine-1' },
    State: { Name: 'Each', EnteredTime: at, RetryCount: 0 },
    Map: { Item: { Index: 0, Value: 'v' } },
  });
});

describe('payloads over 256 KiB', () => {
  const large = { Type: 'Pass', Output: '{% $join($range(1, 60000, 1).$string()) %}', End: true };

  test('end a state with States.DataLimitExceeded', async () => {
    const workbench = bench();
    const executionArn = await workbench.run({ It: large });
    expect(await workbench.engine.describeExecution({ executionArn })).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: "The state/task 'It' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });

  test('fail a task, which may catch it', async () => {
    const workbench = bench(() => '€'.repeat(90_000));
    const caught = [
      { ErrorEquals: ['States.DataLimitExceeded'], Output: '{% $states.errorOutput.Cause %}', Next: 'Done' },
    ];
    const executionArn = await workbench.run({
      It: invoke('f', { Catch: caught, End: true }),
      Done: { Type: 'Succeed' },
    });
    expect(await workbench.output(executionArn)).toMatch(/^The state\/task 'lambda' returned a result with a size/);
  });
});

test('a loop without end is closed at 25,000 events', async () => {
  const workbench = bench();
  const executionArn = await workbench.run({
    One: { Type: 'Pass', Next: 'Two' },
    Two: { Type: 'Pass', Next: 'One' },
  });
  expect(await workbench.engine.describeExecution({ executionArn })).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
});
