import { describe, expect, it } from 'vitest';
import { allows, matches, type PolicyStatement } from '../../support/iam-policy.ts';

const table = 'arn:aws:dynamodb:eu-central-1:000000000000:table/requests';

function allow(Action: string | string[], Resource: string | string[], Condition?: PolicyStatement['Condition']) {
  return { Effect: 'Allow', Action, Resource, ...(Condition ? { Condition } : {}) } as const;
}

describe('a policy', () => {
  it('allows what a statement names, and nothing else', () => {
    const policy = [allow(['dynamodb:GetItem', 'dynamodb:PutItem'], table)];
    expect(allows(policy, { action: 'dynamodb:GetItem', resource: table })).toBe(true);
    expect(allows(policy, { action: 'dynamodb:getitem', resource: table })).toBe(true);
    expect(allows(policy, { action: 'dynamodb:DeleteItem', resource: table })).toBe(false);
    expect(allows(policy, { action: 'dynamodb:GetItem', resource: `${table}/index/queue` })).toBe(false);
    expect(allows([], { action: 'dynamodb:GetItem', resource: table })).toBe(false);
  });

  it('needs action and resource in one statement', () => {
    const policy = [allow('s3:GetObject', 'arn:aws:s3:::one/*'), allow('s3:PutObject', 'arn:aws:s3:::two/*')];
    expect(allows(policy, { action: 's3:GetObject', resource: 'arn:aws:s3:::two/a' })).toBe(false);
  });

  it('denies what one statement denies, whatever others allow', () => {
    const policy: PolicyStatement[] = [
      allow('s3:*', '*'),
      { Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' },
    ];
    expect(allows(policy, { action: 's3:GetObject', resource: 'arn:aws:s3:::one/a' })).toBe(true);
    expect(allows(policy, { action: 's3:DeleteObject', resource: 'arn:aws:s3:::one/a' })).toBe(false);
  });

  it('says so when it holds what is not evaluated here', () => {
    const permission = { action: 's3:GetObject', resource: 'arn:aws:s3:::one/a' };
    const odd = { ...allow('s3:GetObject', '*'), NotResource: 'arn:aws:s3:::one/*' };
    expect(() => allows([odd], permission)).toThrow(/NotResource/);
    expect(() => allows([allow('s3:GetObject', `arn:aws:s3:::one/\${aws:username}/*`)], permission)).toThrow(
      /username/,
    );
    const dated = allow('s3:GetObject', '*', { DateLessThan: { 'aws:CurrentTime': '2026-01-01' } });
    expect(() => allows([dated], permission)).toThrow(/DateLessThan/);
  });
});

describe('a wildcard', () => {
  it.each([
    ['requests/*/package/*', 'requests/1/package/2.zip', true],
    ['requests/*/package/*', 'requests/1/findings/2.zip', false],
    ['secret:trade-??????', 'secret:trade-a1b2c3', true],
    ['secret:trade-??????', 'secret:trade-admin-a1b2c3', false],
    ['a.b', 'axb', false],
    ['a+(b)', 'a+(b)', true],
  ])('%s fits %s: %s', (pattern, text, fits) => {
    expect(matches(pattern, text)).toBe(fits);
  });
});

describe('a condition', () => {
  const list = (prefix?: string) => ({
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::archive',
    ...(prefix === undefined ? {} : { context: { 's3:prefix': prefix } }),
  });

  it('compares as its operator says', () => {
    const like = [allow('s3:ListBucket', '*', { StringLike: { 's3:prefix': ['uploads/*', 'logs/*'] } })];
    const equal = [allow('s3:ListBucket', '*', { StringEquals: { 's3:prefix': 'uploads/*' } })];
    expect(allows(like, list('uploads/a'))).toBe(true);
    expect(allows(like, list('secrets/a'))).toBe(false);
    expect(allows(equal, list('uploads/a'))).toBe(false);
  });

  it('fails when the call comes without its key', () => {
    expect(allows([allow('s3:ListBucket', '*', { StringLike: { 's3:prefix': '*' } })], list())).toBe(false);
  });

  it('holds only when all of its keys and operators do', () => {
    const both = [
      allow('ses:SendEmail', '*', {
        StringEquals: { 'ses:FromAddress': 'a@b.example' },
        StringLike: { 'aws:RequestedRegion': 'eu-*' },
      }),
    ];
    const send = (context: Record<string, string>) => ({
      action: 'ses:SendEmail',
      resource: 'arn:aws:ses:::x',
      context,
    });
    expect(allows(both, send({ 'ses:FromAddress': 'a@b.example', 'aws:RequestedRegion': 'eu-west-1' }))).toBe(true);
    expect(allows(both, send({ 'ses:FromAddress': 'a@b.example', 'aws:RequestedRegion': 'us-east-1' }))).toBe(false);
  });

  it('asks every value of a list, or any', () => {
    const keys = (...values: string[]) => ({
      action: 'dynamodb:GetItem',
      resource: table,
      context: { 'dynamodb:LeadingKeys': values },
    });
    const on = (operator: string) => [
      allow('dynamodb:GetItem', table, { [operator]: { 'dynamodb:LeadingKeys': ['REQ#*'] } }),
    ];
    expect(allows(on('ForAllValues:StringLike'), keys('REQ#1', 'REQ#2'))).toBe(true);
    expect(allows(on('ForAllValues:StringLike'), keys('REQ#1', 'HOLD#2'))).toBe(false);
    expect(allows(on('ForAnyValue:StringLike'), keys('REQ#1', 'HOLD#2'))).toBe(true);
    // An operator for one value does not fit a list.
    expect(allows(on('StringLike'), keys('REQ#1'))).toBe(false);
  });
});
