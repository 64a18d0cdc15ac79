import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestView } from '../../../functions/console/views.ts';
import { replayErasures } from '../../../local/privacy/replay-erasures.ts';
import { eventually } from '../../support/eventually.ts';
import {
  askAndConfirm,
  mailsOf,
  mailsTo,
  placeHold,
  type Staff,
  signInStaff,
  untilInReview,
  untilStatus,
  untilTold,
  withdraw,
} from '../../support/journey.ts';
import { type Backup, type MemberStores, memberStores, type Row } from '../../support/member-stores.ts';
import { storedItems } from '../../support/stored-items.ts';
import { startTestCloud, type TestCloud } from '../../support/test-cloud.ts';
import { expectedFindings } from '../journey/expected-findings.ts';
import { cancellationCases } from './cancellation.cases.ts';

const day = 86_400_000;
/** What the account says of choices, kept as proof. */
const preferences = [
  'marketing_email',
  'personal_advertising',
  'market_reports',
  'recommendations',
  'surveys',
  'algorithm_use',
  'usage_statistics',
  'processing_restricted',
];
/** Of policy/ferronex/rights.yaml. */
const waitingDays = 7;

let cloud: TestCloud;
/** Of the stores before anything was erased. */
let backup: Backup;
let stores: MemberStores;
let agent: Staff;
let approver: Staff;
let legal: Staff;
const folder = mkdtempSync(join(tmpdir(), 'erasure-'));
/** Names the port that functions can't reach, while it exists. */
const cutFile = join(folder, 'cut');

