import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { QueueView, RequestView } from '../../../functions/console/views.ts';
import { eventually } from '../../support/eventually.ts';
import { askAndConfirm, mailsOf, mailsTo, type Staff, signInStaff, untilInReview } from '../../support/journey.ts';
import { startTestCloud, type TestCloud } from '../../support/test-cloud.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'demo-requests-'));
let cloud: TestCloud | undefined;

async function start(): Promise<TestCloud> {
  cloud = await startTestCloud({ dataDir, demoRequests: true });
  return cloud;
}

afterAll(async () => {
  await cloud?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it('shows requests in every state after a first start, though it was stopped on the way', async () => {
  const first = await start();
  await eventually('some are made', () => (first.demoRequests?.standing().stepsDone ?? 0) > 4, 120_000, 50);

  // Whoever asks meanwhile asks now.
  const before = first.now();
  const { reference } = await askAndConfirm(first, { email: 'zhang.min@hengxin-steel.example', language: 'zh' });
  const own = await untilInReview(await signInStaff(first, 'agent'), reference);
  expect(first.demoRequests?.standing().complete).toBe(false);
  expect(own.timeline.filter(({ at }) => Date.parse(at) < before)).toEqual([]);
  await first.close();

  const second = await start();
  await second.demoRequests?.ended;
  expect(second.demoRequests?.standing()).toMatchObject({ complete: true, stepsDone: 47, steps: 47 });
  const agent = await signInStaff(second, 'agent');
  const views = (await allRequests(agent)).filter(({ id }) => id !== own.id);
  expect(views.map(inShort).sort()).toEqual([
    'awaiting_approval, approve_answer',
    'awaiting_approval, approve_refusal',
    'closed_unverified, nothing',
    'completed, nothing',
    'completed, nothing',
    'completed, nothing',
    'completed, nothing, export deleted',
    'completed, nothing, export deleted',
    'completed, nothing, export deleted',
    'completed, nothing, export deleted',
    'completed, nothing, held, export deleted',
    'fulfilling, waiting_period',
    'gathering_data, retry_parked',
    'in_review, answer_complaint',
    'in_review, retry_failed',
    'in_review, review_and_decide',
    'in_review, review_and_decide',
    'in_review, review_and_decide',
    'in_review, review_and_decide, due soon',
    'in_review, review_and_decide, held',
    'in_review, review_and_decide, overdue',
    'in_review, settle_company',
    'partly_completed, nothing, export deleted',
    'refused, nothing, export deleted',
    'verifying_identity, decide_identity',
    'withdrawn, nothing, export deleted',
  ]);
  for (const view of views) {
    // Recipients are somebody else: nobody puts their clocks back.
    const own = view.timeline.filter(({ event }) => event.type !== 'RecipientAnswered');
    expect(own.filter(({ at }, index) => at < (own[index - 1]?.at ?? ''))).toEqual([]);
    expect(Date.parse(view.timeline.at(-1)?.at ?? '')).toBeLessThanOrEqual(second.now());
    expect(view.integrity.intact).toBe(true);
    const milestones = (await mailsOf(second, view.id))
      .map(({ milestone }) => milestone)
      // Staff are reminded again and again, until somebody acts.
      .filter((milestone) => !milestone.startsWith('staff_'));
    expect([view.reference, milestones]).toEqual([view.reference, [...new Set(milestones)]]);
  }
  const [unconfirmed] = (await mailsTo(second, 'anna.keller@keller-stahl.example', 'confirmation_code')).slice(-1);
  expect((await agent.request(unconfirmed?.requestId ?? '')).status).toBe('awaiting_confirmation');
  // What waited was broken down for the demo only.
  const parked = views.find(({ next }) => next === 'retry_parked');
  if (!parked) throw new Error('none is parked');
  expect((await agent.command(parked.id, { type: 'retry_parked' })).status).toBe(200);
  await untilInReview(agent, parked.reference);
  expect(second.deadLetters()).toEqual([]);

  await second.close();
  const third = await start();
  expect(third.demoRequests).toBeUndefined();
  expect(await allRequests(await signInStaff(third, 'agent'))).toHaveLength(views.length + 1);
  // A life of some forty requests, twice started.
}, 600_000);

async function allRequests(staff: Staff): Promise<RequestView[]> {
  const queues = await Promise.all(
    ['open', 'closed'].map((name) => staff.call<QueueView>('GET', `/queue?name=${name}`)),
  );
  const ids = queues.flatMap(({ body }) => body.requests.map(({ id }) => id));
  return Promise.all(ids.map((id) => staff.request(id)));
}

function inShort({ status, next, daysLeft = 99, held, exportDeletedAt }: RequestView): string {
  const due = daysLeft < 0 ? 'overdue' : daysLeft <= 7 ? 'due soon' : undefined;
  const parts = [status, next, due, held ? 'held' : undefined, exportDeletedAt ? 'export deleted' : undefined];
  return parts.filter((part) => part !== undefined).join(', ');
}
