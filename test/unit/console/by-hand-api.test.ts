import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor, Command } from '../../../functions/requests/index.ts';
import type { Organisation } from '../../../functions/shared/organisation.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { aDataSubject, anAgent, anApprover, anAsk, Story, theWorkflow } from '../../support/a-request.ts';
import { aConsole, anOrganisation } from './a-console.ts';

const id = 'request-1';
const agent = 'agent.anna';
const paper = 'till.register';
const { dataMap } = anOrganisation;
const organisation: Organisation = {
  ...anOrganisation,
  rights: [
    ...anOrganisation.rights,
    { right: 'correction', actions: {}, corrects: { categories: ['registration'], except: {} } },
  ],
  dataMap: {
    ...dataMap,
    stores: [...dataMap.stores, { id: 'till', kind: 'manual', dueDays: 5 }],
    collections: [
      ...dataMap.collections,
      {
        id: paper,
        store: 'till',
        location: 'The book in the drawer',
        title: { en: 'Vouchers on paper' },
        primaryKey: ['number'],
        fields: [
          { name: 'number', title: { en: 'Number' }, category: 'registration' },
          { name: 'email', title: { en: 'Address' }, identity: 'email', category: 'registration' },
          { name: 'phone', title: { en: 'Telephone' }, category: 'registration' },
        ],
      },
    ],
  },
};
const preview = { collection: paper, complete: true, holdsVersion: 7, gone: [], set: [], kept: [], fields: [] };
let desk: ReturnType<typeof aConsole>;
let story: Story;

function begin(rights: typeof anAsk.rights, more: Partial<typeof anAsk> = {}): void {
  const ask = { ...anAsk, rights, ...(rights.includes('deletion') ? { erasure: { waitingDays: 0 } } : {}), ...more };
  story = Story.of(
    [{ type: 'submit', ask }, aDataSubject],
    [{ type: 'confirm_email' }, aDataSubject],
    [{ type: 'match_account', account: 'on_record' }, theWorkflow],
    [{ type: 'plan_gathering', collections: ['members.member', paper] }, theWorkflow],
    [
      { type: 'record_collection', collection: 'members.member', gathering: 1, outcome: 'found', count: 1 },
      theWorkflow,
    ],
    [
      { type: 'record_collection', collection: paper, gathering: 1, outcome: 'by_hand', count: 0, due: '2026-11-15' },
      theWorkflow,
    ],
    [{ type: 'finish_gathering' }, theWorkflow],
  );
}

/** Three records found by a person, of which two go and one is under a legal hold; erasing has begun. */
function beginErasing(): void {
  begin(['deletion']);
  story
    .give({ type: 'hand_in_collection', collection: paper, submission: 'file', records: 3 }, anAgent)
    .give({ type: 'record_collection', collection: paper, gathering: 2, outcome: 'found', count: 3 }, theWorkflow)
    .give({ type: 'finish_gathering' }, theWorkflow)
    .give({ type: 'approve' }, anAgent)
    .give({ type: 'approve_answer' }, anApprover)
    .give({ type: 'plan_erasure', collections: [paper], byHand: { [paper]: '2026-11-20' } }, theWorkflow);
  desk.requests.put(story.known, story.events);
}

beforeEach(() => {
  desk = aConsole({
    organisation,
    previewErasure: async () => ({ ...preview, records: 3, deleted: 2, changed: 0, unchanged: 0, held: 1 }),
  });
  begin(['access']);
  desk.requests.put(story.known, story.events);
});

const version = () => desk.requests.states.get(id)?.version;
const say = (what: string, body: object, who = agent) =>
  desk.call(who, 'POST', `/requests/${id}/collections/${paper}/${what}`, { expectedVersion: version(), ...body });
const paperNow = async () => {
  const { body } = await desk.call(agent, 'GET', `/requests/${id}`);
  return body.collections.find((collection: { id: string }) => collection.id === paper);
};

