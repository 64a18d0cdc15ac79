/**
 * Removes each guard in turn, in a copy of the sources, and expects a test to fail: `npm run guards`, with
 * `-- <words of a promise>` for some. Exit code 1 when a guard can go unnoticed.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Guard, guards } from './guards.ts';

const root = join(import.meta.dirname, '../..');
const sources = ['functions', 'infra', 'local', 'policy', 'test', 'web', 'workflows', 'package.json', 'tsconfig.json'];

const wanted = process.argv.slice(2).join(' ');
const chosen = guards.filter(({ promise }) => promise.includes(wanted));
const copy = mkdtempSync(join(tmpdir(), 'guards-'));
let missed = chosen.length === 0 ? 1 : 0;
try {
  for (const source of [...sources, 'vitest.config.ts', 'cdk.json'])
    cpSync(join(root, source), join(copy, source), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const guard of chosen) {
    const found = missedWithout(guard);
    if (!found) missed++;
    process.stdout.write(`${found ? 'missed, as it should be' : 'NOT MISSED'}: ${guard.promise}\n`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
process.exitCode = missed > 0 ? 1 : 0;

function missedWithout({ file, guard, removed, project, tests }: Guard): boolean {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  writeFileSync(
    path,
    text.replace(guard, () => removed),
  );
  try {
    const run = ['run', '--project', project, '--reporter', 'json', '--outputFile', report, '--bail', '1', ...tests];
    spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...run], { cwd: copy, stdio: 'ignore' });
    // A file that no longer loads proves nothing: a test has to have failed.
    return (JSON.parse(readFileSync(report, 'utf8')) as { numFailedTests: number }).numFailedTests > 0;
  } finally {
    writeFileSync(path, text);
  }
}
