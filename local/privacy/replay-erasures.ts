import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { ReplayErasuresInput, ReplayErasuresOutput } from '../../workflows/replay-erasures/contract.ts';
import { type Command, CommandRefused } from './command.ts';
import { type Deployment, runReplay } from './replay-workflow.sfn.ts';

const usage = `npm run -s privacy -- replay-erasures --since <date> [options]

A store was restored from a backup: erases once more what had been erased from it.
Receipts name the records by keyed hashes, so every collection is read through.
Doing it again finds nothing.

  --since <date>       the day of the backup, such as 2026-11-01; what was erased
                       on that day at the office, or later, is looked for
  --dry-run            only count what came back
  --data-dir <folder>  data folder of the running embedded cloud (default .data)

  REPLAY_ERASURES_ARN  the workflow of a deployment on AWS, an output of its stack;
                       region and credentials as for every program of the SDK

Exit code 0: all that came back is gone, or held. 1: something is left, or failed.`;

export const replayErasures: Command = {
  summary: 'erases once more what a restored backup brought back',
  usage,
  async run(args, { environment, print, tell }) {
    const { input, deployment } = readReplayArguments(args, environment);
    const name = `replay-${input.since}-${randomBytes(6).toString('hex')}`;
    const end = await runReplay(deployment, { name, input }, (arn) => tell(`Under way as ${arn}`));
    if (!('output' in end)) {
      tell(`The replay ended as ${end.status}: ${end.error}. Nothing more is erased.`);
      return 1;
    }
    for (const line of replayInWords(end.output, input)) print(line);
    return end.output.collections.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
  },
};

/** @throws CommandRefused on what it does not understand */
export function readReplayArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): { readonly input: ReplayErasuresInput; readonly deployment: Deployment } {
  const { since, 'dry-run': dryRun = false, 'data-dir': dataDir = '.data' } = parse(args);
  if (since === undefined) throw new CommandRefused('Say from which day: --since 2026-11-01.');
  if (!isDate(since)) throw new CommandRefused(`--since is a date such as 2026-11-01, not ${since}.`);
  const arn = environment.REPLAY_ERASURES_ARN;
  return { input: { since, dryRun }, deployment: arn ? { arn } : { dataDir } };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { since: { type: 'string' }, 'dry-run': { type: 'boolean' }, 'data-dir': { type: 'string' } },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new CommandRefused(`${reason}.`, { cause: error });
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A table of what came back, by collection; those in which nothing did are summed up. Then what people have to repeat. */
export function replayInWords(
  { since, requests, collections, byHand, byHandUnlisted }: ReplayErasuresOutput,
  { dryRun }: Pick<ReplayErasuresInput, 'dryRun'>,
): string[] {
  const told = collections.filter(({ outcome, found = 0 }) => outcome === 'failed' || found > 0);
  const rows = told.map(({ store, collection, found, deleted, changed, held, reason }) => [
    store,
    collection,
    ...[found, deleted, changed, held].map((count) => String(count ?? '?')),
    reason === undefined ? '' : `failed: ${reason}`,
  ]);
  const would = dryRun ? 'would be ' : '';
  const header = ['store', 'collection', 'came back', `${would}deleted`, `${would}changed`, 'held', ''];
  const sum = (count: 'found' | 'deleted' | 'changed' | 'held') =>
    collections.reduce((total, one) => total + (one[count] ?? 0), 0);
  return [
    `${requests} ${requests === 1 ? 'request' : 'requests'} with data erased since ${since}`,
    ...(rows.length > 0 ? ['', ...aligned([header, ...rows]), ''] : []),
    `${sum('found')} records came back: ${sum('deleted')} ${would}deleted, ${sum('changed')} ${would}changed, ${sum('held')} under a legal hold`,
    ...(byHand.length > 0
      ? [
          '',
          'Erased by hand. If that source was restored as well, look for it again and repeat it:',
          ...byHand.map(({ reference, collection }) => `  ${reference}  ${collection}`),
          ...(byHandUnlisted > 0 ? [`  and ${byHandUnlisted} more, not listed`] : []),
        ]
      : []),
  ];
}

/** Columns under each other; numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at >= 2 && at <= 5 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
