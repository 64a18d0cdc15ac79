import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One resource as a CloudFormation template states it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** The sections of a CloudFormation template that decide what is deployed. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, { Type: string; Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Record<string, Record<string, unknown>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Export?: { Name: unknown }; Condition?: string }>>;
  readonly Transform?: unknown;
}

export interface Stack {
  readonly name: string;
  readonly template: Template;
}

/** A synthesised CDK app: its stacks in the order of the manifest, and where its assets lie. */
export interface Assembly {
  readonly stacks: readonly Stack[];
  /** The file or folder published under this object key. Throws when no stack has such an asset. */
  asset(objectKey: string): string;
}

interface Manifest {
  artifacts: Record<string, { type: string; displayName?: string; properties?: Record<string, unknown> }>;
}

interface AssetManifest {
  files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
}

/**
 * Reads a cloud assembly folder as `cdk synth` writes it (`manifest.json`, `*.template.json`, `*.assets.json`).
 * Stages (nested assemblies) are refused: this app has none.
 */
export function readAssembly(directory: string): Assembly {
  const manifest = readJson<Manifest>(join(directory, 'manifest.json'));
  const stacks: Stack[] = [];
  const assets = new Map<string, string>();
  for (const [id, artifact] of Object.entries(manifest.artifacts)) {
    const properties = artifact.properties ?? {};
    if (artifact.type === 'aws:cloudformation:stack') {
      const name = typeof properties.stackName === 'string' ? properties.stackName : id;
      stacks.push({ name, template: readJson<Template>(join(directory, String(properties.templateFile))) });
    } else if (artifact.type === 'cdk:asset-manifest') {
      const files = readJson<AssetManifest>(join(directory, String(properties.file))).files ?? {};
      for (const { source, destinations } of Object.values(files)) {
        for (const { objectKey } of Object.values(destinations)) {
          if (source.path !== undefined) assets.set(objectKey, join(directory, source.path));
        }
      }
    } else if (artifact.type === 'cdk:cloud-assembly') {
      throw new Error(`${directory}: stage ${id} is not supported; put stacks directly under the app`);
    }
  }
  return {
    stacks,
    asset(objectKey) {
      const path = assets.get(objectKey);
      if (path === undefined || !existsSync(path)) throw new Error(`${directory} has no asset ${objectKey}`);
      return path;
    },
  };
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
