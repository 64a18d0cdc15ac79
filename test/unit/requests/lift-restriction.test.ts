import { describe, expect, it } from 'vitest';
import { erasingRight } from '../../../functions/fulfilment/erasing-right.ts';
import { whatToTell } from '../../../functions/recipients/what-to-tell.ts';
import { effectsOf } from '../../../functions/requests/effects.ts';
import { type Command, nextDue, nextWatch } from '../../../functions/requests/index.ts';
import { phaseOf } from '../../../functions/requests/position.ts';
import { ferronex } from '../../support/a-portal.ts';
import { aDataSubject, anAgent, anAsk, anAuditor, Story, theWorkflow } from '../../support/a-request.ts';

const accounts = 'members.members';
const lift: Command = { type: 'lift_restriction', words: 'words-1', noticeDays: 7 };
const written = { outcome: 'erased', deleted: 0, changed: 1, kept: 0, held: 0 } as const;
const theSweep = { kind: 'system', part: 'sweep' } as const;

function restricted(rights: typeof anAsk.rights = ['restriction']): Story {
  return Story.of(
    [{ type: 'submit', ask: { ...anAsk, rights, erasure: { waitingDays: 0, approvals: 1 } } }, aDataSubject],
    [{ type: 'confirm_email' }, aDataSubject],
    [{ type: 'match_account', account: 'on_record' }, theWorkflow],
    [{ type: 'plan_gathering', collections: [accounts] }, theWorkflow],
    [{ type: 'record_collection', collection: accounts, gathering: 1, outcome: 'found', count: 1 }, theWorkflow],
    [{ type: 'finish_gathering' }, theWorkflow],
    [{ type: 'approve' }, anAgent],
    [{ type: 'plan_erasure', collections: [accounts] }, theWorkflow],
    [{ type: 'record_erasure', collection: accounts, ...written }, theWorkflow],
    [{ type: 'finish_erasure' }, theWorkflow],
  );
}
const effectsOfLast = (story: Story) =>
  effectsOf(story.stateBefore(story.events.length - 1), story.events.at(-1) as never);

describe('a restriction', () => {
  it('is lifted some days after the member was told, and not before (GDPR Art. 18(3))', () => {
    const story = restricted().give(lift, anAgent);
    expect(story.known).toMatchObject({
      status: 'completed',
      lifting: { by: 'staff-1', words: 'words-1', from: '2026-11-09T10:00:00.000Z' },
    });
    expect(effectsOfLast(story)).toMatchObject([{ kind: 'mail', milestone: 'restriction_lifting' }]);
    story.give({ type: 'delete_export' }, theSweep);
    expect(nextDue(story.known)).toBe('2026-11-09T10:00:00.000Z');
    expect(story.try({ type: 'start_lifting' }, theSweep)).toMatchObject({ refusal: { code: 'too_early' } });

    story.now = '2026-11-09T10:00:00.000Z';
    story.give({ type: 'start_lifting' }, theSweep);
    expect(effectsOfLast(story)).toMatchObject([{ work: { type: 'start_workflow', attempt: 2 } }]);
    expect(phaseOf(story.known)).toBe('erase');
    // No time for an answer runs for it.
    expect(nextWatch(story.known)).toBeUndefined();

    story
      .give({ type: 'start_lifting' }, theSweep)
      .give({ type: 'plan_erasure', collections: [accounts] }, theWorkflow)
      .give({ type: 'record_erasure', collection: accounts, ...written }, theWorkflow)
      .give({ type: 'finish_erasure' }, theWorkflow);
    expect(story.known.status).toBe('completed');
    expect(effectsOfLast(story)).toEqual([]);
    expect(story.try(lift, anAgent)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
  });

  it('then no longer stands in the stores, and who was told of it is told of its end', () => {
    const story = restricted().give(lift, anAgent);
    expect(erasingRight(ferronex.rights, story.known).sets).toEqual({ 'members.members.processing_restricted': true });
    story.now = '2026-11-09T10:00:00.000Z';
    story.give({ type: 'start_lifting' }, theSweep);
    expect(erasingRight(ferronex.rights, story.known).sets).toEqual({ 'members.members.processing_restricted': false });
    const told = whatToTell(ferronex, story.known);
    expect(told.map(({ recipient }) => recipient.key)).toEqual(ferronex.recipients.map(({ key }) => key));
    for (const { types, restricted: still } of told) expect([types, still]).toEqual([['restriction'], false]);
  });

  it('is lifted by staff who decide, where there is one, and where the policy says how', () => {
    expect(restricted().try(lift, anAuditor)).toMatchObject({ refusal: { code: 'role_required' } });
    expect(restricted(['objection']).try(lift, anAgent)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
    expect(restricted().try({ ...lift, noticeDays: undefined }, anAgent)).toMatchObject({
      refusal: { code: 'not_allowed_now' },
    });
  });
});
