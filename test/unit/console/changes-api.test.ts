import { beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';
import { aDataSubject, anAsk, Story, theWorkflow } from '../../support/a-request.ts';
import { aConsole } from './a-console.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('the policy does not compile');
const organisation = compiled.value;
const id = 'request-1';
const agent = 'agent.anna';
const account = { id: 'f1', fields: { member_id: 'M1', name: 'Ada', phone: '1', role: 'admin' } };
const listing = {
  id: 'f2',
  fields: { listing_id: 'L1-1', company_id: 'C1', contact_name: 'Ada', contact_email: 'a@b.example' },
};
const typed = {
  c1: { description: 'My telephone', correct: '+353 1 555 0100' },
  l1: { listing: 'L1-1' },
};
let desk: ReturnType<typeof aConsole>;

beforeEach(async () => {
  desk = aConsole({ organisation });
  const submit: Command = {
    type: 'submit',
    ask: {
      ...anAsk,
      rights: ['correction', 'listing_takedown'],
      erasure: { waitingDays: 0, approvals: 1 },
      changes: [
        { id: 'c1', right: 'correction', category: 'registration' },
        { id: 'l1', right: 'listing_takedown', extent: 'listing' },
      ],
    },
  };
  const collections = ['members.members', 'trade.companies', 'trade.listings'];
  const { known, events } = Story.of(
    [submit, aDataSubject],
    [{ type: 'confirm_email' }, aDataSubject],
    [{ type: 'match_account', account: 'on_record' }, theWorkflow],
    [{ type: 'plan_gathering', collections }, theWorkflow],
    ...collections.map(
      (collection) =>
        [{ type: 'record_collection', collection, gathering: 1, outcome: 'found', count: 1 }, theWorkflow] as const,
    ),
    [{ type: 'finish_gathering' }, theWorkflow],
  );
  desk.requests.put(known, events);
  desk.requests.sealed.set(`${id} subject`, new Sensitive({ email: 'a@b.example', changes: typed }));
  desk.pages['members.members'] = { findings: [account] };
  desk.pages['trade.listings'] = { findings: [listing] };
  desk.pages['trade.companies'] = { findings: [{ id: 'f3', fields: { company_id: 'C1' } }] };
});

const version = () => desk.requests.states.get(id)?.version;
const decide = (change: string, decision: object, who = agent) =>
  desk.call(who, 'POST', `/requests/${id}/changes/${change}`, { expectedVersion: version(), ...decision });
const correct = { type: 'correct', collection: 'members.members', finding: 'f1', field: 'phone' } as const;

describe('what was asked to be changed', () => {
  test('is read with what can be corrected where, and the reading is noted', async () => {
    const { status, body } = await desk.call(agent, 'GET', `/requests/${id}/changes`);
    expect(status).toBe(200);
    expect(body.changes).toMatchObject([
      { id: 'c1', typed: typed.c1 },
      { id: 'l1', typed: typed.l1, listing: { allowed: { listing: true, contact: true } } },
    ]);
    const [members] = body.sources;
    expect(members.fields.find(({ name }: { name: string }) => name === 'email')).toMatchObject({
      obstacle: 'identity',
    });
    expect(desk.requests.events.get(id)?.at(-1)?.event.type).toBe('ChangesViewed');
    expect((await desk.call('auditor.otto', 'GET', `/requests/${id}/changes`)).status).toBe(403);
  });

  test('is accepted as asked, with what staff saw as the condition, and no value in any event', async () => {
    const { status, body } = await decide('c1', { ...correct, value: typed.c1.correct });
    expect(status).toBe(200);
    expect(body.changes[0]).toMatchObject({
      decision: 'accepted',
      decided: { writes: [{ field: 'phone', seen: '1', value: typed.c1.correct }] },
    });
    expect(JSON.stringify(desk.requests.events.get(id))).not.toContain('555');
  });

  test('is accepted otherwise only with words for the member', async () => {
    expect(await decide('c1', { ...correct, value: '2' })).toMatchObject({
      status: 422,
      body: { code: 'words_missing' },
    });
    const { body } = await decide('c1', { ...correct, value: '2', words: 'Your operator says so.' });
    expect(body.changes[0]).toMatchObject({ decision: 'otherwise', decided: { words: 'Your operator says so.' } });
  });

  test.each([
    ['a record that was not found', { ...correct, finding: 'f9', value: '2' }, 'unknown_record'],
    ['a field that follows from something else', { ...correct, field: 'role', value: '2' }, 'not_correctable'],
    ['the value that is stored', { ...correct, value: '1' }, 'already_so'],
    ['nothing', { ...correct, value: ' ' }, 'wrong_type'],
    ['a take-down', { type: 'take_down', extent: 'listing' }, 'wrong_right'],
  ])('is not accepted with %s', async (_, decision, code) => {
    expect(await decide('c1', decision)).toMatchObject({ status: 422, body: { code } });
  });

  test('is refused with a reason and words', async () => {
    const { body } = await decide('c1', { type: 'refuse', reason: 'found_accurate', words: 'We looked it up.' });
    expect(body.changes[0]).toMatchObject({ decision: 'refused', reason: 'found_accurate' });
    expect((await decide('c1', { type: 'refuse', reason: 'found_accurate' })).status).toBe(400);
  });

  test('is for who may decide, and only as they had it on screen', async () => {
    for (const who of ['auditor.otto', 'admin.ada', 'legal.lena'])
      expect((await decide('c1', { ...correct, value: '2', words: 'x' }, who)).status).toBe(403);
    await decide('l1', { type: 'take_down', extent: 'listing' });
    const stale = await decide('c1', { ...correct, value: '2', words: 'x', expectedVersion: 3 });
    expect(stale).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
  });
});

describe('a listing', () => {
  test('is taken down whole, or only the contact taken out of it', async () => {
    const whole = await decide('l1', { type: 'take_down', extent: 'listing' });
    expect(whole.body.changes[1]).toMatchObject({
      decision: 'accepted',
      decided: { writes: [{ field: 'status', value: 'taken_down' }] },
    });
    const contact = await decide('l1', { type: 'take_down', extent: 'contact', words: 'The company keeps it.' });
    expect(contact.body.changes[1]).toMatchObject({
      decision: 'otherwise',
      decided: { writes: [{ field: 'contact_name', seen: 'Ada', value: null }, { field: 'contact_email' }] },
    });
  });

  test('of another company is not, though it names the person', async () => {
    desk.pages['trade.companies'] = { findings: [] };
    expect(await decide('l1', { type: 'take_down', extent: 'listing' })).toMatchObject({
      status: 422,
      body: { code: 'not_theirs' },
    });
    expect((await decide('l1', { type: 'take_down', extent: 'contact', words: 'Only you.' })).status).toBe(200);
  });
});
