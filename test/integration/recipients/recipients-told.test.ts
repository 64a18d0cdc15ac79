import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RequestView } from '../../../functions/console/views.ts';
import { eventually } from '../../support/eventually.ts';
import { askAndConfirm, mailsOf, type Staff, signInStaff, untilInReview, untilStatus } from '../../support/journey.ts';
import { startTestCloud, type TestCloud } from '../../support/test-cloud.ts';

const day = 86_400_000;
const patience = 60_000;
const automatic = ['payment-institution', 'authentication-bureau', 'advertising-partner'] as const;
type Key = (typeof automatic)[number];

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
}, 180_000);
afterAll(() => cloud?.close());

interface Told {
  readonly requests: readonly {
    readonly id: string;
    readonly type: string;
    readonly corrections: readonly { readonly field: string; readonly value: string }[];
    readonly restricted: boolean;
    readonly identities: readonly { readonly type: string; readonly value: string }[];
    readonly asked: number;
  }[];
}

const told = async (key: Key) => (await (await fetch(`${cloud.recipientUrls[key]}/told`)).json()) as Told;

async function behave(key: Key, behaviour: string): Promise<void> {
  const body = new URLSearchParams({ behaviour });
  const set = await fetch(`${cloud.recipientUrls[key]}/behaviour`, { method: 'POST', body, redirect: 'manual' });
  expect(set.status).toBe(303);
}

async function toldOf(email: string, key: Key) {
  return (await told(key)).requests.filter(({ identities }) => identities.some(({ value }) => value === email));
}

/** From the form to the end of the waiting period. */
async function deletion(email: string): Promise<string> {
  const [agent, approver] = [await signInStaff(cloud, 'agent'), await signInStaff(cloud, 'approver')];
  const { reference } = await askAndConfirm(cloud, { email, rights: ['deletion'] });
  const { id } = await untilInReview(agent, reference);
  expect((await agent.command(id, { type: 'approve' })).status).toBe(200);
  await untilStatus(agent, id, 'awaiting_approval');
  expect((await approver.command(id, { type: 'approve_answer' })).status).toBe(200);
  await untilStatus(agent, id, 'fulfilling');
  // To the hour, not beyond: what runs would be timed out by a clock that goes on jumping.
  await cloud.advanceClock(7 * day);
  await cloud.advanceClock(day / 24);
  return id;
}

const outcomes = ({ recipients = [] }: RequestView) =>
  Object.fromEntries(recipients.map((one) => [one.key, one.outcome]));

async function untilOutcomes(staff: Staff, id: string, wanted: Record<string, string>): Promise<RequestView> {
  await eventually(
    'recipients have answered',
    async () => {
      const now = outcomes(await staff.request(id));
      return Object.entries(wanted).every(([key, outcome]) => now[key] === outcome);
    },
    patience,
    100,
  );
  return staff.request(id);
}

it('a deletion is told to each recipient of what went, once, and their answers come back', async () => {
  const email = 'anna.keller@keller-stahl.example';
  const id = await deletion(email);
  const agent = await signInStaff(cloud, 'agent');
  await untilStatus(agent, id, 'partly_completed');
  const view = await untilOutcomes(agent, id, {
    'authentication-bureau': 'completed',
    'advertising-partner': 'completed',
  });
  expect(view.integrity).toEqual({ intact: true });
  const known = outcomes(view);
  expect(known).toMatchObject({ affiliates: 'by_hand' });
  for (const key of automatic) {
    expect([key, (await toldOf(email, key)).map(({ asked }) => asked)]).toEqual([key, key in known ? [1] : []]);
  }
  const types = view.timeline.map(({ event }) => event.type);
  expect(types.indexOf('RecipientTold')).toBeGreaterThan(types.lastIndexOf('CollectionErased'));
  expect(types.indexOf('RecipientTold')).toBeLessThan(types.indexOf('RequestPartlyCompleted'));
  expect(JSON.stringify(view.timeline)).not.toMatch(/keller/i);
  const [mail] = (await mailsOf(cloud, id)).filter(({ milestone }) => milestone === 'deletion_done');
  expect(mail?.text).toContain('Real-name authentication bureau: we told them');
  expect(mail?.text).toContain('Companies of the FerroNex group: our staff tell them');
});

