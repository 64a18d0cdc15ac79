import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../../functions/requests/effects.ts';
import type { Ask, Command } from '../../../functions/requests/index.ts';
import { phaseOf } from '../../../functions/requests/position.ts';
import { aDataSubject, anAgent, anAsk, anAuditor, Story, theWorkflow, untilReview } from '../../support/a-request.ts';

const complaint = (more: Partial<Ask> = {}): Command => ({
  type: 'submit',
  ask: { ...anAsk, rights: ['complaint'], ...more },
});
const answer: Command = { type: 'answer_complaint', words: 'words-4' };

function confirmed(submit: Command, account: 'on_record' | 'not_on_record' = 'on_record'): Story {
  return Story.of(
    [submit, aDataSubject],
    [{ type: 'confirm_email' }, aDataSubject],
    [{ type: 'match_account', account }, theWorkflow],
  );
}

const effects = (story: Story) =>
  story.events.flatMap((recorded, index) =>
    effectsOf(story.stateBefore(index), recorded).map((effect) =>
      effect.kind === 'mail' ? effect.milestone : effect.work.type,
    ),
  );

describe('a complaint or question', () => {
  it('goes to staff as soon as the address is confirmed, and nothing is gathered', () => {
    const { known } = confirmed(complaint());
    expect(known).toMatchObject({ status: 'in_review', waitingFor: 'review', collections: {} });
    expect(phaseOf(known)).toBe('review');
  });

  it('is taken from anybody, on record or not, whatever they say they are', () => {
    for (const relation of ['member', 'former_member', 'non_member'] as const)
      expect(confirmed(complaint({ relation }), 'not_on_record').known.status).toBe('in_review');
  });

  it('is answered in words by one person, which closes it and tells the member', () => {
    const story = confirmed(complaint()).give(answer, anAgent);
    expect(story.known).toMatchObject({
      status: 'completed',
      complaintAnswer: { words: 'words-4', by: 'staff-1', at: story.now },
    });
    expect(effects(story)).toEqual([
      'confirmation_code',
      'receipt',
      'start_workflow',
      'complaint_answered',
      'resume_workflow',
    ]);
    expect(JSON.stringify(story.events)).not.toContain('text');
  });

  it('is neither approved nor refused, and answered once and by who may', () => {
    const story = confirmed(complaint());
    expect(story.try({ type: 'approve' }, anAgent)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
    const refusal: Command = { type: 'propose_refusal', reason: 'excessive', words: 'w' };
    expect(story.try(refusal, anAgent)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
    for (const actor of [anAuditor, aDataSubject, theWorkflow])
      expect(story.try(answer, actor)).toMatchObject({ refusal: { code: 'role_required' } });
    story.give(answer, anAgent);
    expect(story.try(answer, anAgent)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
  });

  it('can be withdrawn until it is answered', () => {
    expect(confirmed(complaint()).give({ type: 'withdraw' }, aDataSubject).known.status).toBe('withdrawn');
    const answered = confirmed(complaint()).give(answer, anAgent);
    expect(answered.try({ type: 'withdraw' }, aDataSubject)).toMatchObject({ ok: false });
  });

  it('asked beside a copy is answered before the copy is decided about', () => {
    const story = Story.of([complaint({ rights: ['access', 'complaint'] }), aDataSubject], ...untilReview.slice(1));
    const refusal: Command = { type: 'propose_refusal', reason: 'excessive', words: 'w' };
    for (const command of [{ type: 'approve' } as const, refusal])
      expect(story.try(command, anAgent)).toMatchObject({ refusal: { code: 'complaint_unanswered' } });
    story.give(answer, anAgent);
    expect(story.known.status).toBe('in_review');
    story.give({ type: 'approve' }, anAgent);
    expect(story.known.status).toBe('fulfilling');
  });

  it('of somebody without an account does not let a copy pass beside it', () => {
    const { known } = confirmed(complaint({ rights: ['access', 'complaint'] }), 'not_on_record');
    expect(known).toMatchObject({ status: 'verifying_identity', waitingFor: 'identity' });
  });
});