describe('a source that people look through', () => {
  test('is shown with where to look, by what, and since when it is late', async () => {
    expect(await paperNow()).toMatchObject({
      outcome: 'by_hand',
      byHand: {
        due: '2026-11-15',
        late: true,
        place: 'The book in the drawer',
        searchedBy: [{ key: 'email', name: 'Address' }],
        fields: [
          { key: 'number', name: 'Number', isKey: true },
          { key: 'email', isKey: false },
          { key: 'phone', isKey: false },
        ],
      },
    });
  });

  test('is handed in as a file, which lies beside the request and in no event', async () => {
    const text = 'number,email\nA1,ada@example.org\nA2,someone@else.example\n';
    expect(await say('submission', { format: 'csv', text })).toMatchObject({ status: 200 });
    expect([...desk.submissions]).toEqual([
      [
        `${id} list-1`,
        [
          { number: 'A1', email: 'ada@example.org' },
          { number: 'A2', email: 'someone@else.example' },
        ],
      ],
    ]);
    expect(desk.requests.states.get(id)).toMatchObject({ status: 'gathering_data', gathering: 2 });
    expect(JSON.stringify(await desk.requests.history(id))).not.toContain('ada@example.org');
  });

  test('a file with a fault is refused with its line, and nothing is kept', async () => {
    const answer = await say('submission', { format: 'jsonl', text: '{"email":"x"}' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'submission_no_key', line: 1, field: 'number' } });
    expect(desk.submissions.size).toBe(0);
  });

  test('what nobody may hand in is not kept', async () => {
    expect(await say('submission', { format: 'jsonl', text: '{"number":"A1"}' }, 'auditor.otto')).toMatchObject({
      status: 403,
    });
    expect(desk.submissions.size).toBe(0);
  });

  test('larger bodies are taken for files alone', async () => {
    const words = 'x'.repeat(70_000);
    expect(await say('attestation', { outcome: 'unavailable', words })).toMatchObject({ status: 413 });
    const text = `{"number":"${words}"}`;
    expect(await say('submission', { format: 'jsonl', text })).toMatchObject({ status: 200 });
  });

  test('is attested as empty, or as out of reach with a reason that deciders read', async () => {
    expect(await say('attestation', { outcome: 'unavailable' })).toMatchObject({ status: 400 });
    expect(await say('attestation', { outcome: 'unavailable', words: 'The drawer burnt.' })).toMatchObject({
      status: 200,
    });
    expect(await paperNow()).toMatchObject({ outcome: 'unavailable', byHand: { words: 'The drawer burnt.' } });
    expect(await say('attestation', { outcome: 'nothing' })).toMatchObject({ status: 200 });
    expect(await paperNow()).toMatchObject({ outcome: 'nothing' });
  });
});

describe('erasing where only people reach', () => {
  test('is taken when all that must go has gone; what a legal hold covers stays and is counted', async () => {
    beginErasing();
    expect(await say('erasure', { deleted: 1, changed: 0 })).toMatchObject({
      status: 422,
      body: { code: 'erasure_incomplete', toDelete: 2 },
    });
    expect(await say('erasure', { deleted: 4, changed: 0 })).toMatchObject({ body: { code: 'erasure_beyond' } });
    expect(await say('erasure', { deleted: 2, changed: 0 })).toMatchObject({ status: 200 });
    expect(desk.requests.states.get(id)?.erasing?.collections[paper]).toEqual({
      outcome: 'erased',
      deleted: 2,
      changed: 0,
      kept: 0,
      held: 1,
    });
  });

  test('what went in spite of a legal hold is said as it is', async () => {
    beginErasing();
    expect(await say('erasure', { deleted: 3, changed: 0 })).toMatchObject({ status: 200 });
    expect(desk.requests.states.get(id)?.erasing?.collections[paper]).toMatchObject({ deleted: 3, held: 0 });
  });

  test('is attested by who decides', async () => {
    beginErasing();
    expect(await say('erasure', { deleted: 2, changed: 0 }, 'auditor.otto')).toMatchObject({ status: 403 });
  });

  test('is on record only while the register of holds is as it was read', async () => {
    const append = vi.spyOn(desk.requests, 'append');
    beginErasing();
    expect(await say('erasure', { deleted: 2, changed: 0 })).toMatchObject({ status: 200 });
    expect(append).toHaveBeenLastCalledWith(expect.objectContaining({ holdsVersion: 7 }));
  });
});

