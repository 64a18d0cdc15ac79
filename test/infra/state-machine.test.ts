import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { StateMachine as CdkStateMachine, DefinitionBody, QueryLanguage } from 'aws-cdk-lib/aws-stepfunctions';
import { beforeEach, describe, expect, test } from 'vitest';
import { ServiceFunction } from '../../infra/constructs/service-function.ts';
import { StateMachine } from '../../infra/constructs/state-machine.ts';
import { asText, statementsByConstruct } from './roles.ts';
import { ofType, only, resourcesOf } from './synthesised.ts';

const call = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: `\${step}` },
  End: true,
};
const sound = { QueryLanguage: 'JSONata', TimeoutSeconds: 60, Comment: 'a', StartAt: 'Call', States: { Call: call } };

let stack: Stack;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'privacy-requests-machine-'));
  stack = new Stack(
    new App({ outdir: join(folder, 'cdk.out'), context: { 'aws:cdk:enable-path-metadata': true } }),
    'Stack',
  );
});

function fileOf(definition: unknown): string {
  const file = join(folder, 'definition.asl.json');
  writeFileSync(file, JSON.stringify(definition));
  return file;
}

function step(name: string): ServiceFunction {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'index.mjs'), 'export const handler = () => 1;');
  return new ServiceFunction(stack, name, {
    description: name,
    bundle: join(folder, name),
    environment: {},
    memory: 128,
    timeout: 1,
    permissions: [],
  });
}

const machine = (definition: unknown, targets: Record<string, ServiceFunction | StateMachine>, id = 'Machine') =>
  new StateMachine(stack, id, { definitionFile: fileOf(definition), targets });

describe('a definition is refused', () => {
  test.each<[string, object, RegExp]>([
    [
      'without query language',
      { ...sound, QueryLanguage: undefined },
      /definition\.asl\.json does not say "QueryLanguage": "JSONata"/,
    ],
    ['in JSONPath', { ...sound, QueryLanguage: 'JSONPath' }, /does not say "QueryLanguage": "JSONata"/],
    ['without time limit', { ...sound, TimeoutSeconds: undefined }, /no TimeoutSeconds at its top/],
    ['with a time limit of nothing', { ...sound, TimeoutSeconds: 0 }, /no TimeoutSeconds at its top/],
  ])('%s', (_, definition, message) => {
    expect(() => machine(definition, { step: step('step') })).toThrow(message);
  });

  test('with a token that no target is given for, by its name', () => {
    expect(() => machine(sound, {})).toThrow(/names \$\{step\}, but no such target is given/);
  });

  test('with a target that it never uses, by its name', () => {
    const targets = { step: step('step'), forgotten: step('forgotten') };
    expect(() => machine(sound, targets)).toThrow(/never uses the given target forgotten/);
  });
});

describe('a sound definition', () => {
  test('is deployed with every token replaced, and language and time limit in it', () => {
    machine(sound, { step: step('step') });
    const { Properties } = only(resourcesOf(stack), 'AWS::StepFunctions::StateMachine');
    const text = asText(Properties.DefinitionString);
    expect(JSON.parse(text)).toMatchObject({ QueryLanguage: 'JSONata', TimeoutSeconds: 60, Comment: 'a' });
    expect(text).toMatch(/"FunctionName":"<step\w+\.Arn>"/);
    expect(text).not.toContain('${');
  });

  test('gives its role the right to call exactly its targets, and no right to their versions', () => {
    const other = step('other');
    machine(sound, { step: step('step') });
    const granted = statementsByConstruct(resourcesOf(stack)).get('Machine') ?? [];
    const invoked = granted.filter(({ actions }) => actions.includes('lambda:InvokeFunction'));
    expect(invoked.flatMap(({ resources }) => resources)).toEqual([expect.stringMatching(/^<step\w+\.Arn>$/)]);
    expect(JSON.stringify(granted)).not.toContain(other.node.id);
  });

  test('may start a nested workflow and follow it to its end', () => {
    const inner = machine(sound, { step: step('step') }, 'Inner');
    const nested = {
      ...sound,
      States: {
        Call: {
          ...call,
          Resource: 'arn:aws:states:::states:startExecution.sync:2',
          Arguments: { StateMachineArn: `\${inner}` },
        },
      },
    };
    machine(nested, { inner }, 'Outer');
    const granted = statementsByConstruct(resourcesOf(stack)).get('Outer') ?? [];
    const may = (action: string) =>
      granted.filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources);
    expect(may('states:StartExecution')).toEqual([expect.stringMatching(/^<Inner\w+>$/)]);
    expect(may('states:DescribeExecution')).toEqual([expect.stringMatching(/:execution:<Inner\w+\.Name>:\*$/)]);
    expect(may('states:StopExecution')).toEqual(may('states:DescribeExecution'));
    expect(may('events:PutRule')).toEqual([
      expect.stringMatching(/:rule\/StepFunctionsGetEventsForStepFunctionsExecutionRule$/),
    ]);
    expect(may('lambda:InvokeFunction')).toEqual([]);
  });

  test('logs each step but never what goes in or out', () => {
    machine(sound, { step: step('step') });
    const { Properties } = only(resourcesOf(stack), 'AWS::StepFunctions::StateMachine');
    expect(Properties.LoggingConfiguration).toMatchObject({ IncludeExecutionData: false, Level: 'ALL' });
    expect(Properties.TracingConfiguration).toEqual({ Enabled: false });
  });
});

/** The reason for all this. When a newer CDK fails here, `state-machine.ts` may have become simpler. */
test('CDK drops time limit, comment and query language given beside a definition from a file, and grants nothing', () => {
  const target = step('step');
  new CdkStateMachine(stack, 'Plain', {
    definitionBody: DefinitionBody.fromString(JSON.stringify({ StartAt: 'Call', States: { Call: call } })),
    definitionSubstitutions: { step: target.arn },
    timeout: Duration.minutes(1),
    comment: 'what it is for',
    queryLanguage: QueryLanguage.JSONATA,
  });
  const resources = resourcesOf(stack);
  const { Properties } = only(resources, 'AWS::StepFunctions::StateMachine');
  const deployed = JSON.stringify(Properties);
  for (const lost of ['TimeoutSeconds', 'what it is for', 'JSONata']) expect(deployed).not.toContain(lost);
  const policies = ofType(resources, 'AWS::IAM::Policy').filter(([id]) => id.startsWith('Plain'));
  expect(JSON.stringify(policies)).not.toContain('lambda:InvokeFunction');
});
