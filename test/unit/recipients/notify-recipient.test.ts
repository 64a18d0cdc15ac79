import { beforeEach, describe, expect, it } from 'vitest';
import { noticeIdOf } from '../../../functions/recipients/notice.ts';
import type { NoticeRecord } from '../../../functions/recipients/notice-store.ts';
import { recipientNotifier } from '../../../functions/recipients/notify-recipient.ts';
import { AddressRefused, type NoticeReply, type OutgoingNotice } from '../../../functions/recipients/send-notice.ts';
import { isSigned, sign } from '../../../functions/recipients/signature.ts';
import { answerTaker } from '../../../functions/recipients/take-answer.ts';
import type { Telling } from '../../../functions/recipients/what-to-tell.ts';
import { commandHandler } from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { theWorkflow } from '../../support/a-request.ts';
import { erasingRequest } from '../../support/an-erasure.ts';
import { type FakeRequestStore, fakeRequestStore } from '../../support/fake-request-store.ts';

const now = '2026-11-20T10:00:00.000Z';
const seconds = Date.parse(now) / 1000;
const secret = 'shared';
const endpoint = { url: 'https://bank.example/requests', secret, identities: ['email'], answerDays: 30 };

let requests: FakeRequestStore;
let sent: OutgoingNotice[];
let records: Map<string, NoticeRecord>;
let startedAt: string;
let handle: ReturnType<typeof commandHandler>;

const notices = {
  remember: async (id: string, record: NoticeRecord) => void records.set(id, record),
  find: async (id: string) => records.get(id),
};
const id = () => noticeIdOf('request-1', 'bank', startedAt);
const taken = (): NoticeReply => ({ status: 201, body: JSON.stringify({ subject_request_id: id() }) });

beforeEach(async () => {
  requests = fakeRequestStore();
  sent = [];
  records = new Map();
  handle = commandHandler({ requests, now: () => now });
  const { state } = await erasingRequest(requests, ['members.member']);
  startedAt = state.erasing?.startedAt ?? '';
  const nothing = { deleted: 1, changed: 0, kept: 0, held: 0 };
  await handle({
    requestId: 'request-1',
    actor: theWorkflow,
    command: { type: 'record_erasure', collection: 'members.member', outcome: 'erased', ...nothing },
  });
  await handle({
    requestId: 'request-1',
    actor: theWorkflow,
    command: { type: 'list_recipients', byRequest: ['bank'], byHand: [] },
  });
});

function notifier(
  reply: (notice: OutgoingNotice) => NoticeReply,
  change: {
    identities?: string[];
    crash?: boolean;
    telling?: Pick<Telling, 'types' | 'corrected' | 'restricted'>;
  } = {},
) {
  const endpoints = { bank: { ...endpoint, identities: change.identities ?? endpoint.identities } };
  const notify = recipientNotifier({
    endpoints,
    requests,
    whatToTell: () => [
      {
        recipient: { key: 'bank', name: {}, kind: 'bank' },
        types: ['erasure'],
        corrected: [],
        restricted: false,
        ...change.telling,
      },
    ],
    identifiers: { of: async () => new Sensitive({ email: ['ada@example.org'] }) },
    notices,
    handle: change.crash ? () => Promise.reject(new Error('the function died')) : handle,
    send: async (notice) => {
      sent.push(notice);
      return reply(notice);
    },
    secretOf: async (recipient) => (recipient in endpoints ? secret : undefined),
    callbackUrl: 'https://privacy.example/recipients/callback',
    now: () => now,
  });
  return () => notify('request-1', 'bank');
}

const outcome = async () => (await requests.load('request-1'))?.erasing?.recipients?.bank;

