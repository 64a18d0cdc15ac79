import { spawn } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { StartRefused } from './start-refused.ts';

export interface SynthesisOptions {
  /** The repository. */
  readonly root: string;
  /** The policy folder. */
  readonly organisation: string;
  /** Context as `cdk synth -c name=value` takes it. */
  readonly context: Readonly<Record<string, string>>;
  /** Told what is being done, when it takes long. */
  readonly progress: (text: string) => void;
}

/** Everything that decides the templates and bundles, besides the policy folder. */
const inputs = [
  'infra',
  'functions',
  'workflows',
  'policy',
  'local/sample/sample-tables.ts',
  'web',
  'package-lock.json',
  'cdk.json',
  'tsconfig.json',
];
const consoleInputs = ['web/console', 'functions', 'package-lock.json'];
const notInputs = new Set(['node_modules', 'dist', 'cdk.out', '.cache']);
/** Synthesised apps kept besides those in use: another organisation's, the branch one came from. */
const kept = 4;
/** Beside an app's folder: a database that every process locks that runs the app. */
const useFile = '.in-use.sqlite';

/**
 * The folder of the synthesised app: the one made earlier from the same inputs, or a new one.
 * @throws StartRefused with what the compiler of the policy or the synthesis said
 */
export async function synthesise(options: SynthesisOptions): Promise<string> {
  const { root, context } = options;
  const organisation = resolve(root, options.organisation);
  if (!existsSync(organisation)) throw new StartRefused(`The policy folder ${organisation} does not exist.`);
  const cache = join(root, '.cache', 'synthesised');
  mkdirSync(cache, { recursive: true });
  const digest = digestOf(root, [...inputs, organisation], JSON.stringify(context));
  const directory = join(cache, digest);
  markInUse(directory);
  if (isComplete(directory)) return directory;

  const unlock = await exclusively(join(root, '.cache', 'synthesis.sqlite'));
  try {
    if (isComplete(directory)) return directory;
    await buildConsole(options);
    options.progress('Synthesising the templates');
    const partial = `${directory}.partial`;
    rmSync(partial, { recursive: true, force: true });
    await run(root, [join(root, 'infra/app.ts')], {
      ORGANISATION: organisation,
      CDK_OUTDIR: partial,
      // The templates are validated by the infrastructure tests and by every `cdk deploy`; here it would cost seconds.
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: JSON.stringify({ ...contextOf(root), ...context }),
    });
    renameSync(partial, directory);
    forgetOld(cache);
    return directory;
  } finally {
    unlock();
  }
}

function isComplete(directory: string): boolean {
  if (!existsSync(join(directory, 'manifest.json'))) return false;
  const now = new Date();
  utimesSync(directory, now, now);
  return true;
}

/** Builds the staff console unless it was built from the same sources. */
async function buildConsole({ root, progress }: SynthesisOptions): Promise<void> {
  if (!existsSync(join(root, 'web/console/index.html'))) return;
  const stamp = join(root, '.cache', 'console-built-from');
  const digest = digestOf(root, consoleInputs, '');
  const built = existsSync(join(root, 'web/console/dist/index.html'));
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  progress('Building the staff console');
  await run(root, [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'web/console', '--logLevel', 'warn'], {});
  writeFileSync(stamp, digest);
}

/** What the CDK command would pass: construct paths in the templates, and the feature flags of `cdk.json`. */
function contextOf(root: string): Record<string, unknown> {
  const file = join(root, 'cdk.json');
  const { context = {} } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { context?: Record<string, unknown> })
    : {};
  return { 'aws:cdk:enable-path-metadata': true, ...context };
}

function run(root: string, commandLine: readonly string[], environment: Record<string, string>): Promise<void> {
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, commandLine, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) done();
      else reject(new StartRefused(Buffer.concat(output).toString().trim() || `${commandLine[0]} ended with ${code}`));
    });
  });
}

function digestOf(root: string, paths: readonly string[], extra: string): string {
  const hash = createHash('sha256').update(extra);
  for (const path of paths) addToHash(hash, resolve(root, path));
  return hash.digest('hex').slice(0, 24);
}

function addToHash(hash: Hash, path: string): void {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) {
    hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
    return;
  }
  for (const entry of readdirSync(path).sort()) if (!notInputs.has(entry)) addToHash(hash, join(path, entry));
}

/**
 * Removes the apps used longest ago, but none that a process runs, this one or another: functions load their bundles when they are
 * first called.
 */
export function forgetOld(cache: string): void {
  const unused = readdirSync(cache, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ path: join(cache, name), time: statSync(join(cache, name)).mtimeMs }))
    .filter(({ path }) => !isInUse(path))
    .sort((left, right) => right.time - left.time);
  for (const { path } of unused.slice(kept)) {
    rmSync(path, { recursive: true, force: true });
    rmSync(path + useFile, { force: true });
  }
}

const locks = new Map<string, DatabaseSync>();

/** Until this process ends, in whatever way: the lock is the system's. */
export function markInUse(directory: string): void {
  if (locks.has(directory)) return;
  // Another process may be asking whether the app is in use, which takes a moment.
  const lock = new DatabaseSync(directory + useFile, { timeout: 5_000 });
  lock.exec('BEGIN; SELECT * FROM sqlite_schema');
  locks.set(directory, lock);
}

function isInUse(directory: string): boolean {
  if (!existsSync(directory + useFile)) return false;
  const probe = new DatabaseSync(directory + useFile);
  try {
    probe.exec('BEGIN EXCLUSIVE');
    return false;
  } catch (error) {
    if (error instanceof Error && /locked/.test(error.message)) return true;
    throw error;
  } finally {
    probe.close();
  }
}

/** Waits until no other process synthesises; the system frees the lock of one that dies. */
async function exclusively(file: string): Promise<() => void> {
  const lock = new DatabaseSync(file);
  for (;;) {
    try {
      lock.exec('BEGIN EXCLUSIVE');
      return () => lock.close();
    } catch (error) {
      if (!(error instanceof Error && /locked/.test(error.message))) throw error;
      await delay(200);
    }
  }
}
