/** `npm run bench`: measures the product and prints a table; `--json <file>` also writes the report. */
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeSample } from '../local/sample/make-sample.ts';
import { coldImport } from './cold-import.ts';
import { gatherRate } from './gather-rate/index.ts';
import { intake } from './intake.ts';
import { withCloud } from './journey-cloud.ts';
import { largeRequest } from './large-request/index.ts';
import { machineTime } from './machine-time.ts';
import { isOk, type Measure } from './measure.ts';
import { asJson, asTable } from './report.ts';
import { requestCost } from './request-cost/index.ts';
import { sweepCost } from './sweep.ts';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, '.cache', 'bench');
const dataDir = join(folder, 'cloud');

const benches: Readonly<Record<string, () => Promise<Measure[]>>> = {
  'cold-import': () => coldImport({ root, folder: join(folder, 'cold-import'), rounds: 7 }),
  'gather-rate': () => gatherRate({ records: 20_000, rounds: 9 }),
  'large-request': () => largeRequest({ records: 20_000, rounds: 5 }),
  sweep: () => sweepCost({ sizes: [1_000, 30_000, 1_000_000], due: 50, rounds: 5 }),
  'request-cost': () => requestCost({ dataDir }),
  'machine-time': () => withCloud({ dataDir }, (cloud) => machineTime(cloud, someMembers(0, 6))),
  intake: () => withCloud({ dataDir }, (cloud) => intake(cloud, someMembers(6, 31))),
};

const usage = `npm run bench -- [options]

  --json <file>    also write [{name, value, unit, limit, ok}]
  --only <bench>   ${Object.keys(benches).join(', ')}; may be repeated

Ends with exit code 1 when a limit is missed.
`;

/** Addresses of the sample platform that nothing else asks for. */
function someMembers(from: number, to: number): string[] {
  return makeSample('default')
    .members.toReversed()
    .slice(from, to)
    .map(({ member }) => member.email);
}

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

  rmSync(dataDir, { recursive: true, force: true });
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
