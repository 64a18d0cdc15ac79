import { expect } from 'vitest';
import { replayErasures } from '../../../local/privacy/replay-erasures.ts';
import { eventually } from '../../support/eventually.ts';
import {
  acceptRedactions,
  approve,
  askAndConfirm,
  askForData,
  codeFor,
  downloadPackage,
  placeHold,
  type Staff,
  signInStaff,
  track,
  untilInReview,
  untilStatus,
  withdraw,
  writeMessage,
} from '../../support/journey.ts';
import { storedItems } from '../../support/stored-items.ts';
import type { TestCloud } from '../../support/test-cloud.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const patience = 30_000;

/** Requests by every way through the product, so that its functions make every call they make in practice. */
export async function walkEverywhere(cloud: TestCloud): Promise<void> {
  await mailOfUnknownFate(cloud);
  await mailRejected(cloud);
  await askForData(cloud, { email: 'never.confirmed@elsewhere.example', relation: 'non_member' });

  const [agent, legal] = await Promise.all([signInStaff(cloud, 'agent'), signInStaff(cloud, 'legal')]);
  const today = new Date(cloud.now());
  // With a hold on some company, every check of holds reads which companies a request is about.
  const matter = await placeHold(legal, { company: 'C999999' }, today);
  await placeHold(legal, { email: 'olga.petrova@baltic-met.example' }, today);
  await Promise.all([
    approved(cloud, agent),
    refused(cloud),
    withdrawn(cloud, agent),
    held(cloud, agent),
    notOnRecord(cloud, agent),
  ]);
  const deletion = await deletionApproved(cloud, agent);
  expect((await legal.call('POST', `/holds/${matter}/release`, { reason: 'Settled' })).status).toBe(200);
  expect((await legal.call('GET', '/holds')).status).toBe(200);

  // Nobody confirmed the first request, the packages have had their days, and nobody took a deletion back.
  await cloud.advanceClock(16 * day);
  const later = await signInStaff(cloud, 'agent');
  await untilStatus(later, deletion, 'partly_completed');
  await eventually(
    'a recipient says that it deleted the data',
    async () => (await later.request(deletion)).recipients?.some(({ outcome }) => outcome === 'completed') ?? false,
    patience,
    50,
  );
  const quiet = { environment: {}, print: () => undefined, tell: () => undefined };
  expect(await replayErasures.run(['--since', '2026-01-01', '--data-dir', cloud.dataDir], quiet)).toBe(0);
}

/** A mail of which nobody knows whether it went out is claimed for a while; then a later sweep hands it out again. */
async function mailOfUnknownFate(cloud: TestCloud): Promise<void> {
  const email = 'unknown.fate@elsewhere.example';
  await setFaults(cloud, { 'error-500': 1 });
  await askForData(cloud, { email, relation: 'non_member' });
  await eventually(
    'the mail service has failed',
    async () => (await faultsOf(cloud))['error-500'] === 'off',
    patience,
    50,
  );
  await untilMail(cloud, 'is claimed', ({ status }) => status === 'sending');
  await cloud.advanceClock(90 * minute);
  await codeFor(cloud, email, 'confirmation_code');
}

/** A mail that the mail service rejects goes out when staff send it again. */
async function mailRejected(cloud: TestCloud): Promise<void> {
  const email = 'rejected@elsewhere.example';
  // The sweep's digest must not be the one that is rejected.
  await untilNoMail(cloud, 'is on its way', ({ status }) => status === 'pending' || status === 'sending');
  await setFaults(cloud, { reject: 1 });
  await askForData(cloud, { email, relation: 'non_member' });
  const { pk, outboxId } = await untilMail(cloud, 'was rejected', ({ status }) => status === 'failed');
  const agent = await signInStaff(cloud, 'agent');
  const again = await agent.call('POST', `/requests/${pk.slice('REQ#'.length)}/mails/${outboxId}/resend`);
  expect(again.status).toBe(200);
  await codeFor(cloud, email, 'confirmation_code');
}

async function setFaults(cloud: TestCloud, faults: object): Promise<void> {
  const set = await fetch(`${cloud.mailboxUrl}/api/faults`, { method: 'PUT', body: JSON.stringify(faults) });
  expect(set.status).toBe(200);
}

async function faultsOf(cloud: TestCloud): Promise<Record<string, unknown>> {
  const faults = await fetch(`${cloud.mailboxUrl}/api/faults`);
  return (await faults.json()) as Record<string, unknown>;
}

async function untilNoMail(
  cloud: TestCloud,
  what: string,
  isMeant: (mail: Record<string, unknown>) => boolean,
): Promise<void> {
  const items = storedItems(cloud);
  try {
    await eventually(
      `no mail ${what}`,
      async () => !(await items.all()).some((item) => item.sk.startsWith('OUTBOX#mail#') && isMeant(item)),
      patience,
      50,
    );
  } finally {
    items.close();
  }
}

