import { beforeEach, describe, expect, test } from 'vitest';
import { preservationCounter } from '../../../functions/deadlines/index.ts';
import { holdChanger } from '../../../functions/holds/change-hold.ts';
import { holdFinder } from '../../../functions/holds/check-holds.ts';
import type { HoldStore } from '../../../functions/holds/hold-store.ts';
import { placingWords, preservationKeeper } from '../../../functions/holds/index.ts';
import {
  type Actor,
  type Ask,
  type Command,
  type CommandEnvelope,
  commandHandler,
  nextDue,
  requestSubmitter,
} from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { aDataSubject, anAgent, anApprover, anAsk, theWorkflow } from '../../support/a-request.ts';
import { fakeHoldStore } from '../../support/fake-hold-store.ts';
import { type FakeRequestStore, fakeRequestStore } from '../../support/fake-request-store.ts';
import { lawProfile } from '../../support/law.ts';

const laws = { 'pdpa-sg': lawProfile('pdpa-sg'), pipeda: lawProfile('pipeda'), gdpr: lawProfile('gdpr') };
const theSweep: Actor = { kind: 'system', part: 'sweep' };
const legal: Actor = { kind: 'staff', id: 'lena', roles: ['legal'] };
const officer: Actor = { kind: 'staff', id: 'ines', roles: ['privacy-officer'] };
const id = 'request-1';
const refusedAt = '2026-11-02T20:00:00.000Z';
let requests: FakeRequestStore;
let holds: HoldStore;
let now: string;

beforeEach(() => {
  requests = fakeRequestStore();
  holds = fakeHoldStore();
  now = refusedAt;
});

const at = () => now;
const handle = (envelope: CommandEnvelope) =>
  commandHandler({ requests, now: at, countPreservation: preservationCounter({ laws }) })(envelope);
const changeHold = () => holdChanger({ holds, now: at });
const keep = () => preservationKeeper({ requests, handle, holds, changeHold: changeHold(), laws, now: at })(id);
const state = async (requestId = id) => {
  const found = await requests.load(requestId);
  if (!found) throw new Error('no such request');
  return found;
};

async function make(requestId: string, ask: Partial<Ask>, commands: readonly (readonly [Command, Actor])[]) {
  const { reference: _, ...asked } = anAsk;
  const submit = requestSubmitter({
    requests,
    now: at,
    newId: () => requestId,
    randomBytes: (size) => Buffer.from(requestId.padEnd(size, '.')).subarray(0, size),
  });
  await submit({ ask: { ...asked, ...ask }, subject: new Sensitive({ email: 'a@b.example' }), formHash: requestId });
  for (const [command, actor] of commands) {
    const given = await handle({ requestId, command, actor });
    if (!given.ok) throw new Error(`${command.type}: ${given.refusal.code}`);
  }
}

const gathered: readonly (readonly [Command, Actor])[] = [
  [{ type: 'confirm_email' }, aDataSubject],
  [{ type: 'match_account', account: 'on_record' }, theWorkflow],
  [{ type: 'plan_gathering', collections: ['members.members'] }, theWorkflow],
  [{ type: 'record_collection', collection: 'members.members', gathering: 1, outcome: 'found', count: 1 }, theWorkflow],
  [{ type: 'finish_gathering' }, theWorkflow],
];
const refused = (ask: Partial<Ask>) =>
  make(id, ask, [
    ...gathered,
    [{ type: 'propose_refusal', reason: 'excessive', words: 'words-1' }, anAgent],
    [{ type: 'approve_refusal' }, anApprover],
  ]);
const deleteExport = async () => handle({ requestId: id, command: { type: 'delete_export' }, actor: theSweep });

