import { describe, expect, it } from 'vitest';
import { readReplayArguments, replayErasures, replayInWords } from '../../../../local/privacy/replay-erasures.ts';
import type { ReplayErasuresOutput } from '../../../../workflows/replay-erasures/contract.ts';

describe('the arguments of a replay', () => {
  it('are a day and what is not said', () => {
    expect(readReplayArguments(['--since', '2026-11-01'], {})).toEqual({
      input: { since: '2026-11-01', dryRun: false },
      deployment: { dataDir: '.data' },
    });
    expect(readReplayArguments(['--since', '2026-11-01', '--dry-run', '--data-dir', '/x'], {})).toEqual({
      input: { since: '2026-11-01', dryRun: true },
      deployment: { dataDir: '/x' },
    });
  });

  it('mean a deployment on AWS where its workflow is named', () => {
    const { deployment } = readReplayArguments(['--since', '2026-11-01'], { REPLAY_ERASURES_ARN: 'arn:aws:states' });
    expect(deployment).toEqual({ arn: 'arn:aws:states' });
  });

  it.each([
    [[], 'Say from which day: --since 2026-11-01.'],
    [['--since', 'yesterday'], '--since is a date such as 2026-11-01, not yesterday.'],
    [['--since', '2026-02-30'], '--since is a date such as 2026-11-01, not 2026-02-30.'],
    [['--since', '2026-11-01', '--wet-run'], "Unknown option '--wet-run'."],
    [['--since'], "Option '--since <value>' argument missing."],
  ])('%j are refused in a line', (args, message) => {
    expect(() => readReplayArguments(args, {})).toThrow(message);
  });
});

it('says in a line when nothing runs on the data folder', async () => {
  const terminal = { environment: {}, print: () => undefined, tell: () => undefined };
  await expect(
    replayErasures.run(['--since', '2026-11-01', '--data-dir', '/no/such/folder'], terminal),
  ).rejects.toMatchObject({
    name: 'CommandRefused',
    message: expect.stringMatching(/^No embedded cloud runs on the data folder \/no\/such\/folder\. .*[^\n]$/),
  });
});

describe('what a replay says', () => {
  const none = { found: 0, deleted: 0, changed: 0, held: 0 };
  const output: ReplayErasuresOutput = {
    since: '2026-10-31T16:00:00Z',
    requests: 2,
    byHand: [],
    byHandUnlisted: 0,
    collections: [
      {
        collection: 'trade.orders',
        store: 'trade',
        outcome: 'done',
        ...{ found: 12, deleted: 0, changed: 10, held: 2 },
      },
      { collection: 'trade.messages', store: 'trade', outcome: 'done', ...none },
      { collection: 'members.devices', store: 'members', outcome: 'failed', reason: 'StoreUnavailable' },
    ],
  };

  it('is each collection in which something came back or failed, and the sum', () => {
    expect(replayInWords(output, { dryRun: false })).toEqual([
      '2 requests with data erased since 2026-10-31T16:00:00Z',
      '',
      'store    collection       came back  deleted  changed  held',
      'trade    trade.orders            12        0       10     2',
      'members  members.devices          ?        ?        ?     ?  failed: StoreUnavailable',
      '',
      '12 records came back: 0 deleted, 10 changed, 2 under a legal hold',
    ]);
  });

  it('of a dry run is what would be', () => {
    expect(replayInWords(output, { dryRun: true }).at(-1)).toBe(
      '12 records came back: 0 would be deleted, 10 would be changed, 2 under a legal hold',
    );
  });

  it('ends with what people erased, by request and source', () => {
    const byHand = [{ reference: 'PR-7K3M-9QXZ', collection: 'paper.letters' }];
    expect(replayInWords({ ...output, byHand, byHandUnlisted: 2 }, { dryRun: false }).slice(-4)).toEqual([
      '',
      'Erased by hand. If that source was restored as well, look for it again and repeat it:',
      '  PR-7K3M-9QXZ  paper.letters',
      '  and 2 more, not listed',
    ]);
  });

  it('of nothing is short', () => {
    expect(replayInWords({ ...output, requests: 0, collections: [] }, { dryRun: false })).toEqual([
      '0 requests with data erased since 2026-10-31T16:00:00Z',
      '0 records came back: 0 deleted, 0 changed, 0 under a legal hold',
    ]);
  });
});
