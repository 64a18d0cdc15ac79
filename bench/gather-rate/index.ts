import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { S3Client } from '@aws-sdk/client-s3';
import { s3Findings } from '../../functions/discovery/findings.s3.ts';
import { type Measure, median } from '../measure.ts';
import { gatherParcels } from './gather-parcels.ts';
import { awsSettings, dynamoReader, postgresReader, s3Reader } from './store-readers.ts';

export interface GatherRateOptions {
  /** Records of the data subject in the databases; lines in the object store are ten times as many. */
  readonly records: number;
  readonly rounds: number;
}

/**
 * How fast a large collection is gathered, over how fast a bare client reads the same from the same store. Gathering is the
 * real use case with the real connector, from the first query to the findings written to an object store in parts; only
 * the request it belongs to is played, whose three database calls do not grow with the collection. Each round reads both
 * ways in turn; the median round counts.
 */
export async function gatherRate({ records, rounds }: GatherRateOptions): Promise<Measure[]> {
  const { process: stores, addresses } = await startStores();
  const exports = new S3Client({ endpoint: addresses.s3, forcePathStyle: true, ...awsSettings });
  const findings = s3Findings({ client: exports, bucket: 'exports' });
  const readers = await Promise.all([
    dynamoReader(addresses.dynamodb, records),
    postgresReader(addresses.postgres, records),
    s3Reader(addresses.s3, records * 10),
  ]);
  try {
    const measures: Measure[] = [];
    for (const reader of readers) {
      const ratios: number[] = [];
      // The first reading of each kind warms the code up.
      for (let round = -1; round < rounds; round++) {
        const raw = await rate(() => reader.readRaw());
        const gathered = await rate(() => gatherParcels({ ...reader, findings }, `bench-${round + 1}`));
        if (gathered.count !== reader.expected) throw new Error(`${reader.name}: gathered ${gathered.count} records`);
        if (round >= 0) ratios.push(raw.seconds / gathered.seconds);
      }
      const name = `gather rate ÷ raw read: ${reader.name}`;
      measures.push({ name, value: median(ratios), unit: 'ratio', limit: { atLeast: 0.8 } });
    }
    return measures;
  } finally {
    await Promise.all(readers.map((reader) => reader.close()));
    exports.destroy();
    stores.stdin?.end();
    await once(stores, 'exit');
  }
}

async function rate(read: () => Promise<number>): Promise<{ count: number; seconds: number }> {
  const started = performance.now();
  const count = await read();
  return { count, seconds: (performance.now() - started) / 1000 };
}

async function startStores(): Promise<{
  readonly process: ChildProcess;
  addresses: { dynamodb: string; postgres: string; s3: string };
}> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'stores-process.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout }))
    return { process: child, addresses: JSON.parse(line) };
  throw new Error('the stores did not start');
}
