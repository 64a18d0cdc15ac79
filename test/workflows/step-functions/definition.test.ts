import { expect, test } from 'vitest';
import { definitionProblems } from '../../../local/step-functions/index.ts';
import { ask, invoke, machine } from './workbench.ts';

const problemsOf = (definition: object, sdkCalls = true) =>
  definitionProblems(JSON.stringify(definition), { sdkCalls }).map(
    ({ message, location }) => `${message} at ${location}`,
  );

const end = { Type: 'Pass', End: true };
const mapOf = (more: object, processor: object = {}) => ({
  Type: 'Map',
  ItemProcessor: { StartAt: 'Each', States: { Each: end }, ...processor },
  End: true,
  ...more,
});

test('a definition that uses everything the engine runs has no problems', () => {
  const definition = machine(
    {
      Start: {
        Type: 'Pass',
        Assign: { total: 1, größe: '{% 2 %}' },
        Output: { a: ['{% $states.input %}'] },
        Next: 'Choose',
      },
      Choose: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $total = 1 %}', Assign: { total: 2 }, Output: 'x', Next: 'Rest' }],
        Default: 'Stop',
        Comment: 'one or the other',
      },
      Rest: { Type: 'Wait', Timestamp: '2026-01-01T00:00:00Z', Next: 'Call' },
      Call: invoke('f', {
        TimeoutSeconds: 60,
        HeartbeatSeconds: '{% 30 %}',
        Retry: [
          {
            ErrorEquals: ['A', 'B'],
            IntervalSeconds: 1,
            MaxAttempts: 0,
            BackoffRate: 1.5,
            MaxDelaySeconds: 10,
            JitterStrategy: 'FULL',
          },
          { ErrorEquals: ['States.ALL'] },
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], Assign: { e: '{% $states.errorOutput %}' }, Output: {}, Next: 'Stop' }],
        Next: 'Each item',
      }),
      'Each item': mapOf({
        Items: [1, 2],
        ItemSelector: { v: '{% $states.context.Map.Item.Value %}' },
        MaxConcurrency: 2,
        ToleratedFailureCount: 1,
        ToleratedFailurePercentage: '{% 10 %}',
        End: undefined,
        Next: 'Both',
      }),
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Left', States: { Left: end } },
          { StartAt: 'Right', States: { Right: ask('r') } },
        ],
        Arguments: { x: 1 },
        Next: 'Child',
      },
      Child: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Arguments: { StateMachineArn: 'arn', Input: {}, Name: 'n' },
        Next: 'Read',
      },
      Read: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
        Arguments: { TableName: 't' },
        Next: 'Done',
      },
      Done: { Type: 'Succeed', Output: '{% $total %}' },
      Stop: { Type: 'Fail', Error: 'Stopped', Cause: '{% "because" %}' },
    },
    { TimeoutSeconds: 86_400, Comment: 'everything', Version: '1.0' },
  );
  expect(problemsOf(definition)).toEqual([]);
});