async function untilMail(
  cloud: TestCloud,
  what: string,
  isMeant: (mail: Record<string, unknown>) => boolean,
): Promise<{ readonly pk: string; readonly outboxId: string }> {
  const items = storedItems(cloud);
  let found: { pk: string; sk: string } | undefined;
  try {
    await eventually(
      `a mail ${what}`,
      async () => {
        const mails = (await items.all()).filter(({ sk }) => sk.startsWith('OUTBOX#mail#'));
        found = mails.find(isMeant);
        return found !== undefined;
      },
      patience,
      50,
    );
  } finally {
    items.close();
  }
  if (!found) throw new Error('never looked at');
  return { pk: found.pk, outboxId: found.sk.slice('OUTBOX#mail#'.length) };
}

/** From the form to the package, and the request opened again from elsewhere. */
async function approved(cloud: TestCloud, agent: Staff): Promise<void> {
  const email = 'li.wei@hengxin-steel.example';
  const { member, reference } = await askAndConfirm(cloud, { email, language: 'zh' });
  const { id } = await untilInReview(agent, reference);
  expect((await agent.call('POST', `/requests/${id}/subject`)).status).toBe(200);
  const findings = await agent.call('GET', `/requests/${id}/collections/members.members/findings`);
  expect(findings.status).toBe(200);
  await approve(cloud, agent, id);
  expect((await downloadPackage(cloud, member)).length).toBeGreaterThan(0);
  await track(cloud, { reference, email, language: 'zh' });
}

async function refused(cloud: TestCloud): Promise<void> {
  const { reference } = await askAndConfirm(cloud, { email: 'layla.haddad@haddad-metals.example' });
  const [first, second] = await Promise.all([signInStaff(cloud, 'approver'), signInStaff(cloud, 'approver-2')]);
  const { id } = await untilInReview(first, reference);
  const words = 'The same copy was sent to you three times this week.';
  expect((await first.command(id, { type: 'propose_refusal', reason: 'excessive', words })).status).toBe(200);
  expect((await second.command(id, { type: 'approve_refusal' })).status).toBe(200);
  await untilStatus(second, id, 'refused');
}

async function withdrawn(cloud: TestCloud, agent: Staff): Promise<void> {
  const { member, reference } = await askAndConfirm(cloud, { email: 'quiet.account@quiet.example' });
  const { id } = await untilInReview(agent, reference);
  await writeMessage(member, 'Here is the extract.', [new File(['%PDF-1.7\n'], '../Extract 🙂.pdf')]);
  const [message] = (await agent.request(id)).messages;
  const [file] = message?.attachments ?? [];
  expect([message?.text, file?.name]).toEqual(['Here is the extract.', 'Extract 🙂.pdf']);
  const { body } = await agent.call<{ url: string }>('POST', `/requests/${id}/attachments/${file?.id}/link`);
  const saved = await fetch(body.url);
  expect([saved.status, await saved.text()]).toEqual([200, '%PDF-1.7\n']);
  expect(saved.headers.get('content-disposition')).toBe(`attachment; filename="${reference}-1.pdf"`);
  await withdraw(member);
  await untilStatus(agent, id, 'withdrawn');
}

async function held(cloud: TestCloud, agent: Staff): Promise<void> {
  const { reference } = await askAndConfirm(cloud, { email: 'olga.petrova@baltic-met.example' });
  expect((await untilInReview(agent, reference)).held).toBe(true);
}

/** To the days in which it can be taken back; what comes then is the sweep's. */
async function deletionApproved(cloud: TestCloud, agent: Staff): Promise<string> {
  const { reference } = await askAndConfirm(cloud, {
    email: 'li.wei@hengxin-steel.example',
    rights: ['access', 'deletion'],
  });
  const approver = await signInStaff(cloud, 'approver');
  const { id } = await untilInReview(agent, reference);
  await acceptRedactions(agent, id);
  expect((await agent.command(id, { type: 'approve' })).status).toBe(200);
  expect((await approver.command(id, { type: 'approve_answer' })).status).toBe(200);
  await untilStatus(agent, id, 'fulfilling');
  return id;
}

async function notOnRecord(cloud: TestCloud, agent: Staff): Promise<void> {
  const { reference } = await askAndConfirm(cloud, { email: 'no.such.member@elsewhere.example' });
  const { id } = (await agent.find(reference)) ?? {};
  if (id === undefined) throw new Error(`${reference} is not in the queue`);
  await eventually('staff are asked', async () => (await agent.request(id)).next === 'decide_identity', patience, 50);
  expect((await agent.command(id, { type: 'accept_identity' })).status).toBe(200);
  await untilStatus(agent, id, 'in_review');
}
