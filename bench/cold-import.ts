import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundleFunctions, oneModule } from '../infra/bundle-functions.ts';
import { type BundleId, entries } from '../infra/functions.ts';
import { formatError, writeOrganisation } from '../policy/compiler/index.ts';
import { functionEnvironments } from './function-environment.ts';
import { type Measure, median } from './measure.ts';
import { clientImports, type Imports, moduleOf } from './sdk-alone.ts';

const run = promisify(execFile);

export interface ColdImportOptions {
  /** The repository. */
  readonly root: string;
  /** Gets bundles and is emptied first. */
  readonly folder: string;
  readonly rounds: number;
}

/** Stands for the SDK of a function that uses none. */
const smallestSdk: Imports = new Map([['@aws-sdk/client-dynamodb', new Set(['DynamoDBClient'])]]);

/**
 * Processor time a fresh process takes to import each function, over that of importing and making only the clients which
 * that function imports of the SDK (and pg, the driver of one store), bundled whole: what a function's bundle leaves out
 * of the SDK counts for it. Processor time, because other work on the machine only makes a process wait. Each round measures
 * every function right after the clients it is compared with, so that a slow moment meets both; the median round counts.
 */
export async function coldImport({ root, folder, rounds }: ColdImportOptions): Promise<Measure[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'alone'), { recursive: true });
  const organisationFile = join(folder, 'organisation.json');
  const compiled = writeOrganisation(join(root, 'policy/ferronex'), organisationFile);
  if (!compiled.ok) throw new Error(compiled.refusal.map(formatError).join('\n'));

  const environments = functionEnvironments(compiled.value);

  const functions = join(folder, 'functions');
  const metafile = await bundleFunctions({ entries, root, organisationFile, outFolder: functions });
  const ids = Object.keys(entries) as BundleId[];
  const modules = new Map(
    ids.map((id) => {
      const inputs = metafile.outputs[relative(root, join(functions, id, 'index.mjs'))]?.inputs ?? {};
      const own = Object.keys(inputs).filter(
        (file) => file.startsWith('functions/') && (inputs[file]?.bytesInOutput ?? 0) > 0,
      );
      const imports = clientImports(own.map((file) => readFileSync(join(root, file), 'utf8')));
      return [id, { usesSdk: imports.size > 0, text: moduleOf(imports.size > 0 ? imports : smallestSdk) }];
    }),
  );

  const texts = [...new Set([...modules.values()].map(({ text }) => text))];
  const alone = Object.fromEntries(texts.map((_, index) => [`sdk-${index}`, join(folder, 'alone', `${index}.ts`)]));
  for (const [index, text] of texts.entries()) writeFileSync(join(folder, 'alone', `${index}.ts`), text);
  const baselines = join(folder, 'baselines');
  const plain = Object.entries(alone).map(([id, file]) => ({ in: file, out: `${id}/index` }));
  await build({ ...oneModule, entryPoints: plain, outdir: baselines });

  const costs = new Map<string, number[]>();
  const measure = async (name: string, bundle: string, environment: Record<string, string>) => {
    const milliseconds = await importCost(bundle, environment);
    costs.set(name, [...(costs.get(name) ?? []), milliseconds]);
  };
  for (let round = 0; round < rounds; round++) {
    for (const [index, text] of texts.entries()) {
      await measure(text, join(baselines, `sdk-${index}`), {});
      for (const id of ids)
        if (modules.get(id)?.text === text) await measure(id, join(functions, id), environments[id]);
    }
  }

  return ids.map((id) => {
    const { text = '', usesSdk } = modules.get(id) ?? {};
    const before = costs.get(text) ?? [];
    const ratios = (costs.get(id) ?? []).map((value, round) => value / (before[round] ?? Number.NaN));
    const against = usesSdk ? 'its SDK clients alone' : 'the DynamoDB client alone (uses none itself)';
    return { name: `cold import: ${id} ÷ ${against}`, value: median(ratios), unit: 'ratio', limit: { atMost: 1.3 } };
  });
}

async function importCost(bundle: string, environment: Record<string, string>): Promise<number> {
  const { stdout } = await run(
    process.execPath,
    [join(import.meta.dirname, 'import-timer.mjs'), join(bundle, 'index.mjs')],
    {
      env: {
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
        LAMBDA_TASK_ROOT: bundle,
        ORGANISATION_FILE: 'organisation.json',
        ...environment,
      },
    },
  );
  return Number(stdout);
}
