import { beforeEach, describe, expect, test } from 'vitest';
import { staffRoles } from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { anAsk, Story, theWorkflow, untilReview } from '../../support/a-request.ts';
import { aConsole, anOrganisation, now } from './a-console.ts';

const id = 'request-1';
const agent = 'agent.anna';
const approver = 'approver.paul';
let desk: ReturnType<typeof aConsole>;

function given(story: Story): Story {
  desk.requests.put(story.known, story.events);
  desk.requests.sealed.set(`${id} subject`, new Sensitive({ email: 'mei@example.org', name: 'Mei' }));
  return story;
}
const inReview = () => given(Story.of(...untilReview));
const version = () => desk.requests.states.get(id)?.version;
const events = () => (desk.requests.events.get(id) ?? []).map(({ event }) => event.type);

beforeEach(() => {
  desk = aConsole();
});

describe('who is let in', () => {
  test.each([
    ['no token', undefined],
    ['something else than a bearer token', 'Basic YTpi'],
    ['a token that does not verify', 'Bearer a.agent.expired'],
  ])('%s is not', async (_, authorization) => {
    const response = await desk.api.request('/api/staff/me', { headers: authorization ? { authorization } : {} });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'not_signed_in' });
  });

  test('an account without a role is not', async () => {
    expect(await desk.call('visitor.vera', 'GET', '/me')).toMatchObject({ status: 403, body: { code: 'no_role' } });
  });

  test('their own address is noted from an ID token of theirs, not from somebody else’s', async () => {
    const noted = await desk.call('agent.anna', 'POST', '/me/address', { idToken: 'id.token.anna' });
    expect(noted).toMatchObject({ status: 200, body: { id: 'anna' } });
    await desk.call('agent.ben', 'POST', '/me/address', { idToken: 'id.token.anna' });
    expect([...desk.addresses]).toEqual([['anna', 'anna@staff.example']]);
  });

  test('each role is, with what it may do', async () => {
    for (const role of staffRoles) {
      const { status, body, headers } = await desk.call(`${role}.x`, 'GET', '/me');
      expect({ status, roles: body.roles, holds: body.mayChangeHolds }).toEqual({
        status: 200,
        roles: [role],
        holds: role === 'legal' || role === 'privacy-officer',
      });
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('reading', () => {
  test('the queue has open requests with days left, what is next and who waits for whom', async () => {
    inReview();
    const { body } = await desk.call(agent, 'GET', '/queue');
    expect(body).toEqual({
      requests: [
        expect.objectContaining({ id, daysLeft: 16, next: 'review_and_decide', waitingOn: 'staff', held: false }),
      ],
    });
    expect((await desk.call(agent, 'GET', '/queue?name=closed')).body).toEqual({ requests: [] });
  });

  test.each(['?name=all', '?page=2'])('a queue asked for with %s is bad input', async (query) => {
    expect(await desk.call(agent, 'GET', `/queue${query}`)).toMatchObject({ status: 400, body: { code: 'bad_input' } });
  });

  test('a request explains its date, shows its history as intact, and says what the reader may do', async () => {
    inReview();
    const { body } = await desk.call(agent, 'GET', `/requests/${id}`);
    expect(body).toMatchObject({
      integrity: { intact: true },
      deadline: {
        law: 'GDPR',
        chosen: { by: 'establishment' },
        explanation: [
          { of: 'start', rule: 'received' },
          { of: 'due', rule: 'months_added', amount: 1 },
          { of: 'extension', rule: 'months_added', amount: 2, date: '2027-02-02' },
          { of: 'notice', rule: 'told_within_first_period' },
        ],
      },
      may: { approve: 'yes', propose_refusal: 'yes', approve_refusal: 'role_required', retry_parked: 'already_done' },
    });
    expect(JSON.stringify(body)).not.toContain('mei@example.org');
    const auditor = (await desk.call('auditor.otto', 'GET', `/requests/${id}`)).body;
    expect(new Set(Object.values(auditor.may))).toEqual(new Set(['role_required']));
  });

  test('a date that today’s rules would not give is kept, and not explained by them', async () => {
    const story = Story.of(...untilReview);
    desk.requests.put({ ...story.known, replyBy: '2026-12-01' }, story.events);
    const { deadline } = (await desk.call(agent, 'GET', `/requests/${id}`)).body;
    expect(deadline).toMatchObject({ replyBy: '2026-12-01', daysLeft: 15, explanation: [] });
  });

  test('a request whose history was changed says where', async () => {
    const story = inReview();
    const [first, second, ...rest] = story.events;
    if (!first || !second) throw new Error('no history');
    desk.requests.events.set(id, [first, { ...second, at: now }, ...rest]);
    expect((await desk.call(agent, 'GET', `/requests/${id}`)).body.integrity).toEqual({ intact: false, brokenAt: 2 });
  });

  test('what happens while a request is read is no sign of tampering; an event that led to nothing is', async () => {
    const { known } = inReview();
    const read = desk.requests.history.bind(desk.requests);
    desk.requests.history = async (of) => {
      desk.requests.history = read;
      const assign = { type: 'assign', assignee: 'agent.ana', expectedVersion: known.version };
      expect((await desk.call(agent, 'POST', `/requests/${id}/commands`, assign)).status).toBe(200);
      return read(of);
    };
    const { integrity, timeline, version } = (await desk.call(agent, 'GET', `/requests/${id}`)).body;
    expect([integrity, version, timeline.length]).toEqual([{ intact: true }, known.version + 1, known.version + 1]);

    const events = await read(id);
    desk.requests.events.set(id, [...events, ...events.slice(-1)]);
    expect((await desk.call(agent, 'GET', `/requests/${id}`)).body.integrity.intact).toBe(false);
  });

  test('who asked is told only to roles that need it, and each reading is an event', async () => {
    inReview();
    for (const role of staffRoles) {
      const before = version();
      const { status, body } = await desk.call(`${role}.x`, 'POST', `/requests/${id}/subject`);
      const allowed = ['agent', 'approver', 'privacy-officer', 'legal'].includes(role);
      expect([role, status]).toEqual([role, allowed ? 200 : 403]);
      expect(JSON.stringify(body).includes('mei@example.org')).toBe(allowed);
      expect(version()).toBe((before ?? 0) + (allowed ? 1 : 0));
    }
  });

  test('findings come page by page, and one look at them is one event', async () => {
    inReview();
    desk.pages['trade.orders'] = { findings: [{ id: 'f1', fields: { id: 'o-1' } }], cursor: '.1' };
    desk.pages['trade.orders.1'] = { findings: [{ id: 'f2', fields: { id: 'o-2' } }] };
    const path = `/requests/${id}/collections/trade.orders/findings`;
    const first = await desk.call(agent, 'GET', path);
    expect(first.body).toMatchObject({
      columns: [{ name: 'id', category: { key: 'transactions', name: 'Orders' } }],
      findings: [{ fields: { id: 'o-1' } }],
      cursor: '.1',
    });
    const second = await desk.call(agent, 'GET', `${path}?cursor=.1`);
    expect(second.body.findings).toEqual([{ id: 'f2', fields: { id: 'o-2' } }]);
    expect(events().filter((type) => type === 'FindingsViewed')).toHaveLength(1);
    expect(second.body.version).toBe(version());
  });

  test('findings may be looked at further while a look goes on', async () => {
    inReview();
    for (const collection of Object.keys(desk.requests.states.get(id)?.collections ?? {})) {
      expect((await desk.call(agent, 'GET', `/requests/${id}/collections/${collection}/findings`)).status).toBe(200);
      expect((await desk.call(agent, 'GET', `/requests/${id}`)).body.may).toMatchObject({ view_findings: 'yes' });
    }
  });

  test('findings are not shown where the event could not be written', async () => {
    inReview();
    desk.pages['trade.orders'] = { findings: [{ id: 'f1', fields: { id: 'secret' } }] };
    const read = (who: string, collection: string) =>
      desk.call(who, 'GET', `/requests/${id}/collections/${collection}/findings`);
    expect(await read('auditor.otto', 'trade.orders')).toMatchObject({ status: 403, body: { code: 'role_required' } });
    expect(await read('admin.ada', 'trade.orders')).toMatchObject({ status: 403 });
    expect(await read(agent, 'trade.nothing')).toMatchObject({ status: 404, body: { code: 'unknown_collection' } });
    given(Story.of(...untilReview, [{ type: 'withdraw' }, { kind: 'data_subject' }]));
    expect(await read(agent, 'trade.orders')).toMatchObject({ status: 409, body: { code: 'not_allowed_now' } });
  });

  test('an unknown request is not found anywhere', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/mails'],
      ['POST', '/subject'],
      ['GET', '/collections/trade.orders/findings'],
      ['GET', '/refusal-preview?reason=excessive'],
    ] as const) {
      expect(await desk.call(agent, method, `/requests/none${path}`)).toMatchObject({ status: 404 });
    }
  });
});

