import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { definitionProblems } from '../../../local/step-functions/index.ts';
import { definitionFiles, findMistakes } from '../../../workflows/validate.ts';

const task = {
  Type: 'Task',
  Comment: 'calls a function',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'step' },
  TimeoutSeconds: 60,
  Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2, JitterStrategy: 'FULL' }],
  Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Stop' }],
  End: true,
};
const stop = { Type: 'Fail', Comment: 'gives up', Error: 'GaveUp' };
const sound = {
  Comment: 'a workflow',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 60,
  StartAt: 'Call',
  States: { Call: task, Stop: stop },
};

async function messages(definition: unknown): Promise<string> {
  const mistakes = await findMistakes('/definition.asl.json', JSON.stringify(definition, null, 2));
  return mistakes.map(({ line, message }) => `${line}: ${message}`).join('\n');
}

const withTask = (change: object) => ({ ...sound, States: { Call: { ...task, ...change }, Stop: stop } });

describe.each(definitionFiles())('%s', (file) => {
  const text = readFileSync(file, 'utf8');

  test('has no mistake that a validator or the house knows of', async () => {
    expect(await findMistakes(file, text)).toEqual([]);
  });

  test('runs on the embedded engine as it is', () => {
    expect(definitionProblems(text, { sdkCalls: false })).toEqual([]);
  });
});

test('all workflows are looked at', () => {
  expect(definitionFiles().map((file) => basename(dirname(file)))).toEqual([
    'fulfil-request',
    'gather-data',
    'privacy-request',
    'replay-erasures',
  ]);
});

describe('a mistake is found:', () => {
  test('none in a sound definition', async () => {
    expect(await messages(sound)).toBe('');
  });

  test('text that is not JSON', async () => {
    const mistakes = await findMistakes('/definition.asl.json', '{ "States": ');
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.message).toMatch(/^Syntax/);
  });

  test('a state that leads nowhere, with its line', async () => {
    expect(await messages(withTask({ End: undefined, Next: 'Nowhere' }))).toMatch(/^[1-9]\d*: .*(state|Next)/im);
  });

  test('a state nobody can reach (States Language Service)', async () => {
    const lost = { Type: 'Pass', Comment: 'lost', End: true };
    expect(await messages({ ...sound, States: { ...sound.States, Lost: lost } })).toMatch(/cannot be reached/i);
  });

  test('an expression that is not JSONata (asl-validator)', async () => {
    expect(await messages(withTask({ Output: '{% 1 + %}' }))).toMatch(/Output is invalid/);
  });

  test.each<[string, unknown, RegExp]>([
    ['no query language', { ...sound, QueryLanguage: undefined }, /QueryLanguage/],
    ['no time limit', { ...sound, TimeoutSeconds: undefined }, /TimeoutSeconds/],
    ['no comment on the whole', { ...sound, Comment: undefined }, /no Comment/],
    ['a state without comment', withTask({ Comment: undefined }), /Call has no Comment/],
    ['a task without time limit', withTask({ TimeoutSeconds: undefined }), /Call has no TimeoutSeconds/],
    ['a task without retry', withTask({ Retry: undefined }), /Call has no Retry/],
    [
      'a retry without bound',
      withTask({ Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' }] }),
      /without a bound/,
    ],
    [
      'a retry without jitter',
      withTask({ Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }] }),
      /without jitter/,
    ],
    [
      'a task that does not catch everything',
      withTask({ Catch: [{ ErrorEquals: ['Conflict'], Next: 'Stop' }] }),
      /does not catch States.ALL/,
    ],
  ])('%s', async (_, definition, message) => {
    expect(await messages(definition)).toMatch(message);
  });

  test('inside a Map as well', async () => {
    const map = {
      Type: 'Map',
      Comment: 'each',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Inner',
        States: { Inner: { Type: 'Pass', End: true } },
      },
      End: true,
    };
    expect(await messages({ ...sound, StartAt: 'Each', States: { Each: map } })).toMatch(/Inner has no Comment/);
  });
});
