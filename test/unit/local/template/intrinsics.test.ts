import { describe, expect, it } from 'vitest';
import { references, resolve, type Scope } from '../../../../local/template/intrinsics.ts';

const scope: Scope = {
  ref: (name) => ({ 'AWS::Region': 'eu-central-1', Bucket: 'my-bucket', Subnets: ['a', 'b'] })[name],
  getAtt: (logicalId, attribute) => `${logicalId}#${attribute}`,
  importValue: (name) => `imported ${name}`,
  condition: (name) => name === 'Yes',
  findInMap: (...keys) => keys.join('/'),
};
const evaluate = (expression: unknown) => resolve(expression, scope);

/** A variable of `Fn::Sub`. */
const variable = (name: string) => `$\{${name}}`;

describe('intrinsic functions', () => {
  it.each([
    ['Ref', { Ref: 'Bucket' }, 'my-bucket'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table#Arn'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Function.Metadata.Arn' }, 'Function#Metadata.Arn'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Bucket' }, 3]] }, 'a-my-bucket-3'],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [2, { 'Fn::Split': ['/', 'https://host/path'] }] }, 'host'],
    [
      'Fn::Sub',
      { 'Fn::Sub': `${variable('Bucket')}.${variable('Table.Arn')}.${variable('!Kept')}` },
      `my-bucket.Table#Arn.${variable('Kept')}`,
    ],
    [
      'Fn::Sub with values',
      { 'Fn::Sub': [`${variable('Own')}-${variable('Bucket')}`, { Own: { Ref: 'AWS::Region' } }] },
      'eu-central-1-my-bucket',
    ],
    ['Fn::ImportValue', { 'Fn::ImportValue': 'Data:Table' }, 'imported Data:Table'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'name'] }, 'Map/eu-central-1/name'],
    ['Fn::Base64', { 'Fn::Base64': 'text' }, 'dGV4dA=='],
    ['Fn::If, yes', { 'Fn::If': ['Yes', 'this', 'that'] }, 'this'],
    ['Fn::If, no', { 'Fn::If': ['No', 'this', 'that'] }, 'that'],
    ['conditions', { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] }, true],
  ])('%s', (_name, expression, expected) => {
    expect(evaluate(expression)).toEqual(expected);
  });

  it('leaves out what is AWS::NoValue, in objects and lists', () => {
    expect(
      evaluate({ kept: 1, gone: { Ref: 'AWS::NoValue' }, list: [1, { 'Fn::If': ['No', 2, { Ref: 'AWS::NoValue' }] }] }),
    ).toEqual({
      kept: 1,
      list: [1],
    });
  });

  it('keeps objects that only look like calls', () => {
    expect(evaluate({ Condition: { StringEquals: { a: 'b' } } })).toEqual({ Condition: { StringEquals: { a: 'b' } } });
  });

  it('refuses what it does not know', () => {
    expect(() => evaluate({ 'Fn::Cidr': ['10.0.0.0/16', 1, 8] })).toThrow('Fn::Cidr is not supported');
    expect(() => evaluate({ 'Fn::Select': [9, ['a']] })).toThrow('no item 9');
  });
});

describe('references', () => {
  it('are found wherever they hide, without the variables of a substitution', () => {
    const { names, imports } = references({
      a: { Ref: 'One' },
      b: [{ 'Fn::GetAtt': ['Two', 'Arn'] }, { 'Fn::If': ['C', { Ref: 'Three' }, 'x'] }],
      c: { 'Fn::Sub': [`${variable('Four.Arn')} ${variable('Own')} ${variable('!Not')}`, { Own: { Ref: 'Five' } }] },
      d: { 'Fn::ImportValue': 'Other:Export' },
    });
    expect([...names].sort()).toEqual(['Five', 'Four', 'One', 'Three', 'Two']);
    expect(imports).toEqual(['Other:Export']);
  });
});
