import { beforeEach, describe, expect, test } from 'vitest';
import { countsOf, emptyList, proposedList } from '../../../functions/fulfilment/redaction-list.ts';
import type { Command } from '../../../functions/requests/index.ts';
import { Story, theWorkflow, untilReview } from '../../support/a-request.ts';
import { aConsole } from './a-console.ts';

const id = 'request-1';
const agent = 'agent.anna';
const path = `/requests/${id}/collections/trade.orders/redactions`;
const list = proposedList(
  [
    { kind: 'name', value: 'Seán Murphy', records: { 'trade.orders': 2 } },
    { kind: 'name', value: 'Jan Keller', records: { 'members.member': 1 } },
  ],
  emptyList,
);
let desk: ReturnType<typeof aConsole>;

async function inReview(proposals = list): Promise<void> {
  const propose: Command = { type: 'propose_redactions', ...countsOf('gathering-1', proposals) };
  const { known, events } = Story.of(
    ...untilReview.slice(0, -1),
    [propose, theWorkflow],
    [{ type: 'finish_gathering' }, theWorkflow],
  );
  desk.requests.put(known, events);
  await desk.redactions.write(id, 'gathering-1', proposals);
}
const version = () => desk.requests.states.get(id)?.version;
const current = () => desk.requests.states.get(id)?.redactions;
const types = () => (desk.requests.events.get(id) ?? []).map(({ event }) => event.type);
const give = (change: object, who = agent) =>
  desk.call(who, 'POST', path, { list: current()?.list ?? null, ...change });
const approve = () =>
  desk.call(agent, 'POST', `/requests/${id}/commands`, { type: 'approve', expectedVersion: version() });

beforeEach(() => {
  desk = aConsole();
});

describe('what is proposed', () => {
  test('is read source by source, and the reading is noted', async () => {
    await inReview();
    const { status, body } = await desk.call(agent, 'GET', path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ list: 'gathering-1', undoable: false, fields: [] });
    expect(body.values).toEqual([
      expect.objectContaining({ id: 'v1', value: 'Seán Murphy', records: 2, elsewhere: 0, decision: 'undecided' }),
    ]);
    expect(types().at(-1)).toBe('FindingsViewed');
  });

  test('holds the approval back until all of it is decided', async () => {
    await inReview();
    expect(await approve()).toMatchObject({ status: 422, body: { code: 'redactions_undecided', undecided: 2 } });
    await give({ type: 'accept_all' });
    expect((await approve()).body).toMatchObject({ code: 'redactions_undecided', undecided: 1 });
    await give({ type: 'decide', ids: ['v2'], decision: 'keep' });
    expect(current()).toMatchObject({ undecided: 0, kept: 1, redacted: { third_party: 1 } });
    expect((await approve()).status).toBe(200);
    expect(JSON.stringify(desk.requests.events.get(id))).not.toMatch(/Murphy|Keller/);
  });
});