test.each<[string, object, RegExp]>([
  ['a JSONPath field', { ...end, InputPath: '$.a' }, /'InputPath' of state 'It'.*\/States\/It\/InputPath/],
  ['ResultPath', { ...end, ResultPath: null }, /'ResultPath' of state 'It'/],
  ['a JSONPath state', { ...end, QueryLanguage: 'JSONPath' }, /'QueryLanguage' of state 'It'/],
  ['an unknown state type', { Type: 'Loop', End: true }, /"Loop" is not a supported state type at \/States\/It\/Type/],
  ['a prototype name as type', { Type: 'constructor', End: true }, /"constructor" is not a supported state type/],
  ['a prototype name as field', { ...end, toString: 1 }, /'toString' of state 'It': is not supported/],
  ['neither Next nor End', { Type: 'Pass' }, /state 'It' must have either the field 'Next' or the field 'End'/],
  ['both Next and End', { ...end, Next: 'It' }, /must have either/],
  ['a target that is not there', { Type: 'Pass', Next: 'Nowhere' }, /'Nowhere' does not exist at \/States\/It\/Next/],
  ['a broken expression', { ...end, Output: { a: '{% ( %}' } }, /'Output' of state 'It'.*not a JSONata expression/],
  ['an empty expression', { ...end, Output: '{% %}' }, /the JSONata expression is empty/],
  ['half an expression', { ...end, Output: 'x %}' }, /must be enclosed/],
  ['a reserved variable', { ...end, Assign: { states: 1 } }, /'states' is reserved/],
  ['a bad variable name', { ...end, Assign: { '1a': 1 } }, /'1a' is not a variable name/],
  [
    'a direct function resource',
    { ...invoke('f'), Resource: 'arn:aws:lambda:eu-central-1:0:function:f' },
    /'Resource' of state 'It'/,
  ],
  [
    'another integration',
    { ...invoke('f'), Resource: 'arn:aws:states:::sqs:sendMessage' },
    /sqs:sendMessage' is not an integration/,
  ],
  [
    'the first sync',
    { ...invoke('f'), Resource: 'arn:aws:states:::states:startExecution.sync' },
    /is not an integration/,
  ],
  [
    'an event invocation',
    { ...invoke('f'), Arguments: { FunctionName: 'f', InvocationType: 'Event' } },
    /'InvocationType'/,
  ],
  ['no function', { ...invoke('f'), Arguments: { Payload: {} } }, /lacks the field 'FunctionName'/],
  [
    'an unknown argument',
    { ...invoke('f'), Arguments: { FunctionName: 'f', LogType: 'Tail' } },
    /'LogType' of the Arguments/,
  ],
  ['credentials', { ...invoke('f'), Credentials: {} }, /'Credentials' of state 'It'/],
  ['TimeoutSecondsPath', { ...invoke('f'), TimeoutSecondsPath: '$.t' }, /'TimeoutSecondsPath'/],
  ['a timeout of zero', { ...invoke('f'), TimeoutSeconds: 0 }, /'TimeoutSeconds'.*from 1 to/],
  [
    'a heartbeat beyond the timeout',
    { ...invoke('f'), TimeoutSeconds: 5, HeartbeatSeconds: 5 },
    /must be smaller than/,
  ],
  [
    'a retrier without errors',
    { ...invoke('f'), Retry: [{ MaxAttempts: 1 }] },
    /'Retry\[0\]' of state 'It' lacks the field 'ErrorEquals'/,
  ],
  ['States.ALL in company', { ...invoke('f'), Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] }, /must stand alone/],
  [
    'States.ALL before the last',
    { ...invoke('f'), Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] },
    /must come last/,
  ],
  [
    'a cap below the interval',
    { ...invoke('f'), Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 9, MaxDelaySeconds: 9 }] },
    /greater than IntervalSeconds/,
  ],
  ['a shrinking backoff', { ...invoke('f'), Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] }, /'BackoffRate'/],
  ['a catcher to nowhere', { ...invoke('f'), Catch: [{ ErrorEquals: ['A'], Next: 'Nowhere' }] }, /Catch\[0\]\/Next/],
  [
    'a catcher with ResultPath',
    { ...invoke('f'), Catch: [{ ErrorEquals: ['A'], Next: 'It', ResultPath: '$' }] },
    /'ResultPath'/,
  ],
  ['Retry where there is none', { ...end, Retry: [] }, /'Retry' of state 'It': is not supported/],
  ['no choices', { Type: 'Choice', Choices: [] }, /'Choices' of state 'It'/],
  [
    'a JSONPath choice',
    { Type: 'Choice', Choices: [{ Variable: '$.a', BooleanEquals: true, Next: 'It' }] },
    /'Variable' of state 'It'/,
  ],
  ['a choice by text', { Type: 'Choice', Choices: [{ Condition: 'yes', Next: 'It' }] }, /'Condition' of state 'It'/],
  ['a wait for nothing', { Type: 'Wait', End: true }, /either the field 'Seconds' or the field 'Timestamp'/],
  [
    'a wait for two',
    { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true },
    /either the field 'Seconds'/,
  ],
  [
    'a distributed map',
    mapOf({}, { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } }),
    /a distributed Map is not supported/,
  ],
  ['an item reader', mapOf({ ItemReader: {} }), /'ItemReader' of state 'It'/],
  ['the old iterator', mapOf({ Iterator: {} }), /'Iterator' of state 'It'/],
  ['items of the wrong type', mapOf({ Items: 7 }), /'Items' of state 'It'/],
  ['a percentage over 100', mapOf({ ToleratedFailurePercentage: 101 }), /'ToleratedFailurePercentage'/],
  [
    'a state inside that is wrong',
    mapOf({}, { States: { Each: { Type: 'Pass' } } }),
    /\/States\/It\/ItemProcessor\/States\/Each/,
  ],
  ['a name used twice', mapOf({}, { StartAt: 'It', States: { It: end } }), /DUPLICATE_STATE_NAME/],
  ['no branches', { Type: 'Parallel', Branches: [], End: true }, /'Branches' of state 'It'/],
])('%s is refused, naming state and field', (_name, state, expected) => {
  expect(problemsOf(machine({ It: state })).join('\n')).toMatch(expected);
});

test('what is wrong with the machine itself is refused too', () => {
  expect(problemsOf({ StartAt: 'A', States: { A: { ...end, Output: 1 } } })[0]).toMatch(
    /'Output' of state 'A' needs QueryLanguage JSONata/,
  );
  expect(problemsOf(machine({ A: end, B: end }))[0]).toMatch(/'B' is not reachable/);
  expect(problemsOf({ QueryLanguage: 'JSONata', States: { A: end } }).join()).toMatch(/lacks the field 'StartAt'/);
  expect(problemsOf(machine({ A: end }, { ProcessorConfig: {} }))[0]).toMatch(/'ProcessorConfig' of the state machine/);
  expect(problemsOf({})[0]).toMatch(/'States' must be an object/);
  expect(definitionProblems('[', { sdkCalls: true })[0]?.message).toMatch(/must be a JSON object/);
  const read = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem', End: true };
  expect(problemsOf(machine({ Read: read }), false)[0]).toMatch(
    /'Resource' of state 'Read': SDK integrations are not connected/,
  );
});
