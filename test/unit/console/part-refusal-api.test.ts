import { beforeEach, expect, test } from 'vitest';
import type { Command } from '../../../functions/requests/index.ts';
import { citedReason } from '../../../functions/shared/citations.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { ferronex } from '../../support/a-portal.ts';
import { aDataSubject, anAsk, Story, untilReview } from '../../support/a-request.ts';
import { aConsole } from './a-console.ts';

const id = 'request-1';
const agent = 'agent.anna';
const approver = 'approver.paul';
const submit: Command = {
  type: 'submit',
  ask: {
    ...anAsk,
    rights: ['access', 'objection'],
    uses: ['analysis_algorithms'],
    erasure: { waitingDays: 0, approvals: 1 },
  },
};
const refusal = { type: 'refuse_right', right: 'objection', reason: 'compelling_grounds', words: 'We weighed it.' };
let desk: ReturnType<typeof aConsole>;

function reviewed(change?: Parameters<typeof aConsole>[0]): void {
  desk = aConsole({ organisation: ferronex, ...change });
  const story = Story.of([submit, aDataSubject], ...untilReview.slice(1));
  desk.requests.put(story.known, story.events);
  desk.requests.sealed.set(`${id} subject`, new Sensitive({ email: 'mei@example.org' }));
}
const give = (who: string, command: object) =>
  desk.call(who, 'POST', `/requests/${id}/commands`, {
    ...command,
    expectedVersion: desk.requests.states.get(id)?.version,
  });

beforeEach(() => reviewed());

test('one right is refused with its words, which only who may read them sees; a second person agrees to the whole', async () => {
  const { body } = await give(agent, refusal);
  expect(body).toMatchObject({
    status: 'in_review',
    refusableRights: ['access', 'objection'],
    refusedRights: [{ right: 'objection', reason: 'compelling_grounds', by: 'anna', words: 'We weighed it.' }],
    changesStores: false,
    may: { approve: 'yes', grant_right: 'yes' },
  });
  expect(JSON.stringify(desk.requests.events.get(id))).not.toContain('weighed');
  expect(JSON.stringify((await desk.call('auditor.otto', 'GET', `/requests/${id}`)).body)).not.toContain('weighed');
  expect((await give(agent, { type: 'approve' })).body).toMatchObject({ status: 'awaiting_approval' });
  expect((await give('approver.anna', { type: 'approve_answer' })).status).toBe(403);
  expect((await give(approver, { type: 'approve_answer' })).body).toMatchObject({ status: 'fulfilling' });
});

test('the answer is previewed with one more right refused, and as it stands', async () => {
  const preview = async (query: string) =>
    (await desk.call(agent, 'GET', `/requests/${id}/refusal-preview${query}`)).body;
  const grounds = citedReason(ferronex, 'gdpr', 'compelling_grounds')?.en;
  const one = await preview('?right=objection&reason=compelling_grounds');
  expect(one.subject).toContain('The copy of your data is ready');
  expect(one.text).toContain(grounds);
  expect(one.parts.length).toBeGreaterThan(0);
  for (const part of one.parts) expect(part).toMatchObject({ said: true });
  await give(agent, refusal);
  expect((await preview('')).text).toContain(grounds);
});

test('a mail that lacks the reasons keeps the answer from being approved', async () => {
  const access_ready = { subject: 'Ready', body: [{ paragraph: '{authority} {authorityUrl} {court}' }] };
  reviewed({
    organisation: { ...ferronex, messages: { ...ferronex.messages, en: { ...ferronex.messages.en, access_ready } } },
  });
  const refused = await give(agent, refusal);
  expect(refused).toMatchObject({ status: 422, body: { code: 'legal_parts_missing', missing: ['reasons'] } });
});

test('nothing granted is a refusal of the request', async () => {
  await give(agent, refusal);
  await give(agent, { type: 'refuse_right', right: 'access', reason: 'excessive', words: 'Again.' });
  expect(await give(agent, { type: 'approve' })).toMatchObject({ status: 422, body: { code: 'rights_all_refused' } });
  expect((await give(agent, { type: 'grant_right', right: 'access' })).body.refusedRights).toHaveLength(1);
});
