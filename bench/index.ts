/** `npm run bench`: measures the product and prints a table; `--json <file>` also writes the report. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { coldImport } from './cold-import.ts';
import { gatherRate } from './gather-rate/index.ts';
import { isOk, type Measure } from './measure.ts';
import { asJson, asTable } from './report.ts';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, '.cache', 'bench');

const benches: Readonly<Record<string, () => Promise<Measure[]>>> = {
  'cold-import': () => coldImport({ root, folder: join(folder, 'cold-import'), rounds: 5 }),
  'gather-rate': () => gatherRate({ records: 20_000, rounds: 5 }),
};

const usage = `npm run bench -- [options]

  --json <file>    also write [{name, value, unit, limit, ok}]
  --only <bench>   ${Object.keys(benches).join(', ')}; may be repeated

Ends with exit code 1 when a limit is missed.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { json: { type: 'string' }, only: { type: 'string', multiple: true }, help: { type: 'boolean' } },
  });
  const unknown = (values.only ?? []).filter((name) => !(name in benches));
  if (values.help || unknown.length > 0) {
    if (unknown.length > 0) process.stderr.write(`There is no bench ${unknown.join(', ')}.\n\n`);
    process.stdout.write(usage);
    return unknown.length > 0 ? 1 : 0;
  }

  const measures: Measure[] = [];
  for (const [name, bench] of Object.entries(benches)) {
    if (values.only && !values.only.includes(name)) continue;
    const started = performance.now();
    process.stderr.write(`${name} …`);
    measures.push(...(await bench()));
    process.stderr.write(` ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  }
  if (values.json) writeFileSync(values.json, asJson(measures));
  process.stdout.write(`\n${asTable(measures)}`);
  return measures.every(isOk) ? 0 : 1;
}

process.exitCode = await main();