describe('correcting where only people reach', () => {
  const collection = paper;
  const decide = (value: string) =>
    desk.call(agent, 'POST', `/requests/${id}/changes/c1`, {
      expectedVersion: version(),
      ...{ type: 'correct', collection, finding: 'f1', field: 'phone', value },
    });
  const attest = (changes: object, who = agent) => say('erasure', { deleted: 0, changed: 0, changes }, who);
  const correction = async () => (await desk.call(agent, 'GET', `/requests/${id}/changes`)).body.changes[0];
  const place = (collectionHeld: string) =>
    desk.call('legal.lena', 'POST', '/holds', {
      matter: '6f1c1f0e-8a52-4d0c-9a53-0c1f3c5d7e11',
      ...{ name: 'Orion', owner: 'Lena', reason: 'Court order', reviewOn: '2027-05-01' },
      scopes: [{ collection: collectionHeld }],
    });
  const give = async (command: Command, actor: Actor) =>
    expect(await desk.handle({ requestId: id, command, actor })).toMatchObject({ ok: true });
  const plan = async () => {
    await give({ type: 'approve' }, anAgent);
    await give({ type: 'plan_erasure', collections: [paper], byHand: { [paper]: '2026-11-20' } }, theWorkflow);
  };

  beforeEach(async () => {
    desk = aConsole({ organisation });
    const changes = [{ id: 'c1', right: 'correction' as const }];
    begin(['correction'], { changes, erasure: { waitingDays: 0, approvals: 1 } });
    story
      .give({ type: 'hand_in_collection', collection, submission: 'file', records: 1 }, anAgent)
      .give({ type: 'record_collection', collection, gathering: 2, outcome: 'found', count: 1 }, theWorkflow)
      .give({ type: 'finish_gathering' }, theWorkflow);
    desk.requests.put(story.known, story.events);
    const typed = { c1: { description: 'My telephone', correct: '555 2' } };
    desk.requests.sealed.set(`${id} subject`, new Sensitive({ email: 'ada@example.org', changes: typed }));
    desk.pages[paper] = {
      findings: [{ id: 'f1', fields: { number: 'A1', email: 'ada@example.org', phone: '555 1' } }],
    };
    expect(await decide('555 2')).toMatchObject({ status: 200, body: { changes: [{ decision: 'accepted' }] } });
    await plan();
  });

  test('shows who may read it where to write what, and the reading is noted', async () => {
    expect(await paperNow()).toMatchObject({ byHand: { due: '2026-11-20', corrections: ['c1'] } });
    expect(await correction()).toMatchObject({
      byHand: { place: 'The book in the drawer', record: [{ title: 'Number', value: 'A1' }], held: false },
      decided: { writes: [{ title: 'Telephone', seen: '555 1', value: '555 2' }] },
    });
    expect(desk.requests.events.get(id)?.at(-1)?.event.type).toBe('ChangesViewed');
    expect((await desk.call('auditor.otto', 'GET', `/requests/${id}/changes`)).status).toBe(403);
  });

  test('is attested by who decides, for every change, and by the register of holds of that moment', async () => {
    const append = vi.spyOn(desk.requests, 'append');
    await place('trade.orders');
    expect(await attest({ c1: { answer: 'written' } }, 'auditor.otto')).toMatchObject({ status: 403 });
    expect(await attest({})).toMatchObject({ status: 422, body: { code: 'changes_unattested', changes: ['c1'] } });
    const unknown = { c1: { answer: 'written' }, c9: { answer: 'written' } };
    expect(await attest(unknown)).toMatchObject({ status: 404, body: { code: 'unknown_change' } });
    expect(await say('erasure', { deleted: 1, changed: 0, changes: { c1: { answer: 'written' } } })).toMatchObject({
      body: { code: 'erasure_beyond' },
    });
    expect(await attest({ c1: { answer: 'written' } })).toMatchObject({ status: 200 });
    expect(desk.requests.states.get(id)?.changes).toMatchObject([{ outcome: 'done' }]);
    expect(append).toHaveBeenLastCalledWith(expect.objectContaining({ holdsVersion: 1 }));
  });

  test('is not attested as written while a legal hold covers the record', async () => {
    await place(paper);
    expect(await correction()).toMatchObject({ byHand: { held: true } });
    expect(await attest({ c1: { answer: 'written' } })).toMatchObject({
      status: 422,
      body: { code: 'change_held', change: 'c1' },
    });
    expect(await attest({ c1: { answer: 'held' } })).toMatchObject({ status: 200 });
    expect(desk.requests.states.get(id)?.changes).toMatchObject([{ outcome: 'held' }]);
  });

  test.each(['555 3', ''])(
    'goes back with what the record says by now, "%s", on which it is decided anew',
    async (now) => {
      expect(await attest({ c1: { answer: 'otherwise', values: { phone: now } } })).toMatchObject({ status: 200 });
      expect(JSON.stringify(await desk.requests.history(id))).not.toContain('555');
      await give({ type: 'finish_erasure' }, theWorkflow);
      const value = now === '' ? null : now;
      expect(await correction()).toMatchObject({
        outcome: 'stale',
        instead: { values: [{ title: 'Telephone', value }] },
      });
      await decide('555 2');
      await plan();
      expect(await correction()).toMatchObject({ decided: { writes: [{ seen: value, value: '555 2' }] } });
    },
  );
});