it('a correction is told to who has what was wrong, with what is right; a restriction to all', async () => {
  const [email, person] = ['li.wei@hengxin-steel.example', 'Li Wei (corrected)'];
  const source = 'members.authentications';
  const agent = await signInStaff(cloud, 'agent');
  const { reference } = await askAndConfirm(cloud, {
    email,
    rights: ['correction', 'restriction'],
    corrections: [{ category: 'authentication', description: 'Authorised person', correct: person }],
    details: { restriction_ground: 'accuracy_contested', restriction_statement: 'It is wrong.' },
  });
  const { id } = await untilInReview(agent, reference);
  const found = await agent.call('GET', `/requests/${id}/collections/${source}/findings`);
  const { findings } = found.body as {
    readonly findings: readonly { readonly id: string; readonly fields: Readonly<Record<string, unknown>> }[];
  };
  const finding = findings.find(({ fields }) => fields.authorised_person)?.id;
  const { version: expectedVersion } = await agent.request(id);
  const decision = { type: 'correct', collection: source, finding, field: 'authorised_person', value: person };
  const decided = await agent.call('POST', `/requests/${id}/changes/c1`, { ...decision, expectedVersion });
  expect([decided.status, decided.body]).toEqual([200, expect.anything()]);
  expect((await agent.command(id, { type: 'approve' })).status).toBe(200);
  await untilStatus(agent, id, 'completed');
  await untilOutcomes(agent, id, Object.fromEntries(automatic.map((key) => [key, 'completed'])));
  for (const key of automatic) {
    const [request, ...more] = await toldOf(email, key);
    expect(more).toEqual([]);
    expect(request).toMatchObject({ restricted: true, asked: 1 });
    expect([key, request?.corrections.map(({ value }) => value)]).toEqual([
      key,
      key === 'authentication-bureau' ? [person] : [],
    ]);
  }
});

it('one that is down for good, and one that refuses, are left to staff; the request closes and says so', async () => {
  await behave('authentication-bureau', 'error-500');
  await behave('advertising-partner', 'not-found');
  const email = 'sean.murphy@murphy-metals.example';
  const id = await deletion(email);
  // Hours pass until the one that is down has had all its attempts.
  await cloud.advanceClock(day);
  const agent = await signInStaff(cloud, 'agent');
  await untilStatus(agent, id, 'partly_completed');
  const view = await agent.request(id);
  const notice = (key: string) => view.recipients?.find((one) => one.key === key);
  expect(notice('authentication-bureau')).toMatchObject({ outcome: 'not_told', reason: 'unavailable' });
  expect(notice('advertising-partner')).toMatchObject({ outcome: 'not_told', reason: 'refused_404' });
  expect(await toldOf(email, 'authentication-bureau')).toEqual([]);
  const [mail] = (await mailsOf(cloud, id)).filter(({ milestone }) => milestone === 'deletion_done');
  expect(mail?.text).toContain('Real-name authentication bureau: we could not reach them yet');
});

it('one that never says what it did is pointed out once its days are over', async () => {
  await behave('authentication-bureau', 'silent');
  await behave('advertising-partner', 'cancels');
  const email = 'marta.kowalska@kowal-stal.example';
  const id = await deletion(email);
  let agent = await signInStaff(cloud, 'agent');
  await untilStatus(agent, id, 'partly_completed');
  await untilOutcomes(agent, id, { 'advertising-partner': 'cancelled' });
  const bureau = async () => (await agent.request(id)).recipients?.find(({ key }) => key === 'authentication-bureau');
  expect(await bureau()).toMatchObject({ outcome: 'told', overdue: false });
  await cloud.advanceClock(31 * day);
  agent = await signInStaff(cloud, 'agent');
  expect(await bureau()).toMatchObject({ outcome: 'told', overdue: true });
});

it('an answer that nobody signed, of nobody known, or of another shape is refused', async () => {
  const callback = (body: string, signature?: string) =>
    fetch(`${cloud.url}/recipients/callback`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...(signature ? { 'x-opendsr-signature': signature } : {}) },
    }).then(({ status }) => status);
  const [known] = (await told('payment-institution')).requests.concat((await told('authentication-bureau')).requests);
  const answer = JSON.stringify({ subject_request_id: known?.id, request_status: 'completed' });
  expect(await callback(answer)).toBe(401);
  expect(await callback(answer, `t=${Math.floor(cloud.now() / 1000)},v1=${'0'.repeat(64)}`)).toBe(401);
  expect(await callback('{"hello":1}')).toBe(400);
  expect(await callback('not json')).toBe(400);
  expect(await callback(JSON.stringify({ ...JSON.parse(answer), padding: 'x'.repeat(20_000) }))).toBe(413);
});
