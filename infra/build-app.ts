import type { App } from 'aws-cdk-lib';
import type { Organisation } from '../functions/shared/organisation.ts';
import { sampleRecipients } from './sample-recipients.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EdgeStack, type EdgeStackProps } from './stacks/edge-stack.ts';
import { SamplePlatformStack } from './stacks/sample-platform-stack.ts';
import { ServiceStack, type ServiceStackProps } from './stacks/service-stack.ts';

export interface BuildOptions {
  /** A region by name: CDK writes a table with a key of our own for a known region only. The account stays open. */
  readonly region: string;
  readonly organisation: Organisation;
  /** Folder with one folder per bundle id, each holding `index.mjs` and `organisation.json`. */
  readonly bundles: string;
  readonly site: EdgeStackProps['site'];
  /** Also the sample platform, to which the policy's stores are then bound. */
  readonly sample?: boolean;
  readonly publicUrl?: string | undefined;
  readonly domain?: EdgeStackProps['domain'];
  readonly webAclArn?: string | undefined;
  readonly postgresNetwork?: ServiceStackProps['postgresNetwork'];
}

/** The stacks of the product, in an app of their own. */
export function buildApp(app: App, options: BuildOptions): { data: DataStack; service: ServiceStack; edge: EdgeStack } {
  const env = { region: options.region };
  const sample = options.sample
    ? new SamplePlatformStack(app, 'SamplePlatform', { env, description: 'Made-up data to try privacy requests on' })
    : undefined;
  const data = new DataStack(app, 'PrivacyRequestsData', {
    env,
    description: 'Privacy requests: what holds data',
    terminationProtection: true,
  });
  const service = new ServiceStack(app, 'PrivacyRequestsService', {
    env,
    description: 'Privacy requests: what runs',
    data,
    bundles: options.bundles,
    organisation: options.organisation,
    stores: sample?.storesOf(options.organisation.dataMap) ?? {},
    recipients: options.sample ? sampleRecipients : {},
    postgresNetwork: options.postgresNetwork,
    publicUrl: options.publicUrl ?? (options.domain ? `https://${options.domain.name}` : undefined),
  });
  const edge = new EdgeStack(app, 'PrivacyRequestsEdge', {
    env,
    description: 'Privacy requests: one domain for members and staff',
    data,
    service,
    site: options.site,
    domain: options.domain,
    webAclArn: options.webAclArn,
  });
  return { data, service, edge };
}
