import { describe, expect, test } from 'vitest';
import { statementsByConstruct } from './roles.ts';
import { build, constructOf, ofType, resourcesOf, variablesOf } from './synthesised.ts';

const { data, service, edge } = build();
const resources = resourcesOf(service);
const roles = statementsByConstruct(resources);

/** Every function may also use the data key, through the service whose data it encrypts. */
const readTable = ['dynamodb:GetItem', 'kms:Decrypt'];
const writeKey = ['kms:Encrypt', 'kms:GenerateDataKey'];
const commands = [...readTable, 'dynamodb:PutItem', ...writeKey];
const stream = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'];
const findings = ['s3:GetObject', 's3:ListBucket'];

/** A claim is a transaction that checks holds and request; references and checkpoints lie in the exports bucket. */
const erasing = [
  ...commands,
  ...findings,
  's3:PutObject',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
  'dynamodb:ConditionCheckItem',
  'kms:GenerateMac',
];

/** The whole of what each role may do. A line that grows is a decision; a line that shrinks is good news. */
const allowed: Record<string, readonly string[]> = {
  portal: [...commands, 'dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'kms:GenerateMac'],
  // Writes files of members and can't read one.
  'receive-files': [...commands, 's3:PutObject'],
  'release-package': [...commands, 'dynamodb:UpdateItem', 'kms:GenerateMac', 's3:GetObject'],
  'console-api': [...commands, 'dynamodb:Query', 'dynamodb:UpdateItem', 'kms:GenerateMac', ...findings, 's3:PutObject'],
  'sign-in-settings': [],
  'read-position': readTable,
  // A closed request is counted.
  'record-progress': [...commands, 'dynamodb:UpdateItem'],
  'await-person': [...commands, 'dynamodb:DeleteItem', 'states:SendTaskSuccess'],
  'verify-identity': [...commands, 'dynamodb:Query'],
  'check-holds': [...commands, 'dynamodb:Query', ...findings],
  'prepare-review': [...commands, ...findings, 's3:PutObject'],
  'build-package': [...readTable, 's3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 'kms:GenerateDataKey'],
  'plan-gathering': commands,
  'gather-members': [...commands, ...findings, 's3:PutObject', 'dynamodb:Query', 'dynamodb:BatchGetItem'],
  'gather-archive': [...commands, ...findings, 's3:PutObject'],
  'gather-trade': [...commands, ...findings, 's3:PutObject', 'secretsmanager:GetSecretValue'],
  'plan-erasure': commands,
  'plan-replay': ['dynamodb:Query', 'kms:Decrypt'],
  'erase-members': [...erasing, 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:Scan'],
  'erase-archive': [
    ...erasing,
    's3:AbortMultipartUpload',
    's3:DeleteObject',
    's3:DeleteObjectVersion',
    's3:GetObjectVersion',
    's3:ListBucketVersions',
    's3:GetObjectTagging',
    's3:PutObjectTagging',
  ],
  'erase-trade': [...erasing, 'secretsmanager:GetSecretValue'],
  'list-recipients': commands,
  'notify-recipient': [...commands, 'secretsmanager:GetSecretValue'],
  'recipient-callback': [...commands, 'secretsmanager:GetSecretValue'],
  'dispatch-work': [
    ...commands,
    ...stream,
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'states:StartExecution',
    'states:SendTaskSuccess',
    'states:DescribeExecution',
    'sqs:SendMessage',
  ],
  'send-mail': [
    ...readTable,
    ...writeKey,
    ...stream,
    'dynamodb:UpdateItem',
    'kms:GenerateMac',
    'ses:SendEmail',
    'sqs:SendMessage',
  ],
  'record-delivery': ['dynamodb:UpdateItem', 'kms:Decrypt', ...writeKey, 'sqs:SendMessage'],
  sweep: [
    ...commands,
    'dynamodb:Query',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'dynamodb:ConditionCheckItem',
    's3:DeleteObject',
    ...findings,
    'states:DescribeExecution',
    'sqs:SendMessage',
  ],
};

const ownLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];

describe('a function', () => {
  const functions = ofType(resources, 'AWS::Lambda::Function').map(([, found]) => constructOf(found));

  test('is either in the table of permissions or does not exist', () => {
    expect(functions.toSorted()).toEqual(Object.keys(allowed).toSorted());
  });

  test.each(Object.entries(allowed))('%s may do what it has to and no more', (name, actions) => {
    const granted = new Set(roles.get(name)?.flatMap((statement) => statement.actions));
    expect([...granted].sort()).toEqual([...new Set([...actions, ...ownLog])].sort());
  });

  test('of the portal reaches no member store and no findings', () => {
    const reached = roles.get('portal')?.flatMap((statement) => statement.resources) ?? [];
    expect(reached.filter((resource) => !/RequestsC42AC379|DataKey|IdentifierKey|portalLog/.test(resource))).toEqual(
      [],
    );
  });

  test('that gathers reads its own store only', () => {
    const store = (name: string, service: string) =>
      roles
        .get(name)
        ?.filter(({ actions }) => actions.some((action) => action.startsWith(service)))
        .flatMap((statement) => statement.resources)
        .filter((resource) => !/Requests|Exports/.test(resource));
    expect(store('gather-members', 'dynamodb')).toEqual([
      'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/authentications',
      'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/devices/index/by-member',
      'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/members/index/by-company',
      'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/members/index/by-email',
      'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/vouchers/index/by-member',
      'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/vouchers',
    ]);
    expect(store('gather-archive', 'dynamodb')).toEqual([]);
    expect(store('gather-archive', 's3')?.sort()).toEqual([
      'arn:<AWS::Partition>:s3:::archive',
      'arn:<AWS::Partition>:s3:::archive/access-logs/*',
      'arn:<AWS::Partition>:s3:::archive/company-material/*',
      'arn:<AWS::Partition>:s3:::archive/uploads/*',
    ]);
    expect(store('gather-trade', 'dynamodb')).toEqual([]);
    expect(store('gather-trade', 'secretsmanager')).toEqual([
      'arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:ferronex/trade-??????',
    ]);
  });

  test('that erases connects to PostgreSQL as a role of its own, and no other does', () => {
    const secretOf = (name: string) =>
      roles
        .get(name)
        ?.filter(({ actions }) => actions.includes('secretsmanager:GetSecretValue'))
        .flatMap((statement) => statement.resources);
    const secret = 'arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:ferronex';
    expect(secretOf('erase-trade')).toEqual([`${secret}/trade-eraser-??????`]);
    expect(secretOf('gather-trade')).toEqual([`${secret}/trade-??????`]);
    const told = (name: string) =>
      ofType(resources, 'AWS::Lambda::Function')
        .filter(([, found]) => constructOf(found) === name)
        .map(([, found]) => JSON.stringify(variablesOf(found)))
        .join();
    expect(told('erase-trade')).toContain('ferronex/trade-eraser');
    expect(told('gather-trade')).not.toContain('eraser');
  });

  test('that erases changes its own store only', () => {
    const changed = (name: string, actions: RegExp) =>
      roles
        .get(name)
        ?.filter((statement) => statement.actions.some((action) => actions.test(action)))
        .flatMap(({ resources: named }) => named)
        .filter((resource) => !/Requests|Exports/.test(resource));
    const table = 'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table';
    const writes = /dynamodb:(BatchWrite|Update|Put|Delete)|s3:(Put|Delete|Abort)/;
    // As far as the policy may ever ask for it: vouchers and the company's material are kept.
    expect(changed('erase-members', /BatchWriteItem/)).toEqual([`${table}/devices`]);
    expect(changed('erase-members', /UpdateItem/)?.toSorted()).toEqual([
      `${table}/authentications`,
      `${table}/devices`,
      `${table}/members`,
    ]);
    expect(changed('erase-archive', /DeleteObject/)?.toSorted()).toEqual([
      'arn:<AWS::Partition>:s3:::archive/access-logs/*',
      'arn:<AWS::Partition>:s3:::archive/company-material/*',
      'arn:<AWS::Partition>:s3:::archive/uploads/*',
    ]);
    expect(changed('erase-archive', /PutObject/)).toEqual(['arn:<AWS::Partition>:s3:::archive/access-logs/*']);
    expect(changed('erase-trade', writes)).toEqual([]);
    for (const [name, statements] of roles) {
      if (name.startsWith('erase-')) continue;
      const resources = statements
        .filter(({ actions }) => actions.some((action) => writes.test(action)))
        .flatMap((statement) => statement.resources);
      expect(
        resources.filter((resource) => /:table\/|archive/.test(resource)),
        name,
      ).toEqual([]);
    }
  });

  test('that tells recipients, or hears from them, reads what is shared with them and nothing else', () => {
    for (const name of ['notify-recipient', 'recipient-callback']) {
      const secrets = roles
        .get(name)
        ?.filter(({ actions }) => actions.includes('secretsmanager:GetSecretValue'))
        .flatMap((statement) => statement.resources);
      const secret = 'arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:ferronex/recipients';
      expect(secrets?.toSorted()).toEqual([
        `${secret}/advertising-partner-??????`,
        `${secret}/authentication-bureau-??????`,
        `${secret}/payment-institution-??????`,
      ]);
    }
  });

  test('that proves an identity asks the account directory only', () => {
    const asked = roles
      .get('verify-identity')
      ?.filter(({ actions }) => actions.includes('dynamodb:Query'))
      .flatMap((statement) => statement.resources);
    expect(asked).toEqual([
      'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/members/index/by-email',
    ]);
  });
});

describe('every role', () => {
  const all = [data, service].flatMap((stack) => [...statementsByConstruct(resourcesOf(stack)).entries()]);
  const statements = all.flatMap(([role, granted]) => granted.map((statement) => ({ role, ...statement })));

  test('has no managed policy and no policy written into the role', () => {
    for (const stack of [data, service, edge]) {
      for (const [id, { Properties }] of ofType(resourcesOf(stack), 'AWS::IAM::Role')) {
        expect(Object.keys(Properties), id).not.toContain('ManagedPolicyArns');
        expect(Object.keys(Properties), id).not.toContain('Policies');
      }
      expect(ofType(resourcesOf(stack), 'AWS::IAM::ManagedPolicy')).toEqual([]);
    }
  });

  test('names its actions, without a wildcard', () => {
    expect(statements.length).toBeGreaterThan(50);
    expect(statements.filter(({ actions }) => actions.some((action) => action.includes('*')))).toEqual([]);
  });

  test('names its resources; only the log delivery of workflows, which has none to name, does not', () => {
    const anything = statements.filter(({ resources: named }) => named.includes('*'));
    expect(new Set(anything.map(({ role }) => role))).toEqual(
      new Set(['FulfilRequest', 'GatherData', 'PrivacyRequest', 'ReplayErasures']),
    );
    expect(anything.flatMap(({ actions }) => actions).every((action) => action.startsWith('logs:'))).toBe(true);
  });

  test('uses the data key through DynamoDB or S3 only', () => {
    const uses = statements.filter(({ resources: named }) => named.some((resource) => resource.includes('DataKey')));
    expect(uses.length).toBeGreaterThan(10);
    for (const { role, conditions } of uses) {
      expect(JSON.stringify(conditions), role).toMatch(/"kms:ViaService":.*"(dynamodb|s3)"/);
    }
  });
});

describe('the environment of a function', () => {
  const environments = ofType(resources, 'AWS::Lambda::Function').map(
    ([, found]) => [constructOf(found), variablesOf(found)] as const,
  );

  test.each(environments)('%s holds names and addresses, no secret', (_, variables) => {
    expect(variables.ORGANISATION_FILE).toBe('organisation.json');
    for (const [name, value] of Object.entries(variables)) {
      expect(name).not.toMatch(/SECRET|PASSWORD|TOKEN|PRIVATE/);
      expect(JSON.stringify(value)).not.toMatch(/:\/\/[^/"]*:[^/"]*@|resolve:secretsmanager/);
    }
  });
});