describe('a copy refused under a law that has it kept for days', () => {
  const ask = { law: 'pdpa-sg', timeZone: 'Asia/Singapore', categories: ['registration'] };

  test('is kept from that step on: 30 days of the office after the refusal', async () => {
    await refused(ask);
    const history = await requests.history(id);
    expect(history.slice(-2).map(({ event, at: when }) => [event.type, when])).toEqual([
      ['RefusalApproved', refusedAt],
      ['DataPreserved', refusedAt],
    ]);
    // 2 November, 20:00 UTC, is the 3rd in Singapore.
    expect((await state()).preservation).toEqual({ until: '2026-12-03' });
    expect(await deleteExport()).toMatchObject({ refusal: { code: 'too_early' } });
    expect(nextDue(await state())).toBe(refusedAt);
  });

  test('is under a hold of the system that covers what was asked for, in every request of that person', async () => {
    await refused(ask);
    expect(await keep()).toBe(true);
    expect(await keep()).toBe(true);
    const [hold, ...others] = (await holds.register()).holds;
    expect(others).toEqual([]);
    const { subjectKey } = await state();
    expect(hold).toMatchObject({
      placedBy: 'system',
      scopes: [{ subjectKey, category: 'registration' }],
      preserves: { until: '2026-12-03', timeZone: 'Asia/Singapore' },
      reviewOn: '2026-12-03',
    });
    const words = [...(await holds.readSealed(placingWords)).values()].map((sealed) => JSON.stringify(sealed.reveal()));
    expect(words.join()).toContain('reg. 8');
    expect(nextDue(await state())).toBe('2026-12-03T16:00:00.000Z');

    await make('other-2', { rights: ['deletion'], erasure: { waitingDays: 7 } }, gathered);
    const dataMap = {
      stores: [],
      accountDirectory: { collection: 'members.members', identity: 'email' },
      collections: [
        {
          id: 'members.members',
          store: 'members',
          location: 'members',
          title: {},
          primaryKey: ['id'],
          fields: [{ name: 'id', category: 'registration' }],
        },
      ],
    };
    const findHolds = holdFinder({ holds, companiesOf: async () => [], dataMap });
    expect(await findHolds(await state('other-2'))).toEqual([
      { matter: `preservation-${id}`, collections: ['members.members'] },
    ]);
  });

  test('may go when the days are over, and not before, whoever asks', async () => {
    await refused(ask);
    await keep();
    const matter = `preservation-${id}`;
    const words = new Sensitive({ reason: 'x' });
    expect(await changeHold().proposeRelease({ matter, actor: legal, words })).toMatchObject({
      refusal: { code: 'kept_by_law', until: '2026-12-03' },
    });
    now = '2026-12-03T15:59:00.000Z';
    expect(await keep()).toBe(true);
    // The day is over in Singapore, and not yet in UTC.
    now = '2026-12-03T16:00:00.000Z';
    expect(nextDue(await state())).toBe(now);
    expect(await keep()).toBe(false);
    expect(await holds.load(matter)).toMatchObject({ status: 'released', releasedBy: 'system' });
    expect((await deleteExport()).ok).toBe(true);
    // What is left is the record itself, for the policy's months.
    expect(nextDue(await state())).toMatch(/^2029-11/);
  });
});

describe('a copy refused under a law that has it kept while there is recourse', () => {
  test('stays until two people release it; it is looked for weekly', async () => {
    await refused({ law: 'pipeda', timeZone: 'America/Toronto' });
    await keep();
    const matter = `preservation-${id}`;
    expect(await holds.load(matter)).toMatchObject({ reviewOn: '2027-05-05', preserves: {} });
    now = '2027-05-06T10:00:00.000Z';
    expect(await keep()).toBe(true);
    const words = new Sensitive({ reason: 'Nobody complained in time.' });
    expect((await changeHold().proposeRelease({ matter, actor: legal, words })).ok).toBe(true);
    expect(await keep()).toBe(true);
    expect((await changeHold().release({ matter, actor: officer })).ok).toBe(true);
    expect(await keep()).toBe(false);
    expect((await state()).preservation?.endedAt).toBe(now);
    expect((await deleteExport()).ok).toBe(true);
  });
});

test('nothing is kept under a law that does not ask for it, nor where no copy was refused', async () => {
  await refused({ law: 'gdpr' });
  expect((await state()).preservation).toBeUndefined();
  expect(await keep()).toBe(false);
  requests = fakeRequestStore();
  await refused({ law: 'pdpa-sg', rights: ['deletion'], erasure: { waitingDays: 7 } });
  expect((await state()).preservation).toBeUndefined();
});

test('a handler that does not know what laws preserve refuses to refuse', async () => {
  await make(id, {}, [...gathered, [{ type: 'propose_refusal', reason: 'excessive', words: 'w' }, anAgent]]);
  const blind = commandHandler({ requests, now: at });
  await expect(blind({ requestId: id, command: { type: 'approve_refusal' }, actor: anApprover })).rejects.toThrow(
    TypeError,
  );
});