describe('commands', () => {
  const give = (who: string, command: object) => desk.call(who, 'POST', `/requests/${id}/commands`, command);

  test('an approval goes through and answers with the request as it is then', async () => {
    inReview();
    const { status, body } = await give(agent, { type: 'approve', expectedVersion: version() });
    expect({ status, state: body.status, decision: body.decision }).toEqual({
      status: 200,
      state: 'fulfilling',
      decision: { kind: 'approve', by: 'anna', at: now },
    });
  });

  test('a refusal needs a second person; its words are sealed and shown to those who may read them', async () => {
    inReview();
    const words = 'The third copy in a month, and nothing has changed since.';
    const proposed = await give(agent, {
      type: 'propose_refusal',
      reason: 'excessive',
      words,
      expectedVersion: version(),
    });
    expect(proposed.body).toMatchObject({ status: 'awaiting_approval', decision: { reason: 'excessive', words } });
    expect(JSON.stringify(desk.requests.events.get(id))).not.toContain('third copy');
    const asAuditor = await desk.call('auditor.otto', 'GET', `/requests/${id}`);
    expect(JSON.stringify(asAuditor.body)).not.toContain('third copy');

    const own = await give('approver.anna', { type: 'approve_refusal', expectedVersion: version() });
    expect(own).toMatchObject({ status: 403, body: { code: 'same_person' } });
    const sentBack = await give(approver, { type: 'return_refusal', words: 'Say when.', expectedVersion: version() });
    expect(sentBack.body).toMatchObject({ status: 'in_review', returned: { by: 'paul', words: 'Say when.' } });
    expect(sentBack.body.decision).toBeUndefined();
    await give(agent, { type: 'propose_refusal', reason: 'excessive', words, expectedVersion: version() });
    const refusedAtLast = await give(approver, { type: 'approve_refusal', expectedVersion: version() });
    expect(refusedAtLast.body).toMatchObject({
      status: 'refused',
      decision: { by: 'anna', approvedBy: 'paul', words },
    });
  });

  test('someone who decides on an old screen is told when it changed, and nothing is written', async () => {
    inReview();
    const seen = version() ?? 0;
    await give(approver, { type: 'assign', assignee: 'paul', expectedVersion: seen });
    const late = await give(agent, { type: 'approve', expectedVersion: seen });
    expect(late).toMatchObject({ status: 409, body: { code: 'changed_meanwhile', version: seen + 1, changedAt: now } });
    expect(version()).toBe(seen + 1);
  });

  test('that someone else read the findings meanwhile does not get in the way', async () => {
    inReview();
    const seen = version();
    await desk.call(approver, 'GET', `/requests/${id}/collections/trade.orders/findings`);
    await desk.call(approver, 'POST', `/requests/${id}/subject`);
    const proposed = await give(agent, {
      type: 'propose_refusal',
      reason: 'excessive',
      words: 'Words.',
      expectedVersion: seen,
    });
    expect(proposed.body).toMatchObject({ status: 'awaiting_approval', decision: { words: 'Words.' } });
  });

  test('a version that is still to come is refused', async () => {
    inReview();
    const ahead = await give(agent, { type: 'approve', expectedVersion: (version() ?? 0) + 3 });
    expect(ahead).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
  });

  test('what failed can be retried, and an answer without it is refused', async () => {
    const steps = untilReview.map((step, index) =>
      index === 5
        ? ([
            {
              type: 'record_collection',
              collection: 'trade.orders',
              gathering: 1,
              outcome: 'failed',
              count: 0,
              reason: 'StoreUnreachable',
            },
            theWorkflow,
          ] as const)
        : step,
    );
    given(Story.of(...steps));
    const early = await give(agent, { type: 'approve', expectedVersion: version() });
    expect(early).toMatchObject({
      status: 422,
      body: { code: 'collections_unfinished', collections: ['trade.orders'] },
    });
    const view = await desk.call(agent, 'GET', `/requests/${id}`);
    expect(view.body).toMatchObject({ next: 'retry_failed', may: { retry_collection: 'yes' } });
    const retried = await give(agent, {
      type: 'retry_collection',
      collection: 'trade.orders',
      expectedVersion: version(),
    });
    expect(retried.body).toMatchObject({ status: 'gathering_data', next: 'system_gathers' });
  });

  test('an auditor and an administrator decide nothing', async () => {
    inReview();
    const before = version();
    for (const who of ['auditor.otto', 'admin.ada', 'legal.lena']) {
      for (const command of [
        { type: 'approve' },
        { type: 'propose_refusal', reason: 'excessive', words: 'No.' },
        { type: 'accept_identity' },
        { type: 'retry_collection', collection: 'trade.orders' },
      ]) {
        expect(await give(who, { ...command, expectedVersion: before })).toMatchObject({
          status: 403,
          body: { code: 'role_required' },
        });
      }
    }
    expect(version()).toBe(before);
  });

  test.each<[string, object]>([
    ['no version', { type: 'approve' }],
    ['a version that is text', { type: 'approve', expectedVersion: '7' }],
    ['an unknown command', { type: 'record_package', expectedVersion: 7 }],
    ['a command of the system', { type: 'delete_export', expectedVersion: 7 }],
    ['more than the command takes', { type: 'approve', expectedVersion: 7, status: 'completed' }],
    ['an unknown reason', { type: 'propose_refusal', reason: 'no', words: 'No.', expectedVersion: 7 }],
    ['no words', { type: 'propose_refusal', reason: 'excessive', words: '  ', expectedVersion: 7 }],
    ['too many words', { type: 'propose_refusal', reason: 'excessive', words: 'x'.repeat(4_001), expectedVersion: 7 }],
    ['markup as assignee', { type: 'assign', assignee: '<b>', expectedVersion: 7 }],
    ['a list', []],
  ])('%s is bad input, named but not repeated, and writes nothing', async (_, command) => {
    inReview();
    const before = version();
    const { status, body } = await give(agent, command);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'bad_input' });
    expect(body.fields.length).toBeGreaterThan(0);
    expect(version()).toBe(before);
  });

  test.each([
    ['text', 'text/plain', '{}', 415],
    ['a form', 'application/x-www-form-urlencoded', 'type=approve', 415],
    ['broken JSON', 'application/json', '{"type":', 400],
    ['nothing', 'application/json', '', 400],
    ['ten megabytes', 'application/json', 'x'.repeat(10_000_000), 413],
  ])('%s is refused', async (_, type, body, status) => {
    inReview();
    const response = await desk.api.request(`/api/staff/requests/${id}/commands`, {
      method: 'POST',
      headers: { authorization: 'Bearer a.agent.anna', 'content-type': type, 'content-length': String(body.length) },
      body,
    });
    expect(response.status).toBe(status);
    expect(events().at(-1)).toBe('GatheringFinished');
  });
});

