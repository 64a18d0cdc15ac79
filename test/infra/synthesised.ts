import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import type { Organisation } from '../../functions/shared/organisation.ts';
import { type BuildOptions, buildApp } from '../../infra/build-app.ts';
import { featureFlags } from '../../infra/feature-flags.ts';
import { entries } from '../../infra/functions.ts';
import { compileOrganisation } from '../../policy/compiler/index.ts';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

export function ferronex(): Organisation {
  const compiled = compileOrganisation(join(import.meta.dirname, '../../policy/ferronex'));
  if (!compiled.ok) throw new Error('the FerroNex policy does not compile');
  return compiled.value;
}

/** The stacks, with empty bundles: what functions hold is no concern of templates. */
export function build(change: Partial<BuildOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'privacy-requests-infra-'));
  for (const id of Object.keys(entries)) {
    mkdirSync(join(folder, 'bundles', id), { recursive: true });
    writeFileSync(join(folder, 'bundles', id, 'index.mjs'), `export const handler = () => '${id}';`);
  }
  const app = new App({ outdir: join(folder, 'cdk.out'), context: featureFlags });
  const stacks = buildApp(app, {
    region: 'eu-central-1',
    organisation: ferronex(),
    bundles: join(folder, 'bundles'),
    site: undefined,
    ...change,
  });
  return { app, ...stacks };
}

export function resourcesOf(stack: Stack): Record<string, TemplateResource> {
  const { artifacts } = appOf(stack).synth();
  const artifact = artifacts.find(({ id }) => id === stack.artifactId);
  if (!artifact || !('template' in artifact)) throw new Error(`${stack.stackName} was not synthesised`);
  return (artifact.template as { Resources: Record<string, TemplateResource> }).Resources;
}

export function ofType(resources: Record<string, TemplateResource>, type: string): [string, TemplateResource][] {
  return Object.entries(resources).filter(([, { Type }]) => Type === type);
}

/** The one resource of a type that is meant. */
export function find(
  resources: Record<string, TemplateResource>,
  type: string,
  isMeant: (found: [string, TemplateResource]) => boolean,
): [string, TemplateResource] {
  const found = ofType(resources, type).find(isMeant);
  if (!found) throw new Error(`no such resource of type ${type}`);
  return found;
}

/** The only resource of a type. */
export function only(resources: Record<string, TemplateResource>, type: string): TemplateResource {
  const found = ofType(resources, type);
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`${found.length} resources of type ${type}`);
  return first[1];
}

/** The construct id under the stack: `portal` for `PrivacyRequestsService/portal/Resource`. */
export function constructOf({ Metadata }: TemplateResource): string {
  return Metadata?.['aws:cdk:path']?.split('/')[1] ?? '';
}

/** The environment of a function. */
export function variablesOf({ Properties }: TemplateResource): Readonly<Record<string, unknown>> {
  return (Properties.Environment as { readonly Variables: Readonly<Record<string, unknown>> }).Variables;
}

function appOf(stack: Stack): App {
  const { root } = stack.node;
  if (!(root instanceof App)) throw new Error('the stack belongs to no app');
  return root;
}
