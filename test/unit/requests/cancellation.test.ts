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
      .give({ type: 'record_collection', collection: accounts, gathering: 2, outcome: 'found', count: 1 }, theWorkflow)
      .give({ type: 'finish_gathering' }, theWorkflow)
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

  describe('when its waiting period is over', () => {
    const [lastOne, withOthers] = [
      { accounts, others: 0, administrators: 0, needsHandover: false, isLast: true },
      { accounts, others: 1, administrators: 1, needsHandover: false, isLast: false },
    ];

    /** Approved, its days over, and about to be counted again. */
    function due(standing: CompanyStanding, story = reviewed(standing)): Story {
      story.give({ type: 'approve' }, anAgent).give({ type: 'approve_answer' }, anApprover);
      story.now = new Date(Date.parse(story.now) + 8 * 86_400_000).toISOString();
      return story.give({ type: 'start_erasure' }, theWorkflow);
    }

    function read(story: Story, outcome: 'found' | 'failed', standing?: CompanyStanding): Story {
      if (standing) story.give({ type: 'record_company', ...standing }, theWorkflow);
      const { gathering } = story.known;
      return story
        .give({ type: 'record_collection', collection: accounts, gathering, outcome, count: 1 }, theWorkflow)
        .give({ type: 'finish_gathering' }, theWorkflow);
    }

    it('its company is counted again before anything is carried out, and can still be taken back', () => {
      const story = due(oneOfMany);
      expect(story.known).toMatchObject({ status: 'gathering_data', gathering: 2 });
      expect(story.known.collections).toMatchObject({
        [accounts]: { outcome: 'waiting', gathering: 2 },
        'trade.orders': { outcome: 'found', gathering: 1 },
      });
      expect(phaseOf(story.known)).toBe('gather');
      expect(story.known.erasing?.startedAt).toBeUndefined();
      const refused = { refusal: { code: 'not_allowed_now' } };
      expect(story.try({ type: 'plan_erasure', collections: [accounts] }, theWorkflow)).toMatchObject(refused);
      expect(story.try({ type: 'finish_gathering' }, theWorkflow)).toMatchObject({
        refusal: { code: 'collections_unfinished' },
      });
      expect(story.give({ type: 'withdraw' }, aDataSubject).known.status).toBe('withdrawn');
    });

    it('begins where it means the same as when it was approved', () => {
      for (const [before, after] of [
        [oneOfMany, oneOfMany],
        [oneOfMany, { ...oneOfMany, others: 9, administrators: 4 }],
        [lastOne, lastOne],
      ] as const) {
        const story = read(due(before), 'found', after);
        expect(story.known).toMatchObject({ status: 'fulfilling', erasing: { startedAt: story.now } });
        expect(phaseOf(story.known)).toBe('erase');
        expect(mails(story)).not.toContain('cancellation_stopped');
      }
    });

    it('is stopped before anything is done where the company would be left behind, or go or stay otherwise', () => {
      for (const [before, after] of [
        [oneOfMany, lastAdministrator],
        [oneOfMany, lastOne],
        [lastOne, withOthers],
      ] as const) {
        const story = read(due(before), 'found', after);
        expect(story.known).toMatchObject({ status: 'in_review', waitingFor: 'review', company: { changed: true } });
        expect(story.known.erasing).toBeUndefined();
        expect(story.known.decision).toBeUndefined();
        expect(story.events.map(({ event }) => event.type)).not.toContain('ErasureStarted');
        expect(mails(story).filter((mail) => mail === 'cancellation_stopped')).toHaveLength(1);
        expect(nextStep(story.known).next).toBe(after.needsHandover ? 'settle_company' : 'review_and_decide');
      }
    });

    it('goes on from there once it was handed over and two people agree anew, with days to take it back', () => {
      const story = read(due(oneOfMany), 'found', lastAdministrator);
      expect(story.try({ type: 'approve' }, anAgent)).toMatchObject({ refusal: { code: 'handover_needed' } });
      read(story.give({ type: 'recheck_company' }, anAgent), 'found', oneOfMany);
      expect(story.known).toMatchObject({ status: 'in_review', company: oneOfMany });
      expect(story.known.company?.changed).toBeUndefined();
      expect(read(due(oneOfMany, story), 'found').known.erasing?.startedAt).toBeDefined();
      expect(mails(story).filter((mail) => mail === 'cancellation_scheduled')).toHaveLength(2);
    });

    it('goes on from there when staff agree to what it means now', () => {
      const story = read(due(oneOfMany), 'found', lastOne);
      expect(read(due(lastOne, story), 'found').known.erasing?.startedAt).toBeDefined();
    });

    it('neither begins nor stops while the accounts cannot be read', () => {
      const story = read(due(oneOfMany), 'failed');
      expect(story.known.status).toBe('in_review');
      expect(nextStep(story.known).next).toBe('retry_failed');
      const { length } = story.events;
      story.give({ type: 'approve' }, anAgent);
      expect(story.events).toHaveLength(length);
      story.give({ type: 'retry_collection', collection: accounts, dependents: [] }, anAgent);
      expect(read(story, 'found').known.erasing?.startedAt).toBe(story.now);
    });

    it('is not counted again where staff noted that the company is closed, or where there is none', () => {
      const closed = reviewed(lastAdministrator).give({ type: 'close_company' }, anAgent);
      const alone = Story.of([submit, aDataSubject], ...untilReview.slice(1));
      for (const story of [due(lastAdministrator, closed), due(oneOfMany, alone)])
        expect(story.known.erasing?.startedAt).toBe(story.now);
    });
  });

  it('counts a company for nothing else, and only while gathering', () => {
    const deletion = Story.of(...untilReview.slice(0, -1));
    expect(deletion.try({ type: 'record_company', ...oneOfMany }, theWorkflow)).toMatchObject({ ok: false });
    const story = reviewed(oneOfMany);
    expect(story.try({ type: 'record_company', ...lastAdministrator }, theWorkflow)).toMatchObject({ ok: false });
  });
});
