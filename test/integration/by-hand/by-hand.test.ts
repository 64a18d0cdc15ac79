import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChangesView, FindingsView } from '../../../functions/console/review-views.ts';
import { accountId, region } from '../../../local/cloud-plan.ts';
import { copyOf, edit, removeCopies } from '../../support/edited-policy.ts';
import {
  acceptRedactions,
  askAndConfirm,
  downloadPackage,
  mailsOf,
  type Staff,
  signInStaff,
  untilInReview,
  untilRequest,
  untilStatus,
  untilTold,
} from '../../support/journey.ts';
import { readZip } from '../../support/read-zip.ts';
import { installRoleGuard } from '../../support/role-guard.ts';
import { type SourceCloud, startSourceCloud } from '../../support/source-cloud.ts';

const paper = 'paper.letters';
const email = 'anna.keller@keller-stahl.example';
const guard = installRoleGuard({ region, accountId });
let cloud: SourceCloud;
let agent: Staff;

beforeAll(async () => {
  cloud = await startSourceCloud({ organisation: withLettersOnPaper() });
  guard.enforce(cloud);
  agent = await signInStaff(cloud, 'agent');
}, 180_000);
afterAll(async () => {
  await cloud?.close();
  removeCopies();
});

/** FerroNex with a cupboard of letters, where a deletion does not wait. */
function withLettersOnPaper(): string {
  const folder = copyOf(join(import.meta.dirname, '../../../policy/ferronex'));
  edit(join(folder, 'rights.yaml'), 'waiting_days: 7', 'waiting_days: 0');
  edit(
    join(folder, 'rights.yaml'),
    'categories: [registration, company,',
    'categories: [communication, registration, company,',
  );
  writeFileSync(
    join(folder, 'datasets/paper.yml'),
    `dataset:
  - fides_key: paper
    collections:
      - name: letters
        data_categories: [user.content.private]
        fields:
          - { name: number, fides_meta: { primary_key: true } }
          - { name: sender, fides_meta: { identity: email } }
          - { name: subject }
`,
  );
  writeFileSync(
    join(folder, 'datasets/paper.store.yml'),
    `store: { id: paper, kind: manual, due_days: 5 }
collections:
  letters:
    place: The cupboard on the second floor
    title: { en: Letters on paper, zh: 纸质信件 }
    fields:
      number: { en: Number, zh: 编号 }
      sender: { en: Sender, zh: 寄件人 }
      subject: { en: Subject, zh: 主题 }
`,
  );
  return folder;
}

async function say(id: string, what: string, body: object): Promise<void> {
  const { version } = await agent.request(id);
  const path = `/requests/${id}/collections/${paper}/${what}`;
  const answer = await agent.call('POST', path, { expectedVersion: version, ...body });
  expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
}

const outcomeOf = async (id: string) =>
  (await agent.request(id)).collections.find((collection) => collection.id === paper);

it('what people find where no system reaches is in the copy, and is erased by people with everything else', async () => {
  const { member, reference } = await askAndConfirm(cloud, { email, rights: ['access', 'deletion'] });
  const { id } = await untilInReview(agent, reference);
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'by_hand', byHand: { late: false } });
  expect(await agent.command(id, { type: 'approve' })).toMatchObject({
    status: 422,
    body: { code: 'collections_unfinished', collections: [paper] },
  });

  const text = `number,sender,subject\nL-1,${email.toUpperCase()},About the invoice\nL-2,someone@else.example,Not hers\n`;
  await say(id, 'submission', { format: 'csv', text });
  await untilRequest(agent, id, 'is in review again', ({ status, collections }) => {
    const letters = collections.find((collection) => collection.id === paper);
    return status === 'in_review' && letters?.outcome === 'found' && letters.count === 1;
  });

  await acceptRedactions(agent, id);
  expect((await agent.command(id, { type: 'approve' })).status).toBe(200);
  const approver = await signInStaff(cloud, 'approver');
  expect((await approver.command(id, { type: 'approve_answer' })).status).toBe(200);
  const waiting = await untilRequest(agent, id, 'waits for people', ({ next }) => next === 'erase_by_hand');
  expect(waiting.erasing?.collections[paper]).toMatchObject({ outcome: 'by_hand' });
  expect(waiting.erasing?.collections['members.devices']).toMatchObject({ outcome: 'erased' });
  const files = readZip(await downloadPackage(cloud, member));
  const all = [...files.values()].join('\n');
  expect([all.includes('About the invoice'), all.includes('Not hers')]).toEqual([true, false]);

  await say(id, 'erasure', { deleted: 1, changed: 0 });
  const closed = await untilStatus(agent, id, 'partly_completed');
  expect(closed.erasing?.collections[paper]).toEqual({ outcome: 'erased', deleted: 1, changed: 0, kept: 0, held: 0 });
  expect(closed.integrity).toEqual({ intact: true });
  expect(guard.refused()).toEqual([]);
}, 120_000);

