import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { forgetOld, markInUse } from '../../../local/synthesised-app.file.ts';

const cache = mkdtempSync(join(tmpdir(), 'synthesised-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

/** The higher the age, the longer ago it was used. */
function anApp(name: string, age: number): string {
  const path = join(cache, name);
  mkdirSync(path);
  const time = new Date(Date.UTC(2026, 0, 100 - age));
  utimesSync(path, time, time);
  return path;
}

it('keeps four apps, and any that a process runs', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const apps = names.map((name, age) => anApp(name, age));
  const [here, elsewhere] = [join(cache, 'g'), join(cache, 'h')];
  markInUse(here);
  const module = resolve('local/synthesised-app.file.ts');
  const script = `const { markInUse } = await import(process.argv[1]); markInUse(process.argv[2]); console.log('marked'); setInterval(() => {}, 1000)`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script, module, elsewhere]);
  await once(other.stdout, 'data');

  forgetOld(cache);
  expect(apps.filter(existsSync).map((path) => path.at(-1))).toEqual(['a', 'b', 'c', 'd', 'g', 'h']);

  // With the process its claim ends, in whatever way it ends.
  other.kill('SIGKILL');
  await once(other, 'exit');
  anApp('i', -1);
  forgetOld(cache);
  expect([...names, 'i'].filter((name) => existsSync(join(cache, name)))).toEqual(['a', 'b', 'c', 'g', 'i']);
});