beforeAll(async () => {
  const cutConnections = new URL('../../support/cut-connections.ts', import.meta.url);
  cutConnections.searchParams.set('marker', pathToFileURL(cutFile).href);
  cloud = await startTestCloud({ preload: [cutConnections.href] });
  stores = memberStores(cloud);
  backup = await stores.backUp();
}, 180_000);
afterAll(async () => {
  await stores?.close();
  await cloud?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** To the hour, not beyond: what runs would be timed out by a clock that goes on jumping. */
async function passWaitingDays(): Promise<void> {
  await cloud.advanceClock(waitingDays * day);
  await cloud.advanceClock(day / 24);
}

/** Tokens of staff don't outlive the days that pass. */
async function signIn(): Promise<void> {
  [agent, approver, legal] = [
    await signInStaff(cloud, 'agent'),
    await signInStaff(cloud, 'approver'),
    await signInStaff(cloud, 'legal'),
  ];
}

async function approved(email: string, language: 'en' | 'zh' = 'en') {
  await signIn();
  const { member, reference } = await askAndConfirm(cloud, { email, language, rights: ['deletion'] });
  const { id } = await untilInReview(agent, reference);
  expect((await agent.command(id, { type: 'approve' })).status).toBe(200);
  await untilStatus(agent, id, 'awaiting_approval');
  expect((await agent.command(id, { type: 'approve_answer' })).status).toBe(403);
  expect((await approver.command(id, { type: 'approve_answer' })).status).toBe(200);
  await untilStatus(agent, id, 'fulfilling');
  return { id, member };
}

async function erased(id: string): Promise<RequestView> {
  await passWaitingDays();
  await signIn();
  return untilStatus(agent, id, 'partly_completed');
}

function outcomes(view: RequestView) {
  return Object.fromEntries(
    view.timeline.flatMap(({ event }) =>
      event.type === 'CollectionErased' ? [[event.collection, event] as const] : [],
    ),
  );
}

const mentions = (rows: readonly Row[] | undefined, text: string) =>
  (rows ?? []).filter((row) => JSON.stringify(row).toLowerCase().includes(text.toLowerCase()));

describe('a deletion', () => {
  const email = 'anna.keller@keller-stahl.example';
  const name = 'Anna Keller';

  it('touches nothing before its days are over, and then leaves in each store what the policy keeps', async () => {
    const before = await stores.read();
    const account = mentions(before['members.members'], email)[0];
    const devices = new Set(
      (before['members.devices'] ?? [])
        .filter(({ member_id }) => member_id === account?.member_id)
        .map(({ device_id }) => device_id),
    );
    expect(devices.size).toBeGreaterThan(0);
    const ofHers = ({ member_id }: Row) => member_id === account?.member_id;

    const { id } = await approved(email);
    expect((await agent.request(id)).status).toBe('fulfilling');
    expect(await stores.read()).toEqual(before);

    const view = await erased(id);
    expect(view.integrity).toEqual({ intact: true });
    const after = await stores.read();

    // Gone: devices, logs, files, messages of hers; and her address and name everywhere, but for what names somebody else.
    expect(after['members.devices']?.filter(ofHers)).toEqual([]);
    expect(after['archive.access_logs']?.filter(({ device_id }) => devices.has(device_id))).toEqual([]);
    expect(mentions(after['archive.uploads'], String(account?.member_id))).toEqual([]);
    for (const [collection, rows] of Object.entries(after)) {
      expect([collection, mentions(rows, email)]).toEqual([collection, []]);
      // A message of somebody else may greet her; that is their correspondence.
      if (collection !== 'trade.messages') expect([collection, mentions(rows, name)]).toEqual([collection, []]);
    }
    expect(after['trade.messages']?.filter(({ sender_member_id }) => sender_member_id === account?.member_id)).toEqual(
      [],
    );
    expect(
      after['trade.messages']?.filter(({ recipient_member_id }) => recipient_member_id === account?.member_id),
    ).toEqual([]);

    // Kept: what the law wants of trades, and the account's number they hang together by.
    expect(after['members.members']?.filter(ofHers)).toEqual([
      {
        member_id: account?.member_id,
        email: expect.stringMatching(/^hmac:[0-9a-f]{64}$/),
        ...Object.fromEntries(preferences.map((name) => [name, account?.[name]])),
      },
    ]);
    for (const kept of ['trade.consumption', 'members.vouchers', 'archive.company_material'])
      expect([kept, after[kept]]).toEqual([kept, before[kept]]);
    expect(after['trade.orders']).toHaveLength(before['trade.orders']?.length ?? -1);
    expect(after['trade.companies']).toHaveLength(before['trade.companies']?.length ?? -1);

    // Nobody else lost a thing.
    const others = (rows: readonly Row[] | undefined) =>
      rows?.filter((row) => !ofHers(row) && !devices.has(row.device_id)) ?? [];
    for (const collection of ['members.members', 'members.devices', 'members.authentications', 'archive.access_logs'])
      expect([collection, others(after[collection])]).toEqual([collection, others(before[collection])]);

    // What the request says is what happened.
    const found = expectedFindings(email);
    for (const [collection, { outcome, deleted, changed, kept, held }] of Object.entries(outcomes(view))) {
      expect([collection, outcome, deleted + changed + kept, held]).toEqual([
        collection,
        'erased',
        found[collection],
        0,
      ]);
      const lost = (before[collection]?.length ?? 0) - (after[collection]?.length ?? 0);
      expect([collection, deleted]).toEqual([collection, lost]);
    }
    expect(outcomes(view)['members.members']).toMatchObject({ changed: 1, deleted: 0 });
    expect(Object.keys(outcomes(view)).sort()).toEqual(Object.keys(before).sort());
    expect(Object.keys(outcomes(view)).at(-1)).toBe('members.members');
    expect((await mailsOf(cloud, id)).map(({ milestone }) => milestone)).toEqual(
      expect.arrayContaining(['deletion_scheduled', 'deletion_done']),
    );
  });

  it('keeps receipts that name no one', async () => {
    const items = storedItems(cloud);
    const receipts = (await items.all()).filter(({ sk }) => sk.startsWith('ERASURE#'));
    items.close();
    expect(receipts.length).toBeGreaterThan(5);
    for (const receipt of receipts) {
      expect(receipt).toMatchObject({ by: 'erasing', at: expect.any(String), carriedOut: expect.any(Object) });
      expect(JSON.stringify(receipt)).not.toMatch(/keller|anna|M-\d/i);
    }
  });
});

it('a deletion is announced to every address on record, and taken back in its days touches nothing', async () => {
  const before = await stores.read();
  const { id, member } = await approved('sean.murphy@murphy-metals.example');
  await untilTold(cloud, id, 'erasure_announced');
  const told = await mailsTo(cloud, 'sean@murphy-family.example');
  expect(told).toMatchObject([{ milestone: 'erasure_announced', requestId: id }]);
  expect(told[0]?.text).not.toMatch(/https?:|Murphy/);
  await withdraw(member);
  await untilStatus(agent, id, 'withdrawn');
  await passWaitingDays();
  expect(await stores.read()).toEqual(before);
});

describe('under a legal hold', () => {
  const email = 'li.wei@hengxin-steel.example';

  it('what is held stays whole, and the rest goes', async () => {
    const before = await stores.read();
    await signIn();
    await placeHold(legal, { collection: 'trade.messages' }, new Date(cloud.now()));
    await placeHold(legal, { collection: 'archive.access_logs' }, new Date(cloud.now()));
    const { id } = await approved(email, 'zh');
    const view = await erased(id);
    const after = await stores.read();

    const found = expectedFindings(email);
    expect(after['trade.messages']).toEqual(before['trade.messages']);
    expect(after['archive.access_logs']).toEqual(before['archive.access_logs']);
    expect(outcomes(view)['archive.access_logs']).toMatchObject({ deleted: 0, held: found['archive.access_logs'] });
    expect(outcomes(view)['trade.messages']).toMatchObject({ deleted: 0, changed: 0 });
    expect(outcomes(view)['trade.messages']?.held).toBeGreaterThan(0);
    expect(mentions(after['members.members'], email)).toEqual([]);
    expect(outcomes(view)['members.devices']).toMatchObject({ deleted: found['members.devices'], held: 0 });
  });
});

describe('a store that is down', () => {
  const email = 'marta.kowalska@kowal-stal.example';

  it('leaves a request that says so, with the rest done, and Retry does what is left', async () => {
    const before = await stores.read();
    const { id } = await approved(email);
    writeFileSync(cutFile, String(stores.postgresPort));
    await passWaitingDays();
    await signIn();
    let view = await agent.request(id);
    await eventually(
      'the request is parked',
      async () => {
        // The waits between tries pass at once.
        await cloud.advanceClock(10_000);
        view = await agent.request(id);
        return view.parked !== undefined;
      },
      120_000,
    );
    expect(view.parked).toMatchObject({ step: 'EraseData', error: 'CollectionsNotErased' });
    const failed = Object.values(outcomes(view)).filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ collection }) => collection).sort()).toEqual([
      // What was found through it waits, so that it can be found again.
      'members.members',
      'trade.companies',
      'trade.consumption',
      'trade.listings',
      'trade.messages',
      'trade.orders',
    ]);
    expect(outcomes(view)['members.members']).toMatchObject({ reason: 'dependent_failed', deleted: 0, changed: 0 });
    const meanwhile = await stores.read();
    expect(mentions(meanwhile['members.members'], email)).toEqual(mentions(before['members.members'], email));
    expect(outcomes(view)['members.devices']).toMatchObject({ outcome: 'erased' });

    rmSync(cutFile);
    const done = view.timeline.length;
    expect((await agent.command(id, { type: 'retry_parked' })).status).toBe(200);
    view = await untilStatus(agent, id, 'partly_completed');
    const again = view.timeline
      .slice(done)
      .flatMap(({ event }) => (event.type === 'CollectionErased' ? [event.collection] : []));
    expect(again.sort()).toEqual(failed.map(({ collection }) => collection).sort());
    for (const [collection, rows] of Object.entries(await stores.read()))
      expect([collection, mentions(rows, email)]).toEqual([collection, []]);
  });
});

