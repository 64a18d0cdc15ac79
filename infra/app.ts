import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { escapeHtml } from '../functions/shared/escape-html.ts';
import type { Organisation } from '../functions/shared/organisation.ts';
import { formatError, writeOrganisation } from '../policy/compiler/index.ts';
import { buildApp } from './build-app.ts';
import { bundleFunctions } from './bundle-functions.ts';
import type { Network } from './constructs/service-function.ts';
import { featureFlags } from './feature-flags.ts';
import { entries } from './functions.ts';
import { Refusal } from './refusal.ts';

/**
 * Synthesises the stacks: `npx cdk synth`, `npx cdk deploy --all`, or `node infra/app.ts` by itself.
 *
 * | context (`-c name=value`)                   | meaning                                                                         |
 * | ------------------------------------------- | ------------------------------------------------------------------------------- |
 * | `organisation`                              | policy folder; also the variable ORGANISATION; policy/ferronex otherwise        |
 * | `region`                                    | where; also CDK_DEFAULT_REGION or AWS_REGION, as the CDK CLI sets; eu-central-1 |
 * | `publicUrl`                                 | address people see, when it is not `domainName`'s                               |
 * | `domainName`, `certificateArn`              | own domain and its certificate in us-east-1                                     |
 * | `webAclArn`                                 | web ACL of AWS WAF                                                              |
 * | `postgresSubnets`, `postgresSecurityGroups` | network of what reads PostgreSQL: ids, with commas                              |
 * | `sample=true`                               | also the sample platform, which the stores are then bound to                    |
 * | `skipWeb=true`                              | without the built site                                                          |
 */
const root = resolve(import.meta.dirname, '..');
const cache = join(root, '.cache');

/** @param work an empty folder; what is in it is part of the assembly once this is done */
async function synthesise(work: string): Promise<void> {
  const app = new App({ context: featureFlags });
  const text = (name: string): string | undefined => {
    const value: unknown = app.node.tryGetContext(name);
    return value === undefined ? undefined : String(value);
  };

  const organisationFile = join(work, 'organisation.json');
  const folder = text('organisation') ?? process.env.ORGANISATION ?? join(root, 'policy/ferronex');
  const compiled = writeOrganisation(folder, organisationFile);
  if (!compiled.ok) throw new Refusal(compiled.refusal.map(formatError).join('\n'));
  const bundles = join(work, 'bundles');
  await bundleFunctions({ entries, root, organisationFile, outFolder: bundles });

  const domainName = text('domainName');
  const certificateArn = text('certificateArn');
  if (domainName && !certificateArn)
    throw new Refusal('a domainName needs the certificateArn of a certificate for it in us-east-1');
  buildApp(app, {
    region: text('region') ?? process.env.CDK_DEFAULT_REGION ?? process.env.AWS_REGION ?? 'eu-central-1',
    organisation: compiled.value,
    bundles,
    sample: text('sample') === 'true',
    site: text('skipWeb') === 'true' ? undefined : builtSite(compiled.value, work),
    publicUrl: text('publicUrl')?.replace(/\/$/, ''),
    domain: domainName && certificateArn ? { name: domainName, certificateArn } : undefined,
    webAclArn: text('webAclArn'),
    postgresNetwork: network(text('postgresSubnets'), text('postgresSecurityGroups')),
  });
  app.synth();
}

function network(subnets = '', securityGroups = ''): Network | undefined {
  if (!subnets && !securityGroups) return undefined;
  if (!subnets || !securityGroups) throw new Refusal('postgresSubnets and postgresSecurityGroups belong together');
  return { subnets: subnets.split(','), securityGroups: securityGroups.split(',') };
}

/** The built console, and the static files of the member pages with this organisation's address in them. */
function builtSite({ controller }: Organisation, folder: string) {
  const staff = join(root, 'web/console/dist');
  if (!existsSync(join(staff, 'index.html'))) {
    throw new Refusal(
      'the staff console is not built: web/console/dist has no index.html; run `npx vite build web/console`',
    );
  }
  const assets = join(folder, 'assets');
  cpSync(join(root, 'web/assets'), assets, { recursive: true });
  const page = join(assets, 'unavailable.html');
  writeFileSync(page, readFileSync(page, 'utf8').replaceAll('{contactEmail}', escapeHtml(controller.email)));
  return { staff, assets };
}

mkdirSync(cache, { recursive: true });
// Of its own, so that two runs at once don't take each other's bundles.
const work = mkdtempSync(join(cache, 'synthesis-'));
try {
  await synthesise(work);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