describe('a change', () => {
  test('by hand adds a value or a field, is undone, and is taken back', async () => {
    await inReview();
    await give({ type: 'redact_value', value: ' secret alloy ', reason: 'trade_secret' });
    const field = { finding: 'f1', field: 'id', reason: 'privileged' };
    const added = await give({ type: 'redact_field', ...field });
    expect(added.body).toMatchObject({ undoable: true, fields: [{ decision: 'redact', ...field }] });
    expect(current()?.redacted).toEqual({ trade_secret: 1, privileged: 1 });
    expect((await give({ type: 'undo' })).body.fields).toEqual([]);
    expect((await give({ type: 'remove', ids: ['v3'] })).body.values).toHaveLength(1);
    expect(current()?.redacted).toEqual({});
    expect(types().filter((type) => type === 'RedactionChanged')).toHaveLength(4);
  });

  test('is possible where nothing was proposed, and back to nothing', async () => {
    const { known, events } = Story.of(...untilReview);
    desk.requests.put(known, events);
    expect(await give({ type: 'undo' })).toMatchObject({ status: 409, body: { code: 'nothing_to_undo' } });
    expect((await give({ type: 'redact_value', value: 'alloy', reason: 'trade_secret' })).status).toBe(200);
    expect((await give({ type: 'undo' })).body).toMatchObject({ values: [], undoable: false });
  });

  test('made to another list than the current one is refused', async () => {
    await inReview();
    const stale = await give({ type: 'accept_all', list: 'gathering-0' });
    expect(stale).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
  });

  test('that changes nothing is no event', async () => {
    await inReview();
    await give({ type: 'accept_all' });
    const before = version();
    expect((await give({ type: 'accept_all' })).status).toBe(200);
    expect(version()).toBe(before);
  });

  test('is for who may decide', async () => {
    await inReview();
    const before = [version(), desk.redactions.lists.size];
    for (const who of ['auditor.otto', 'admin.ada', 'legal.lena'])
      expect(await give({ type: 'accept_all' }, who)).toMatchObject({ status: 403, body: { code: 'role_required' } });
    for (const who of ['auditor.otto', 'admin.ada'])
      expect(await desk.call(who, 'GET', path)).toMatchObject({ status: 403, body: { code: 'role_required' } });
    expect([version(), desk.redactions.lists.size]).toEqual(before);
  });

  test('comes too late once the answer was approved', async () => {
    await inReview(emptyList);
    await approve();
    const late = await give({ type: 'redact_value', value: 'alloy', reason: 'trade_secret' });
    expect(late).toMatchObject({ status: 409, body: { code: 'not_allowed_now' } });
  });

  test.each<[string, object, number, string]>([
    ['no type', {}, 400, 'bad_input'],
    ['no reason', { type: 'redact_value', value: 'alloy' }, 400, 'bad_input'],
    ['an unknown reason', { type: 'redact_value', value: 'alloy', reason: 'shy' }, 400, 'bad_input'],
    ['one letter', { type: 'redact_value', value: ' x ', reason: 'privileged' }, 400, 'bad_input'],
    ['too much text', { type: 'redact_value', value: 'x'.repeat(1_001), reason: 'privileged' }, 400, 'bad_input'],
    ['a path for a list', { type: 'accept_all', list: '../findings' }, 400, 'bad_input'],
    ['no ids', { type: 'decide', ids: [], decision: 'keep' }, 400, 'bad_input'],
    [
      'what is invisible',
      { type: 'redact_value', value: '\u200B\u200B', reason: 'privileged' },
      422,
      'unknown_redaction',
    ],
    ['an unknown id', { type: 'decide', ids: ['v9'], decision: 'keep' }, 422, 'unknown_redaction'],
    [
      'an unknown field',
      { type: 'redact_field', finding: 'f1', field: 'x', reason: 'privileged' },
      422,
      'unknown_field',
    ],
  ])('with %s is refused and writes nothing', async (_, change, status, code) => {
    await inReview();
    const before = [version(), desk.redactions.lists.size];
    expect(await give(change)).toMatchObject({ status, body: { code } });
    expect([version(), desk.redactions.lists.size]).toEqual(before);
  });

  test('in an unknown collection or request is refused', async () => {
    await inReview();
    const change = { type: 'accept_all', list: 'gathering-1' };
    const elsewhere = `/requests/${id}/collections/trade.secrets/redactions`;
    expect(await desk.call(agent, 'POST', elsewhere, change)).toMatchObject({ status: 404 });
    expect(await desk.call(agent, 'POST', path.replace(id, 'request-2'), change)).toMatchObject({ status: 404 });
  });
});

test('the preview has what the member gets: fields of the copy, without what was redacted', async () => {
  await inReview({ ...emptyList, values: list.values.slice(1) });
  desk.pages['members.member'] = { findings: [{ id: 'f1', fields: { name: 'Jan Keller', row: 7 } }] };
  const read = () => desk.call(agent, 'GET', `/requests/${id}/collections/members.member/findings?as=member`);
  expect((await read()).body.findings).toEqual([{ id: 'f1', fields: { name: 'Jan Keller' } }]);
  await give({ type: 'decide', ids: ['v2'], decision: 'redact' });
  expect((await read()).body.findings).toEqual([{ id: 'f1', fields: { name: '[redacted: another person]' } }]);
  expect(await desk.call(agent, 'GET', `/requests/${id}/collections/members.member/findings?as=staff`)).toMatchObject({
    status: 400,
  });
});
