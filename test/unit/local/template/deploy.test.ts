import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Template } from '../../../../local/template/assembly.file.ts';
import { deploy, honour, honours, noEffect } from '../../../../local/template/index.ts';

/** Remembers what was made, in order. */
interface World {
  readonly made: { id: string; properties: unknown }[];
}

const thing = honour({
  type: 'Test::Thing',
  properties: z.strictObject({
    Name: z.string().optional(),
    Of: z.unknown().optional(),
    Colour: noEffect('nobody looks'),
  }),
  create(resource, world: World) {
    world.made.push({ id: resource.logicalId, properties: resource.properties });
    return { ref: `ref-${resource.logicalId}`, attributes: { Arn: `arn-${resource.logicalId}` } };
  },
});

async function run(stacks: Record<string, Template>, parameters: Record<string, string> = {}) {
  const world: World = { made: [] };
  const deployed = await deploy({
    assembly: {
      stacks: Object.entries(stacks).map(([name, template]) => ({ name, template })),
      asset: (key) => key,
    },
    honours: [thing],
    exceptions: { 'Test::Ignored': 'of no use here' },
    cloud: world,
    region: 'eu-central-1',
    accountId: '000000000000',
    parameters,
    translate: (text) => text.replace('https://there', 'http://here'),
  });
  return { made: world.made, deployed };
}

describe('deploying templates', () => {
  it('makes each resource after those it refers to, across stacks', async () => {
    const { made } = await run({
      Later: { Resources: { Last: { Type: 'Test::Thing', Properties: { Of: { 'Fn::ImportValue': 'Earlier:Arn' } } } } },
      Earlier: {
        Resources: {
          Second: { Type: 'Test::Thing', Properties: { Of: { 'Fn::GetAtt': ['First', 'Arn'] } } },
          Third: { Type: 'Test::Thing', DependsOn: ['Second'] },
          First: { Type: 'Test::Thing', Properties: { Name: { 'Fn::Sub': ['$', '{AWS::StackName}-x'].join('') } } },
        },
        Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Third', 'Arn'] }, Export: { Name: 'Earlier:Arn' } } },
      },
    });
    expect(made).toEqual([
      { id: 'First', properties: { Name: 'Earlier-x' } },
      { id: 'Second', properties: { Of: 'arn-First' } },
      { id: 'Third', properties: {} },
      { id: 'Last', properties: { Of: 'arn-Third' } },
    ]);
  });

  it('leaves out what its condition excludes, and takes parameters', async () => {
    const { made } = await run(
      {
        One: {
          Parameters: { Size: { Type: 'String', Default: 'small' }, Given: { Type: 'String' } },
          Conditions: { IsLarge: { 'Fn::Equals': [{ Ref: 'Size' }, 'large'] } },
          Resources: {
            Large: { Type: 'Test::Thing', Condition: 'IsLarge' },
            Any: { Type: 'Test::Thing', Properties: { Name: { Ref: 'Given' } } },
          },
        },
      },
      { Given: 'value' },
    );
    expect(made).toEqual([{ id: 'Any', properties: { Name: 'value' } }]);
  });

  it('translates addresses in every text', async () => {
    const { made } = await run({
      One: { Resources: { A: { Type: 'Test::Thing', Properties: { Of: [{ url: 'https://there/x' }] } } } },
    });
    expect(made[0]?.properties).toEqual({ Of: [{ url: 'http://here/x' }] });
  });

  it.each<[string, Template['Resources'], string]>([
    [
      'an unknown type',
      { A: { Type: 'AWS::Odd::Thing' } },
      'One/A (AWS::Odd::Thing): the embedded cloud does not know this resource type',
    ],
    [
      'an unknown property',
      { A: { Type: 'Test::Thing', Properties: { Size: 3 } } },
      'One/A (Test::Thing): property Size is not supported',
    ],
    ['a wrong value', { A: { Type: 'Test::Thing', Properties: { Name: 3 } } }, 'One/A (Test::Thing): property Name:'],
    [
      'an unknown attribute',
      { A: { Type: 'Test::Thing' }, B: { Type: 'Test::Thing', Properties: { Of: { 'Fn::GetAtt': ['A', 'Odd'] } } } },
      'One/B (Test::Thing): attribute Odd of A (Test::Thing) is not supported',
    ],
    [
      'a circle',
      { A: { Type: 'Test::Thing', DependsOn: 'B' }, B: { Type: 'Test::Thing', DependsOn: 'A' } },
      'circular dependency: One/A → One/B → One/A',
    ],
    [
      'a dangling reference',
      { A: { Type: 'Test::Thing', Properties: { Of: { Ref: 'Nobody' } } } },
      'One/A (Test::Thing): refers to Nobody',
    ],
  ])('refuses %s by name', async (_what, resources, message) => {
    await expect(run({ One: { Resources: resources } })).rejects.toThrow(message);
  });

  it('accepts listed exceptions and properties without effect', async () => {
    const { deployed, made } = await run({
      One: {
        Resources: {
          A: { Type: 'Test::Ignored', Properties: { any: 1 } },
          B: { Type: 'Test::Thing', Properties: { Colour: 'red' } },
        },
      },
    });
    expect(made).toHaveLength(1);
    expect(deployed.get('One/A')?.properties).toEqual({ any: 1 });
  });
});

describe('the honours', () => {
  it('are one per type', () => {
    const types = honours.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
  });
});
