import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { sweep } from '../functions/deadlines/sweep.ts';
import {
  commandHandler,
  dynamoDueIndex,
  dynamoOutboxStore,
  dynamoRequestStore,
  keys,
} from '../functions/requests/index.ts';
import { type ExportedItem, importTable } from '../local/dynamodb/index.ts';
import { aDataSubject, anAsk } from '../test/support/a-request.ts';
import { requestsTable, startRequestsTables } from '../test/support/requests-table.ts';
import { type Measure, median } from './measure.ts';

const now = '2026-11-02T10:00:00.000Z';
const day = 86_400_000;
const table = 'requests';

export interface SweepBenchOptions {
  /** Open requests, ascending. */
  readonly sizes: readonly number[];
  /** Requests due in each sweep. */
  readonly due: number;
  readonly rounds: number;
}

interface Measured {
  readonly open: number;
  /** Per due request. */
  readonly ms: number;
  readonly units: number;
  /** The sweep's time over that of making the same requests a moment before, so that a busy machine slows both. */
  readonly share: number;
}

/**
 * What one due request costs a sweep while ever more others are open: the time, and the read units that DynamoDB counts. The
 * others are put into the table as bare items with the keys that requests have; only those that are due are whole. What a
 * sweep costs by itself is shared out among the due ones.
 */
export async function sweepCost({ sizes, due, rounds }: SweepBenchOptions): Promise<Measure[]> {
  const measured: Measured[] = [];
  for (const open of sizes) {
    const dataDir = mkdtempSync(join(tmpdir(), 'sweep-'));
    await importTable(dataDir, requestsTable(table), others(open));
    const { client, close } = await startRequestsTables(dataDir);
    try {
      measured.push({ open, ...(await sweeps(client, due, rounds)) });
    } finally {
      await close();
    }
  }
  return measures(measured);
}

async function sweeps(client: DynamoDBDocumentClient, due: number, rounds: number): Promise<Omit<Measured, 'open'>> {
  const units = countReadUnits(client);
  const times: number[] = [];
  const shares: number[] = [];
  const reads: number[] = [];
  // The first sweep fills caches.
  for (let round = 0; round <= rounds; round++) {
    const begun = performance.now();
    await makeDue(client, due);
    const before = units();
    const started = performance.now();
    const { handled, failed } = await sweepOnce(client);
    if (handled !== due || failed > 0) throw new Error(`${handled} of ${due} due requests handled`);
    if (round === 0) continue;
    const ended = performance.now();
    times.push((ended - started) / due);
    shares.push((ended - started) / (started - begun));
    reads.push((units() - before) / due);
  }
  return { ms: median(times), share: median(shares), units: median(reads) };
}

function measures(measured: readonly Measured[]): Measure[] {
  const [first, last] = [measured[0], measured.at(-1)];
  if (!first || !last) return [];
  const said = (count: number) => count.toLocaleString('en');
  const between = `${said(last.open)} ÷ ${said(first.open)} open requests`;
  return [
    ...measured.flatMap(({ open, ms, units }): Measure[] => [
      { name: `sweep: per due request, ${said(open)} open`, value: ms, unit: 'ms', limit: null },
      { name: `sweep: per due request, ${said(open)} open`, value: units, unit: 'read units', limit: null },
    ]),
    {
      name: `sweep: time per due request, ${between}`,
      value: last.share / first.share,
      unit: 'ratio',
      limit: { atMost: 1.5 },
    },
    {
      name: `sweep: read units per due request, ${between}`,
      value: last.units / first.units,
      unit: 'ratio',
      limit: { atMost: 1.05 },
    },
  ];
}

/** Adds up what every read from now on says that it cost. */
function countReadUnits(client: DynamoDBDocumentClient): () => number {
  let total = 0;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const reads = commandName === 'GetItemCommand' || commandName === 'QueryCommand';
        if (reads) Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const answer = await next(args);
        const { ConsumedCapacity: said } = answer.output as { ConsumedCapacity?: { CapacityUnits?: number } };
        if (reads && said?.CapacityUnits === undefined) throw new Error('DynamoDB did not say what a read cost');
        total += reads ? (said?.CapacityUnits ?? 0) : 0;
        return answer;
      },
    { step: 'initialize', name: 'countReadUnits', priority: 'high' },
  );
  return () => total;
}

/** Requests whose answer is due in the next year. */
function* others(count: number): Generator<ExportedItem> {
  for (let n = 0; n < count; n++) {
    const key = keys.stateKey(`other-${n}`);
    const dueAt = new Date(Date.parse(now) + (10 + (n % 365)) * day).toISOString();
    const texts = {
      ...key,
      queuePk: keys.queuePk('open'),
      queueSk: `${dueAt.slice(0, 10)}#other-${n}`,
      subjectPk: keys.subjectPk(`subject-${n}`),
      subjectSk: now,
      ...keys.dueKeys(dueAt, key),
    };
    const exported = Object.entries(texts).map(([name, text]) => [name, { S: text }] as const);
    yield { ...Object.fromEntries(exported), version: { N: '1' } };
  }
}

/** Confirmed requests of which staff are to be reminded now. */
async function makeDue(client: DynamoDBDocumentClient, count: number): Promise<void> {
  const handle = commandHandler({ requests: dynamoRequestStore(client, table), now: () => now });
  const { extensionNoticeBy: _, ...ask } = anAsk;
  const confirmBy = new Date(Date.parse(now) + 7 * day).toISOString();
  for (let made = 0; made < count; made++) {
    const requestId = randomUUID();
    const submitted = { ...ask, reference: requestId, subjectKey: requestId, replyBy: '2026-11-09', confirmBy };
    await handle({ requestId, command: { type: 'submit', ask: submitted }, actor: aDataSubject });
    await handle({ requestId, command: { type: 'confirm_email' }, actor: aDataSubject });
  }
}

/** What all requests share, once a day, is not counted. */
function sweepOnce(client: DynamoDBDocumentClient) {
  const requests = dynamoRequestStore(client, table);
  const nothing = async () => undefined;
  return sweep({
    requests,
    due: dynamoDueIndex(client, table),
    outbox: dynamoOutboxStore(client, table),
    handle: commandHandler({ requests, now: () => now }),
    restartIfLost: async () => false,
    deleteExport: nothing,
    eraseRecord: nothing,
    keepPreserved: async () => false,
    liftHolds: nothing,
    dailyDesk: nothing,
    now: () => now,
    remainingMs: () => Number.POSITIVE_INFINITY,
    report: (_item, error) => {
      throw error;
    },
  });
}