describe('a recipient', () => {
  it('gets a signed OpenDSR request with the identities it knows', async () => {
    expect(await notifier(taken)()).toEqual({ outcome: 'told' });
    const [notice] = sent;
    expect(notice?.url).toBe(endpoint.url);
    expect(JSON.parse(notice?.body ?? '')).toEqual({
      regulation: 'gdpr',
      subject_request_id: id(),
      subject_request_type: 'erasure',
      submitted_time: startedAt,
      subject_identities: [{ identity_type: 'email', identity_value: 'ada@example.org', identity_format: 'raw' }],
      api_version: '3.0',
      status_callback_urls: ['https://privacy.example/recipients/callback'],
    });
    expect(isSigned(secret, notice?.body ?? '', notice?.headers['x-opendsr-signature'], now)).toBe(true);
    expect(await outcome()).toEqual({ outcome: 'told', answerBy: '2026-12-20T10:00:00.000Z' });
  });

  it('gets what was corrected of the categories it has, with what is right instead, and that the use is restricted', async () => {
    const sealed = { writes: { phone: { value: '+353 1 555 0100' }, fax: { value: null } } };
    await handle({
      requestId: 'request-1',
      actor: theWorkflow,
      command: { type: 'note_holds', matters: ['m'] },
      sealed: [{ name: 'decided-1', value: new Sensitive(sealed) }],
    });
    const place = { change: 'c1', sealed: 'decided-1', category: 'registration', collection: 'members.members' };
    const corrected = [
      { ...place, field: 'phone' },
      { ...place, field: 'fax' },
    ];
    await notifier(taken, { telling: { types: ['rectification', 'restriction'], corrected, restricted: true } })();
    const { category, collection } = place;
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      subject_request_type: 'rectification',
      extensions: {
        'privacy-requests': {
          corrections: [
            { category, collection, field: 'phone', value: '+353 1 555 0100' },
            { category, collection, field: 'fax', value: null },
          ],
          restricted: true,
        },
      },
    });
  });

  it('is told by hand when what was written has been erased from the request', async () => {
    const corrected = [{ change: 'c1', sealed: 'gone', category: 'a', collection: 'b', field: 'c' }];
    expect(await notifier(taken, { telling: { types: ['rectification'], corrected, restricted: false } })()).toEqual({
      outcome: 'not_told',
    });
    expect([sent, await outcome()]).toEqual([[], { outcome: 'not_told', reason: 'erased' }]);
  });

  it('is asked under the same id when the function dies after sending, and not again once that is recorded', async () => {
    await expect(notifier(taken, { crash: true })()).rejects.toThrow('died');
    expect(await outcome()).toEqual({ outcome: 'waiting' });
    await notifier(taken)();
    await notifier(taken)();
    expect(sent.map(({ body }) => JSON.parse(body).subject_request_id)).toEqual([id(), id()]);
    expect(sent[0]?.body).toBe(sent[1]?.body);
    expect((await requests.history('request-1')).filter(({ event }) => event.type === 'RecipientTold')).toHaveLength(1);
  });

  it.each([
    [{ status: 404, body: '' }, 'refused_404'],
    [{ status: 400, body: '{}' }, 'refused_400'],
    [{ status: 302, body: '' }, 'redirected'],
  ])('that refuses (%o) is not asked again', async (reply, reason) => {
    expect(await notifier(() => reply)()).toEqual({ outcome: 'not_told' });
    expect(await outcome()).toEqual({ outcome: 'not_told', reason });
    await notifier(taken)();
    expect(sent).toHaveLength(1);
  });

  it.each([
    [{ status: 500, body: '' }, 'RecipientUnavailable'],
    [{ status: 201, body: '<html>' }, 'RecipientUnintelligible'],
    [{ status: 200, body: '{"subject_request_id":"another"}' }, 'RecipientUnintelligible'],
    [{ status: 204, body: '' }, 'RecipientUnintelligible'],
  ])('whose answer is no answer (%o) is left to the retry', async (reply, name) => {
    await expect(notifier(() => reply)()).rejects.toMatchObject({ name });
    expect(await outcome()).toEqual({ outcome: 'waiting' });
  });

  it('at an address that may not be asked, or that knows nobody, cannot be told', async () => {
    const refuse = () => {
      throw new AddressRefused('private');
    };
    await notifier(refuse)();
    expect(await outcome()).toEqual({ outcome: 'not_told', reason: 'address_refused' });
  });

  it('that knows nobody by what was verified gets nothing', async () => {
    await notifier(taken, { identities: ['phone'] })();
    expect(sent).toEqual([]);
    expect(await outcome()).toEqual({ outcome: 'not_told', reason: 'no_identity' });
  });
});

describe('an answer', () => {
  const take = (body: string, signature?: string, at = now) =>
    answerTaker({ requests, notices, handle, secretOf: async () => secret, now: () => at })({ body, signature });
  const said = (request_status: string) => JSON.stringify({ subject_request_id: id(), request_status });

  beforeEach(async () => {
    await notifier(taken)();
  });

  it('that is signed is recorded, and changes nothing the second time', async () => {
    const body = said('completed');
    expect(await take(body, sign(secret, body, seconds))).toBe(202);
    const events = (await requests.history('request-1')).length;
    expect(await outcome()).toEqual({ outcome: 'completed' });
    expect(await take(body, sign(secret, body, seconds))).toBe(202);
    const other = said('cancelled');
    expect(await take(other, sign(secret, other, seconds))).toBe(202);
    expect((await requests.history('request-1')).length).toBe(events);
  });

  it('that says that it goes on is taken and changes nothing', async () => {
    const body = said('in_progress');
    expect(await take(body, sign(secret, body, seconds))).toBe(202);
    expect(await outcome()).toMatchObject({ outcome: 'told' });
  });

  it('with a wrong, missing or old signature, or of nobody known, is refused and nothing written', async () => {
    const body = said('completed');
    const stranger = JSON.stringify({ ...JSON.parse(body), subject_request_id: noticeIdOf('x', 'y', 'z') });
    expect(await take(body)).toBe(401);
    expect(await take(body, sign('guessed', body, seconds))).toBe(401);
    expect(await take(body, sign(secret, body, seconds - 3600))).toBe(401);
    expect(await take(stranger, sign(secret, stranger, seconds))).toBe(401);
    expect(await outcome()).toMatchObject({ outcome: 'told' });
  });

  it('of another shape or size is refused', async () => {
    for (const body of ['', 'null', '[]', '{"request_status":"completed"}', said('done')])
      expect(await take(body, sign(secret, body, seconds))).toBe(400);
    const large = JSON.stringify({ ...JSON.parse(said('completed')), padding: 'x'.repeat(20_000) });
    expect(await take(large, sign(secret, large, seconds))).toBe(413);
  });
});