it('what nobody can look through is told to the member', async () => {
  const other = 'tom.berg@berg-metall.example';
  const { member, reference } = await askAndConfirm(cloud, { email: other, relation: 'non_member' });
  const { id } = await untilInReview(agent, reference);
  await say(id, 'attestation', { outcome: 'unavailable', words: 'The cupboard was flooded.' });
  expect((await agent.command(id, { type: 'approve' })).status).toBe(200);
  await untilStatus(agent, id, 'partly_completed');
  const page = await member.open('/data');
  expect(page.html).toContain('We could not look here');
  expect(page.html).toContain('Letters on paper');
});

it('what is wrong on paper is corrected by people, once it says what staff saw, and the member is told', async () => {
  const person = 'li.wei@hengxin-steel.example';
  const { member, reference } = await askAndConfirm(cloud, {
    email: person,
    rights: ['correction'],
    corrections: [{ category: 'communication', description: 'Subject of my letter', correct: 'Rails' }],
  });
  const { id } = await untilInReview(agent, reference);
  await say(id, 'submission', {
    format: 'jsonl',
    text: JSON.stringify({ number: 'L-3', sender: person, subject: 'Tails' }),
  });
  await untilRequest(agent, id, 'is in review again', ({ status, collections }) =>
    collections.some((one) => status === 'in_review' && one.id === paper && one.outcome === 'found'),
  );
  const found = await agent.call<FindingsView>('GET', `/requests/${id}/collections/${paper}/findings`);
  const correct = { type: 'correct', collection: paper, finding: found.body.findings[0]?.id, field: 'subject' };
  const decideAndApprove = async () => {
    const { version: expectedVersion } = await agent.request(id);
    const decided = await agent.call('POST', `/requests/${id}/changes/c1`, {
      ...correct,
      value: 'Rails',
      expectedVersion,
    });
    expect([decided.status, decided.body]).toEqual([200, expect.anything()]);
    expect((await agent.command(id, { type: 'approve' })).status).toBe(200);
    await untilRequest(agent, id, 'waits for people', ({ next }) => next === 'erase_by_hand');
    const { body } = await agent.call<ChangesView>('GET', `/requests/${id}/changes`);
    return body.changes[0];
  };
  const nothing = { deleted: 0, changed: 0 };
  expect(await decideAndApprove()).toMatchObject({
    byHand: { place: 'The cupboard on the second floor', record: [{ title: 'Number', value: 'L-3' }], held: false },
    decided: { writes: [{ seen: 'Tails', value: 'Rails' }] },
  });
  await say(id, 'erasure', { ...nothing, changes: { c1: { answer: 'otherwise', values: { subject: 'Rays' } } } });
  await untilStatus(agent, id, 'in_review');
  expect(await decideAndApprove()).toMatchObject({ decided: { writes: [{ seen: 'Rays', value: 'Rails' }] } });
  await say(id, 'erasure', { ...nothing, changes: { c1: { answer: 'written' } } });

  const closed = await untilStatus(agent, id, 'completed');
  expect(closed).toMatchObject({ integrity: { intact: true }, changes: [{ outcome: 'done' }] });
  // Who got what was wrong is told, as of any correction (GDPR Art. 19).
  expect(closed.recipients).toMatchObject([{ key: 'trading-partners', outcome: 'by_hand' }]);
  expect(JSON.stringify(closed.timeline)).not.toMatch(/Tails|Rays|Rails/);
  await untilTold(cloud, id, 'correction_done');
  const [mail] = (await mailsOf(cloud, id)).filter(({ milestone }) => milestone === 'correction_done');
  expect(mail?.text).toContain('corrected as you asked');
  expect((await member.open('/outcome')).html).toMatch(/Done as you asked[\s\S]*Letters on paper/);
  expect(guard.refused()).toEqual([]);
}, 120_000);
