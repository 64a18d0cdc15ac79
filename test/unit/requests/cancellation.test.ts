import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../../functions/requests/effects.ts';
import type { Command, CompanyStanding } from '../../../functions/requests/index.ts';
import { nextStep } from '../../../functions/requests/next-step.ts';
import { phaseOf } from '../../../functions/requests/position.ts';
import {
  aDataSubject,
  anAgent,
  anApprover,
  anAsk,
  anAuditor,
  Story,
  theWorkflow,
  untilReview,
} from '../../support/a-request.ts';

const submit: Command = {
  type: 'submit',
  ask: { ...anAsk, rights: ['account_cancellation'], erasure: { waitingDays: 7 } },
};
const accounts = 'members.member';
const lastAdministrator: CompanyStanding = {
  accounts,
  others: 3,
  administrators: 0,
  needsHandover: true,
  isLast: false,
};
const oneOfMany: CompanyStanding = { accounts, others: 3, administrators: 1, needsHandover: false, isLast: false };

/** In review, with its company counted while gathering. */
function reviewed(standing: CompanyStanding): Story {
  const gathering = untilReview.slice(1, -1);
  return Story.of([submit, aDataSubject], ...gathering)
    .give({ type: 'record_company', ...standing }, theWorkflow)
    .give({ type: 'finish_gathering' }, theWorkflow);
}

const mails = (story: Story) =>
  story.events.flatMap((recorded, index) =>
    effectsOf(story.stateBefore(index), recorded).flatMap((effect) => (effect.kind === 'mail' ? effect.milestone : [])),
  );

describe('the cancellation of an account', () => {
  it('takes two people and some days, and is announced and answered as what it is', () => {
    const story = reviewed(oneOfMany).give({ type: 'approve' }, anAgent);
    expect(story.known.status).toBe('awaiting_approval');
    expect(story.try({ type: 'approve_answer' }, anAgent)).toMatchObject({ ok: false });
    story.give({ type: 'approve_answer' }, anApprover);
    expect(story.known).toMatchObject({ status: 'fulfilling', waitingFor: 'waiting_period' });
    story.now = '2026-11-10T10:00:00.000Z';
    story
      .give({ type: 'start_erasure' }, theWorkflow)
      .give({ type: 'plan_erasure', collections: [accounts] }, theWorkflow);
    const done = { outcome: 'erased', deleted: 0, changed: 1, kept: 0, held: 0 } as const;
    story
      .give({ type: 'record_erasure', collection: accounts, ...done }, theWorkflow)
      .give({ type: 'finish_erasure' }, theWorkflow);
    expect(story.known.status).toBe('partly_completed');
    expect(mails(story)).toEqual(
      expect.arrayContaining(['confirmation_code', 'receipt', 'cancellation_scheduled', 'account_cancelled']),
    );
    expect(mails(story)).not.toContain('deletion_done');
  });

  it('of a last administrator waits until the company is settled', () => {
    const story = reviewed(lastAdministrator);
    expect(nextStep(story.known).next).toBe('settle_company');
    expect(story.try({ type: 'approve' }, anAgent)).toMatchObject({ refusal: { code: 'handover_needed' } });
    for (const type of ['recheck_company', 'close_company'] as const)
      for (const actor of [anAuditor, aDataSubject, theWorkflow])
        expect(story.try({ type }, actor)).toMatchObject({ refusal: { code: 'role_required' } });
  });

  it('goes on when the company was handed over, which is counted and not believed', () => {
    const story = reviewed(lastAdministrator).give({ type: 'recheck_company' }, anAgent);
    expect(story.known).toMatchObject({ status: 'gathering_data', gathering: 2 });
    expect(story.known.collections[accounts]).toMatchObject({ outcome: 'waiting', gathering: 2 });
    expect(phaseOf(story.known)).toBe('gather');
    const again = {
      type: 'record_collection',
      collection: accounts,
      gathering: 2,
      outcome: 'found',
      count: 1,
    } as const;
    const finish = (standing: CompanyStanding) =>
      story
        .give({ type: 'record_company', ...standing }, theWorkflow)
        .give(again, theWorkflow)
        .give({ type: 'finish_gathering' }, theWorkflow);
    finish(lastAdministrator);
    expect(story.try({ type: 'approve' }, anAgent)).toMatchObject({ refusal: { code: 'handover_needed' } });
    story.give({ type: 'recheck_company' }, anAgent);
    story
      .give({ type: 'record_company', ...oneOfMany }, theWorkflow)
      .give({ ...again, gathering: 3 }, theWorkflow)
      .give({ type: 'finish_gathering' }, theWorkflow)
      .give({ type: 'approve' }, anAgent);
    expect(story.known.status).toBe('awaiting_approval');
  });

  it('goes on when staff note that the company is closed, once', () => {
    const story = reviewed(lastAdministrator).give({ type: 'close_company' }, anAgent);
    const { length } = story.events;
    story.give({ type: 'close_company' }, anAgent);
    expect(story.events).toHaveLength(length);
    expect(story.try({ type: 'recheck_company' }, anAgent)).toMatchObject({ ok: false });
    story.give({ type: 'approve' }, anAgent);
    expect(story.known).toMatchObject({ status: 'awaiting_approval', company: { closed: true } });
  });

  it('needs nothing settled for an employee, the last member or somebody without a company', () => {
    const last = { accounts, others: 0, administrators: 0, needsHandover: false, isLast: true };
    for (const standing of [oneOfMany, last]) {
      const story = reviewed(standing);
      for (const type of ['recheck_company', 'close_company'] as const)
        expect(story.try({ type }, anAgent)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
      expect(story.give({ type: 'approve' }, anAgent).known.status).toBe('awaiting_approval');
    }
    const alone = Story.of([submit, aDataSubject], ...untilReview.slice(1), [{ type: 'approve' }, anAgent]);
    expect(alone.known.status).toBe('awaiting_approval');
  });

  it('counts a company for nothing else, and only while gathering', () => {
    const deletion = Story.of(...untilReview.slice(0, -1));
    expect(deletion.try({ type: 'record_company', ...oneOfMany }, theWorkflow)).toMatchObject({ ok: false });
    const story = reviewed(oneOfMany);
    expect(story.try({ type: 'record_company', ...lastAdministrator }, theWorkflow)).toMatchObject({ ok: false });
  });
});
