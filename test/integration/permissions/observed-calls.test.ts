import { afterAll, beforeAll, expect, it } from 'vitest';
import { accountId, region } from '../../../local/cloud-plan.ts';
import { eventually } from '../../support/eventually.ts';
import { askForData } from '../../support/journey.ts';
import { type Grant, installRoleGuard } from '../../support/role-guard.ts';
import { type SourceCloud, startSourceCloud } from '../../support/source-cloud.ts';
import { walkEverywhere } from './walk-everywhere.ts';

/** What roles allow that no walk needs; without `of`, any role. A new line here is a decision. */
const rare: readonly { readonly of?: readonly string[]; readonly what: RegExp; readonly because: string }[] = [
  { what: /^logs:(CreateLogStream|PutLogEvents) /, because: 'Lambda writes the log of a function itself' },
  {
    of: ['dispatch-work', 'send-mail'],
    what: /^dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams) /,
    because: 'Lambda reads the stream itself and hands its records over',
  },
  {
    of: ['dispatch-work', 'send-mail', 'record-delivery', 'sweep'],
    what: /^sqs:SendMessage /,
    because: 'Lambda itself keeps what a function gave up',
  },
  {
    of: ['build-package'],
    what: /^s3:AbortMultipartUpload .*\/package\/\*$/,
    because: 'an upload in parts is taken back only when it fails',
  },
  {
    of: ['gather-members'],
    what: /^dynamodb:Query .*\/index\/by-company$/,
    because: 'colleagues are counted only when an account is cancelled (test/integration/erasure)',
  },
  {
    of: ['erase-archive'],
    what: /^s3:DeleteObject .*\/company-material\/\*$/,
    because: "a company's material goes only with its last account (test/integration/erasure)",
  },
  {
    of: ['gather-archive'],
    what: /^s3:PutObject .*\/references\/\*$/,
    because: 'nothing in this archive leads on to other collections; elsewhere it may',
  },
  {
    of: ['erase-members', 'erase-archive', 'erase-trade'],
    what: /^(s3:PutObject .*\/references\/\*|kms:GenerateDataKey .*)$/,
    because: 'where it stands is kept only when a collection takes longer than one call may',
  },
  {
    of: ['erase-archive'],
    what: /^s3:(AbortMultipartUpload|GetObjectVersion|DeleteObjectVersion|GetObjectTagging|PutObjectTagging) /,
    because: 'this archive keeps neither older versions nor tags, and no object is so large; elsewhere it may',
  },
  {
    of: ['erase-archive'],
    what: /^s3:DeleteObject .*\/access-logs\/\*$/,
    because: 'an object goes only when no line is left in it',
  },
  {
    of: ['erase-members'],
    what: /^dynamodb:UpdateItem .*devices$/,
    because: 'a record of which everything goes is changed only when some categories are asked about and others not',
  },
  {
    of: ['await-person'],
    what: /^(dynamodb:DeleteItem|states:SendTaskSuccess) /,
    because: 'the wait is over before it is noted only when a person decides in that moment',
  },
  {
    of: ['dispatch-work'],
    what: /^(dynamodb:PutItem|states:DescribeExecution) /,
    because: 'a workflow is started anew only when it was lost',
  },
  {
    of: ['prepare-review'],
    what: /^s3:(GetObject .*\/redactions\/\*|ListBucket .*)$/,
    because: 'what staff decided before is read only when a source was tried again after they did',
  },
  {
    of: ['sweep'],
    what: /^(dynamodb:(DeleteItem|ConditionCheckItem) .*|s3:DeleteObject .*\/attachments\/\*)$/,
    because: 'the record of a request is erased only after its months (test/integration/requests)',
  },
  {
    of: ['sweep'],
    what: /^states:DescribeExecution /,
    because: 'whether a workflow still runs is asked only when a request has stood still for an hour',
  },
  {
    of: ['sweep'],
    what: /^(s3:GetObject .*\/(findings|references)\/\*|kms:Decrypt .*)$/,
    because: 'which companies a request is about is asked only for a deletion that a hold has kept from ending',
  },
];

const guard = installRoleGuard({ region, accountId });
let cloud: SourceCloud;

beforeAll(async () => {
  cloud = await startSourceCloud();
  guard.enforce(cloud);
}, 120_000);
afterAll(() => cloud?.close());

it('makes no call that the role of its function does not allow', async () => {
  // What was refused says more than what then failed.
  const failed = await walkEverywhere(cloud).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(guard.refused()).toEqual([]);
  if (failed) throw failed;
});

it('allows a role nothing that its function does not use, but for the rare', () => {
  const unexplained = guard.unused().filter((grant) => !rare.some((exception) => isOf(exception, grant)));
  expect(unexplained.map(inWords)).toEqual([]);
});

it('excepts only what a role allows', () => {
  const granted = guard.granted();
  expect(granted.length).toBeGreaterThan(150);
  for (const exception of rare) {
    for (const functionName of exception.of ?? ['portal']) {
      const excepted = granted.filter((grant) => grant.functionName === functionName && isOf(exception, grant));
      expect(excepted, `${functionName}: ${exception.because}`).not.toEqual([]);
    }
  }
});

it('refuses a call once the role lacks a statement', async () => {
  const isPolicyOf = ({ type, path }: { type: string; path: string }) =>
    type === 'AWS::IAM::Policy' && path.includes('/send-mail/');
  guard.enforce({
    deployed: cloud.deployed.map((resource) => {
      if (!isPolicyOf(resource)) return resource;
      const PolicyDocument = JSON.parse(JSON.stringify(resource.properties.PolicyDocument));
      const Statement = PolicyDocument.Statement.filter((one: { Action: unknown }) => one.Action !== 'ses:SendEmail');
      return { ...resource, properties: { ...resource.properties, PolicyDocument: { Statement } } };
    }),
  });
  await askForData(cloud, { email: 'unlucky@elsewhere.example', relation: 'non_member' });
  await eventually('the mail is refused', () => guard.refused().length > 0, 30_000);
  expect(guard.refused()).toEqual([
    `send-mail: ses:SendEmail on arn:aws:ses:${region}:${accountId}:identity/ferronex.example`,
  ]);
});

function isOf({ of, what }: (typeof rare)[number], grant: Grant): boolean {
  return (of?.includes(grant.functionName) ?? true) && what.test(`${grant.action} ${grant.resource}`);
}

function inWords({ functionName, action, resource }: Grant): string {
  return `${functionName}: ${action} on ${resource}`;
}