describe('mails', () => {
  const receipt = { kind: 'mail', outboxId: '00000002-receipt', milestone: 'receipt' } as const;
  const refusal = { kind: 'mail', outboxId: '00000009-refusal', milestone: 'refusal' } as const;
  const resend = (who: string, outboxId: string) => desk.call(who, 'POST', `/requests/${id}/mails/${outboxId}/resend`);

  beforeEach(async () => {
    inReview();
    desk.outbox.put(id, receipt, now);
    desk.outbox.put(id, refusal, now);
    await desk.outbox.settle({ requestId: id, ...receipt }, { status: 'failed', at: now, error: 'rejected' });
    await desk.outbox.settle({ requestId: id, ...refusal }, { status: 'done', at: now });
  });

  test('that failed are listed over all requests, and can be sent again, which is an event', async () => {
    const failed = async () => (await desk.call('auditor.otto', 'GET', '/failed-mails')).body.mails;
    expect(await failed()).toMatchObject([{ request: { id, reference: 'PR-7K3M-9QXZ' }, milestone: 'receipt' }]);
    const sent = await resend(agent, receipt.outboxId);
    expect(sent.body.mails[0]).toMatchObject({ status: 'pending' });
    expect(events().at(-1)).toBe('MailResendRequested');
    expect(await failed()).toEqual([]);
  });

  test('that did not reach the member are told of on the request, until they are sent again', async () => {
    const undelivered = async () => (await desk.call(agent, 'GET', `/requests/${id}`)).body.undelivered;
    const ref = { requestId: id, ...refusal };
    await desk.outbox.noteDelivery(ref, { delivery: 'delivered', messageId: 'm-1', at: now });
    await desk.outbox.noteDelivery(ref, { delivery: 'bounced', messageId: 'm-1', at: now });
    // What came back is never taken for delivered, whatever is reported late.
    await desk.outbox.noteDelivery(ref, { delivery: 'delivered', messageId: 'm-1', at: now });
    expect(await undelivered()).toEqual([
      { outboxId: receipt.outboxId, milestone: 'receipt', status: 'failed' },
      { outboxId: refusal.outboxId, milestone: 'refusal', status: 'done', delivery: 'bounced' },
    ]);
    await resend(agent, receipt.outboxId);
    await resend(agent, refusal.outboxId);
    expect(await undelivered()).toEqual([]);
    // Not the member's: they were told at the address they confirmed.
    const outboxId = '00000009-1-erasure_announced';
    desk.outbox.put(id, { kind: 'mail', outboxId, milestone: 'erasure_announced', addressOnRecord: 1 }, now);
    await desk.outbox.settle({ requestId: id, kind: 'mail', outboxId }, { status: 'failed', at: now, error: 'x' });
    expect(await undelivered()).toEqual([
      { outboxId, milestone: 'erasure_announced', status: 'failed', toOtherAddress: true },
    ]);
  });

  test('that did not fail, or don’t exist, are not sent, and nothing is by an auditor', async () => {
    expect((await desk.call('auditor.otto', 'GET', `/requests/${id}/mails`)).body.mails).toHaveLength(2);
    expect(await resend('auditor.otto', receipt.outboxId)).toMatchObject({ status: 403 });
    expect(await resend('legal.lena', receipt.outboxId)).toMatchObject({ status: 403 });
    expect(await resend(agent, refusal.outboxId)).toMatchObject({ status: 409, body: { code: 'not_failed' } });
    expect(await resend(agent, '00000003-none')).toMatchObject({ status: 404 });
    expect(events().at(-1)).toBe('GatheringFinished');
  });
});

