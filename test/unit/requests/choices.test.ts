import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../../functions/requests/effects.ts';
import type { Command } from '../../../functions/requests/index.ts';
import { phaseOf } from '../../../functions/requests/position.ts';
import { aDataSubject, anAgent, anApprover, anAsk, Story, theWorkflow, untilReview } from '../../support/a-request.ts';

const unsubscribe: Command = {
  type: 'submit',
  ask: { ...anAsk, rights: ['marketing_unsubscribe'], erasure: { waitingDays: 0, approvals: 0 } },
};
const withCopy: Command = {
  type: 'submit',
  ask: { ...anAsk, rights: ['access', 'marketing_unsubscribe'], erasure: { waitingDays: 0, approvals: 1 } },
};
const steps = (submit: Command) => [[submit, aDataSubject] as const, ...untilReview.slice(1)];
const nothing = { deleted: 0, changed: 0, kept: 0, held: 0 };
const mails = (story: Story) =>
  story.events.flatMap((recorded, index) =>
    effectsOf(story.stateBefore(index), recorded).flatMap((effect) => (effect.kind === 'mail' ? effect.milestone : [])),
  );

const work = (story: Story) =>
  story.events.flatMap((recorded, index) =>
    effectsOf(story.stateBefore(index), recorded).flatMap((effect) => (effect.kind === 'work' ? effect.work.type : [])),
  );

describe('a choice to be noted', () => {
  it('goes straight through once verified, without staff and without waiting', () => {
    const story = Story.of(...steps(unsubscribe));
    expect(story.known).toMatchObject({ status: 'fulfilling', erasing: { from: story.now, startedAt: story.now } });
    expect(story.known.waitingFor).toBeUndefined();
    expect(phaseOf(story.known)).toBe('erase');
    story
      .give({ type: 'plan_erasure', collections: ['members.member'] }, theWorkflow)
      .give(
        { type: 'record_erasure', collection: 'members.member', outcome: 'erased', ...nothing, changed: 1 },
        theWorkflow,
      )
      .give({ type: 'finish_erasure' }, theWorkflow);
    expect(story.known.status).toBe('completed');
    expect(mails(story)).toEqual(['confirmation_code', 'receipt', 'choices_noted']);
    // Its workflow waits for nobody, so nothing has to wake it.
    expect(work(story)).toEqual(['start_workflow']);
  });

  it('waits for staff when a source could not be read', () => {
    const failing = untilReview.map(([command, actor]) =>
      command.type === 'record_collection' && command.collection === 'members.member'
        ? ([{ ...command, outcome: 'failed', count: 0 }, actor] as const)
        : ([command, actor] as const),
    );
    const story = Story.of([unsubscribe, aDataSubject], ...failing.slice(1));
    expect(story.known).toMatchObject({ status: 'in_review', waitingFor: 'review' });
    expect(story.try({ type: 'approve' }, anAgent)).toMatchObject({ refusal: { code: 'collections_unfinished' } });
  });

  it('asked with a copy needs one person, and is noted when the copy is there', () => {
    const story = Story.of(...steps(withCopy));
    expect(story.known.status).toBe('in_review');
    story.give({ type: 'approve' }, anAgent);
    expect(phaseOf(story.known)).toBe('fulfil');
    story.give(
      { type: 'record_package', packageId: '1', bytes: 9, expiresAt: '2026-11-16T10:00:00.000Z' },
      theWorkflow,
    );
    expect(phaseOf(story.known)).toBe('erase');
    expect(mails(story)).toEqual(['confirmation_code', 'receipt', 'access_ready']);
  });
});

describe('what staff decide about', () => {
  const anObjection: Command = {
    type: 'submit',
    ask: { ...anAsk, rights: ['objection'], uses: ['analysis'], erasure: { waitingDays: 0, approvals: 1 } },
  };

  it('waits for one of staff, and is then carried out without waiting', () => {
    const story = Story.of(...steps(anObjection));
    expect(story.known).toMatchObject({ status: 'in_review', waitingFor: 'review', uses: ['analysis'] });
    story.give({ type: 'approve' }, anAgent);
    expect(story.known).toMatchObject({ status: 'fulfilling', erasing: { startedAt: story.now } });
  });

  it('is refused only by a second person, and only for a reason that is one for it', () => {
    const story = Story.of(...steps(anObjection));
    const refusal = { type: 'propose_refusal', words: 'refusal-words' } as const;
    expect(story.try({ ...refusal, reason: 'no_ground_for_restriction' }, anAgent)).toMatchObject({
      refusal: { code: 'reason_not_applicable' },
    });
    story.give({ ...refusal, reason: 'compelling_grounds' }, anAgent);
    expect(story.try({ type: 'approve_refusal' }, { kind: 'staff', id: 'staff-1', roles: ['approver'] })).toMatchObject(
      {
        refusal: { code: 'same_person' },
      },
    );
    story.give({ type: 'approve_refusal' }, anApprover);
    expect(story.known).toMatchObject({ status: 'refused', decision: { reason: 'compelling_grounds' } });
    expect(mails(story)).toEqual(['confirmation_code', 'receipt', 'staff_approval_needed', 'refusal']);
  });

  it('compelling grounds are no answer to another right', () => {
    const story = Story.of(...steps(withCopy));
    const refusal = { type: 'propose_refusal', reason: 'compelling_grounds', words: 'refusal-words' } as const;
    expect(story.try(refusal, anAgent)).toMatchObject({ refusal: { code: 'reason_not_applicable' } });
  });
});
