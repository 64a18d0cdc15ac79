import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createDeflateRaw } from 'node:zlib';
import { readZip } from '../../test/support/read-zip.ts';
import { type Measure, median } from '../measure.ts';
import { buildPlayedPackage } from './played-request.ts';

export interface LargeRequestOptions {
  readonly rounds: number;
  /** Records of the package whose CPU time is measured. */
  readonly records: number;
}

const few = 10_000;
const many = 1_000_000;
/**
 * The objects of V8 in MiB. Left to itself on a large machine V8 collects late, and the most a process ever held says
 * more of the machine than of the work; with this, what grows with the records shows, or the work fails.
 */
const heap = ['--max-old-space-size=40', '--max-semi-space-size=4'];

/**
 * What a data subject with very many records costs: the most memory gathering, building a package and erasing ever hold, each in
 * a process of its own; and the CPU time of building a package over that of compressing the same bytes and nothing else.
 * The real use cases with the real adapters; the store and the bucket are played, without a network.
 */
export async function largeRequest({ rounds, records }: LargeRequestOptions): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const [work, name] of [
    ['gather', 'gathering'],
    ['export', 'building a package'],
    ['erase', 'erasing'],
  ] as const) {
    const atFew = await mostMemory(work, few);
    const atMany = await mostMemory(work, many);
    measures.push(
      { name: `memory of ${name}, 1 M records`, value: Math.round(atMany), unit: 'MiB', limit: { atMost: 256 } },
      { name: `memory of ${name}, 1 M ÷ 10 k records`, value: atMany / atFew, unit: 'ratio', limit: { atMost: 1.2 } },
    );
  }
  const name = 'export CPU ÷ raw deflate of the same bytes';
  return [...measures, { name, value: await exportCpu(rounds, records), unit: 'ratio', limit: { atMost: 1.25 } }];
}

async function mostMemory(work: 'gather' | 'export' | 'erase', records: number): Promise<number> {
  const script = join(import.meta.dirname, 'work-process.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [...heap, script, work, String(records)]);
  return Number(stdout);
}

async function exportCpu(rounds: number, records: number): Promise<number> {
  const pieces: Buffer[] = [];
  await buildPlayedPackage(records, (piece) => pieces.push(piece));
  const files = [...readZip(Buffer.concat(pieces)).values()].map((file) => inPieces(Buffer.from(file)));
  const ratios: number[] = [];
  // The first round of each kind warms the code up.
  for (let round = -1; round < rounds; round++) {
    const exported = await cpuOf(() => buildPlayedPackage(records, () => undefined));
    const deflated = await cpuOf(async () => {
      for (const file of files) for await (const _ of Readable.from(file).pipe(createDeflateRaw()));
    });
    if (round >= 0) ratios.push(exported / deflated);
  }
  return median(ratios);
}

/** As large as the package's own. */
function inPieces(bytes: Buffer): Buffer[] {
  const size = 64 * 1024;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}

/** CPU time of this process, its threads included; milliseconds. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