describe('a refusal that would lack what the law wants said', () => {
  test('is shown as such while it is written, and not taken', async () => {
    const bare = { subject: 'About {reference}', body: [{ paragraph: 'No.' }] };
    const desk = aConsole({ organisation: { ...anOrganisation, messages: { en: { refusal: bare } } } });
    const story = Story.of(...untilReview);
    desk.requests.put(story.known, story.events);
    const path = `/requests/${story.known.id}`;
    const { body } = await desk.call('agent.anna', 'GET', `${path}/refusal-preview?reason=excessive`);
    expect(body.parts).toEqual([{ clause: 'reasons', article: 'Art. 12(4)', said: false }]);
    const command = {
      type: 'propose_refusal',
      reason: 'excessive',
      words: 'No.',
      expectedVersion: story.known.version,
    };
    expect(await desk.call('agent.anna', 'POST', `${path}/commands`, command)).toMatchObject({
      status: 422,
      body: { code: 'legal_parts_missing', missing: ['reasons'] },
    });
    expect((await desk.requests.load(story.known.id))?.status).toBe('in_review');
  });
});

describe('the preview of a refusal', () => {
  test('is the mail with the reason in it', async () => {
    inReview();
    const { body } = await desk.call(agent, 'GET', `/requests/${id}/refusal-preview?reason=excessive`);
    expect(body).toMatchObject({ language: 'en', subject: 'About PR-7K3M-9QXZ' });
    expect(body.text).toContain('Reason: you asked too often');
  });

  test('is in the organisation’s first language when it has no mails in that of the request', async () => {
    const story = Story.of(...untilReview);
    desk.requests.put({ ...story.known, language: 'zh' }, story.events);
    expect(await desk.call(agent, 'GET', `/requests/${id}/refusal-preview?reason=excessive`)).toMatchObject({
      status: 200,
      body: { language: 'en', subject: 'About PR-7K3M-9QXZ' },
    });
  });
});

