import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { build } from './synthesised.ts';

/**
 * Findings that are left as they are. Wildcards in resources stand here, since cdk-nag names each by its text; all other
 * acknowledgements stand beside the resource they concern, in infra/.
 */
const leftAsTheyAre: readonly { readonly finding: RegExp; readonly where: RegExp; readonly reason: string }[] = [
  {
    finding: /^AwsSolutions-IAM5\[Resource::.*Exports.*\/requests\/\*\/(findings|references|package)\/\*\]$/,
    where: /Service\/(release-package|console-api|check-holds|build-package|gather-\w+|sweep)\/Role\//,
    reason: 'Which request an export belongs to is known at run time only; the folder of what may be read is fixed',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:s3:::archive\/[a-z-]+\/\*\]$/,
    where: /Service\/gather-archive\/Role\//,
    reason: 'The objects of a store are named when they are found; the prefixes come from the data map',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::.*:execution:<(PrivacyRequest|GatherData)\w+\.Name>:\*\]$/,
    where: /Service\/(PrivacyRequest|dispatch-work|sweep)\/Role\//,
    reason: 'Executions are named when they start; the machine is fixed',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::.*Requests.*\/stream\/\*\]$/,
    where: /Service\/(dispatch-work|send-mail)\/Role\//,
    reason: 'Lambda asks for the streams of a table by name before it reads the one it was given',
  },
];

test.each([
  [
    'with a domain and a web ACL of its own',
    {
      domain: { name: 'privacy.example', certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' },
      webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/w/1',
    },
  ],
  ['without', {}],
])('AwsSolutions finds nothing that has no reason (%s)', (_, options) => {
  const { app } = build(options);
  app.synth();
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  const findings = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({ ruleName, path: constructPath ?? '' })),
  );
  const hasReason = ({ ruleName, path }: (typeof findings)[number]) =>
    leftAsTheyAre.some(({ finding, where }) => finding.test(ruleName) && where.test(path));

  expect(findings.filter((found) => !hasReason(found))).toEqual([]);
  const stale = leftAsTheyAre.filter(
    ({ finding, where }) => !findings.some(({ ruleName, path }) => finding.test(ruleName) && where.test(path)),
  );
  expect(stale).toEqual([]);
});
