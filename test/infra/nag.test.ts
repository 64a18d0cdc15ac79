import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import type { BuildOptions } from '../../infra/build-app.ts';
import { build } from './synthesised.ts';

/**
 * Findings that are left as they are. Wildcards in resources stand here, since cdk-nag names each by its text; all other
 * acknowledgements stand beside the resource they concern, in infra/.
 */
const leftAsTheyAre: readonly { readonly finding: RegExp; readonly where: RegExp; readonly reason: string }[] = [
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::.*Exports.*\/requests\/\*\/(findings|references|redactions|package|attachments)\/\*\]$/,
    where:
      /Service\/(receive-files|release-package|console-api|check-holds|prepare-review|build-package|gather-\w+|erase-\w+|sweep)\/Role\//,
    reason: 'Which request an export belongs to is known at run time only; the folder of what may be read is fixed',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:s3:::archive\/[a-z-]+\/\*\]$/,
    where: /Service\/(gather|erase)-archive\/Role\//,
    reason: 'The objects of a store are named when they are found; the prefixes come from the data map',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::.*:execution:<(PrivacyRequest|GatherData|FulfilRequest)\w+\.Name>:\*\]$/,
    where: /Service\/(PrivacyRequest|dispatch-work|sweep)\/Role\//,
    reason: 'Executions are named when they start; the machine is fixed',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::.*Requests.*\/stream\/\*\]$/,
    where: /Service\/(dispatch-work|send-mail)\/Role\//,
    reason: 'Lambda asks for the streams of a table by name before it reads the one it was given',
  },
  {
    finding: /^AwsSolutions-(IAM4|IAM5|L1)(\[|$)/,
    where: /Edge\/Custom::CDKBucketDeployment\w+\//,
    reason:
      'The function with which CDK copies public files at deployment; CDK fixes its role and runtime, and no data is near it',
  },
];

const variants: Record<string, Partial<BuildOptions>> = {
  plain: {},
  'with the site': { site: { staff: import.meta.dirname, assets: import.meta.dirname } },
  'with a domain and a web ACL of its own': {
    domain: { name: 'privacy.example', certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' },
    webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/w/1',
  },
};

interface Finding {
  readonly rule: string;
  readonly path: string;
}

function findingsOf(options: Partial<BuildOptions>): Finding[] {
  const { app } = build(options);
  app.synth();
  return new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath ?? '' })),
    );
}

const isMeant = ({ finding, where }: (typeof leftAsTheyAre)[number], { rule, path }: Finding) =>
  finding.test(rule) && where.test(path);

const found = Object.entries(variants).map(([name, options]) => [name, findingsOf(options)] as const);

test.each(found)('AwsSolutions finds nothing that has no reason (%s)', (_, findings) => {
  expect(findings.filter((finding) => !leftAsTheyAre.some((left) => isMeant(left, finding)))).toEqual([]);
});

test('every reason is still needed', () => {
  const all = found.flatMap(([, findings]) => findings);
  expect(leftAsTheyAre.filter((left) => !all.some((finding) => isMeant(left, finding)))).toEqual([]);
});