test('a parked request can be retried by those who run it', async () => {
  given(Story.of(...untilReview, [{ type: 'park', step: 'BuildPackage', error: 'Timeout' }, theWorkflow]));
  const view = await desk.call('admin.ada', 'GET', `/requests/${id}`);
  expect(view.body).toMatchObject({
    next: 'retry_parked',
    parked: { step: 'BuildPackage' },
    may: { retry_parked: 'yes' },
  });
  const retried = await desk.call('admin.ada', 'POST', `/requests/${id}/commands`, {
    type: 'retry_parked',
    expectedVersion: version(),
  });
  expect(retried.body.parked).toBeUndefined();
});

describe('the dry run of a deletion', () => {
  const deletion = Story.of(
    [
      { type: 'submit', ask: { ...anAsk, rights: ['deletion'], erasure: { waitingDays: 7 } } },
      { kind: 'data_subject' },
    ],
    ...untilReview.slice(1),
  );
  const counts = {
    collection: 'trade.orders',
    records: 2,
    complete: true,
    deleted: 1,
    changed: 1,
    unchanged: 0,
    held: 0,
  };
  const previewErasure = async (_: unknown, collection: string) =>
    collection === 'trade.orders'
      ? {
          ...counts,
          holdsVersion: 1,
          gone: [{ category: 'registration', count: 2 }],
          kept: [
            {
              category: 'transactions',
              why: 'rule' as const,
              replaced: false,
              count: 1,
              basis: { en: 'tax law' },
              until: { en: '6 years' },
            },
          ],
          set: [{ field: 'member_id', value: false, count: 1 }],
          fields: [],
        }
      : undefined;
  const path = '/requests/request-1/collections/trade.orders/dry-run';

  test('tells deciders what goes and stays, in words', async () => {
    const desk = aConsole({ previewErasure });
    desk.requests.put(deletion.known, deletion.events);
    expect(await desk.call('agent.anna', 'GET', path)).toMatchObject({
      status: 200,
      body: {
        records: 2,
        deleted: 1,
        gone: [{ category: { key: 'registration', name: 'Registration' }, count: 2 }],
        set: [{ field: 'member_id', value: 'false', count: 1 }],
        kept: [{ category: { name: 'Orders' }, basis: 'tax law', until: '6 years' }],
      },
    });
  });

  test('is for requests that ask for a deletion, sources that found something, and who may see findings', async () => {
    const desk = aConsole({ previewErasure });
    desk.requests.put(deletion.known, deletion.events);
    expect((await desk.call('auditor.otto', 'GET', path)).status).toBe(403);
    expect((await desk.call('admin.ada', 'GET', path)).status).toBe(403);
    expect((await desk.call('agent.anna', 'GET', path.replace('trade.orders', 'moon.rocks'))).status).toBe(404);
    expect((await desk.call('agent.anna', 'GET', path.replace('request-1', 'request-9'))).status).toBe(404);
    const access = aConsole({ previewErasure });
    const story = Story.of(...untilReview);
    access.requests.put(story.known, story.events);
    expect((await access.call('agent.anna', 'GET', path)).status).toBe(404);
  });
});