describe('stores restored from a backup made before all of these', () => {
  const since = '2026-01-01';
  const held = ['trade.messages', 'archive.access_logs'];
  const inOrder = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value;
  const sorted = (all: Record<string, readonly Row[]>) =>
    Object.fromEntries(
      Object.entries(all).map(([name, rows]) => [name, rows.map((row) => JSON.stringify(row, inOrder)).sort()]),
    );

  async function replay(...more: string[]) {
    const printed: string[] = [];
    const told: string[] = [];
    const code = await replayErasures.run(['--since', since, '--data-dir', cloud.dataDir, ...more], {
      environment: {},
      print: (line) => printed.push(line),
      tell: (line) => told.push(line),
    });
    expect(told).toEqual([expect.stringMatching(/^Under way as arn:/)]);
    return { code, printed, sum: printed.at(-1) ?? '' };
  }

  it('are as erased again after a replay, but for what is held, and once the holds are over that goes too', async () => {
    const erasedOnce = sorted(await stores.read());
    await stores.restore(backup);
    const restored = sorted(await stores.read());
    expect(restored).not.toEqual(erasedOnce);

    const dry = await replay('--dry-run');
    expect(dry.sum).toMatch(/^\d+ records came back: [1-9]\d* would be deleted, [1-9]\d* would be changed/);
    expect(sorted(await stores.read())).toEqual(restored);

    const first = await replay();
    expect(first.code).toBe(0);
    expect(first.sum.replaceAll('would be ', '')).toBe(dry.sum.replaceAll('would be ', ''));
    const after = sorted(await stores.read());
    for (const [collection, rows] of Object.entries(after))
      expect([collection, rows]).toEqual([collection, (held.includes(collection) ? restored : erasedOnce)[collection]]);

    await signIn();
    const { body } = await legal.call('GET', '/holds');
    const officer = await signInStaff(cloud, 'privacy-officer');
    for (const { matter } of (body as { holds: { matter: string }[] }).holds) {
      expect((await legal.call('POST', `/holds/${matter}/release`, { reason: 'Settled' })).status).toBe(200);
      expect((await officer.call('POST', `/holds/${matter}/release/approve`)).status).toBe(200);
    }
    expect((await replay()).code).toBe(0);
    expect(sorted(await stores.read())).toEqual(erasedOnce);
  });

  it('have nothing left to erase when it is done again, or when nothing was erased since', async () => {
    const before = await stores.read();
    const again = await replay();
    expect(again).toMatchObject({ code: 0, sum: '0 records came back: 0 deleted, 0 changed, 0 under a legal hold' });
    expect(again.printed[0]).toMatch(/^3 requests with data erased since 2026-01-01T/);
    expect(await stores.read()).toEqual(before);
    expect(JSON.stringify(again)).not.toMatch(/keller|hengxin|kowal/i);
  });
});

describe('the cancellation of an account', () => cancellationCases(() => ({ cloud, stores, passWaitingDays })));
