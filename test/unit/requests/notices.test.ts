import { describe, expect, it } from 'vitest';
import type { Command } from '../../../functions/requests/index.ts';
import { aDataSubject, anAgent, anApprover, anAsk, Story, theWorkflow, untilReview } from '../../support/a-request.ts';

const collections = ['members.member', 'trade.orders'];

function erasing(): Story {
  const submit: Command = { type: 'submit', ask: { ...anAsk, rights: ['deletion'], erasure: { waitingDays: 7 } } };
  const story = Story.of(
    [submit, aDataSubject],
    ...untilReview.slice(1),
    [{ type: 'approve' }, anAgent],
    [{ type: 'approve_answer' }, anApprover],
  );
  story.now = '2026-11-09T10:00:00.000Z';
  return story.give({ type: 'start_erasure' }, theWorkflow).give({ type: 'plan_erasure', collections }, theWorkflow);
}

function erased(): Story {
  const story = erasing();
  for (const collection of collections)
    story.give(
      { type: 'record_erasure', collection, outcome: 'erased', deleted: 1, changed: 0, kept: 0, held: 0 },
      theWorkflow,
    );
  return story;
}

const list: Command = { type: 'list_recipients', byRequest: ['bureau', 'bank'], byHand: ['group'] };
const answerBy = '2026-12-09T10:00:00.000Z';
const tell = (recipient: string): Command => ({ type: 'record_notice', recipient, outcome: 'told', answerBy });
const fail = (recipient: string): Command => ({
  type: 'record_notice',
  recipient,
  outcome: 'not_told',
  reason: 'unavailable',
});
const answer = (recipient: string, outcome: 'completed' | 'cancelled' = 'completed'): Command => ({
  type: 'record_answer',
  recipient,
  outcome,
});
const notices = (story: Story) => story.known.erasing?.recipients;
const count = (story: Story) => story.events.length;

describe('recipients', () => {
  it('are listed once everything is erased, not before, and only once', () => {
    expect(erasing().try(list, theWorkflow)).toEqual({
      ok: false,
      refusal: { code: 'collections_unfinished', collections },
    });
    const story = erased().give(list, theWorkflow);
    expect(notices(story)).toEqual({
      bureau: { outcome: 'waiting' },
      bank: { outcome: 'waiting' },
      group: { outcome: 'by_hand' },
    });
    const before = count(story);
    story.give({ type: 'list_recipients', byRequest: ['other'], byHand: [] }, theWorkflow);
    expect(count(story)).toBe(before);
  });

  it('hold the request open until each was told or could not be', () => {
    const story = erased().give(list, theWorkflow).give(tell('bureau'), theWorkflow);
    expect(story.try({ type: 'finish_erasure' }, theWorkflow)).toEqual({
      ok: false,
      refusal: { code: 'recipients_untold', recipients: ['bank'] },
    });
    story.give(fail('bank'), theWorkflow).give({ type: 'finish_erasure' }, theWorkflow);
    expect(story.known.status).toBe('completed');
    expect(notices(story)).toEqual({
      bureau: { outcome: 'told', answerBy },
      bank: { outcome: 'not_told', reason: 'unavailable' },
      group: { outcome: 'by_hand' },
    });
  });

  it('are told once: a repeated outcome, or a later one, changes nothing', () => {
    const story = erased().give(list, theWorkflow).give(tell('bureau'), theWorkflow);
    const before = count(story);
    story.give(tell('bureau'), theWorkflow).give(fail('bureau'), theWorkflow);
    expect(count(story)).toBe(before);
    expect(notices(story)?.bureau).toEqual({ outcome: 'told', answerBy });
  });

  it('answer before we know that they were told, after we gave them up, and after the end; the first answer stands', () => {
    const story = erased().give(list, theWorkflow).give(answer('bureau'), theWorkflow);
    story.give(tell('bureau'), theWorkflow).give(fail('bank'), theWorkflow);
    story.give({ type: 'finish_erasure' }, theWorkflow);
    story.give(answer('bank', 'cancelled'), theWorkflow).give(answer('bank'), theWorkflow);
    expect(notices(story)).toMatchObject({ bureau: { outcome: 'completed' }, bank: { outcome: 'cancelled' } });
    expect(story.events.filter(({ event }) => event.type === 'RecipientAnswered')).toHaveLength(2);
  });

  it('that are told by hand, or not listed at all, give no answer', () => {
    const story = erased().give(list, theWorkflow);
    expect(story.try(answer('group'), theWorkflow)).toMatchObject({ ok: false });
    expect(story.try(answer('stranger'), theWorkflow)).toEqual({
      ok: false,
      refusal: { code: 'unknown_recipient', recipient: 'stranger' },
    });
  });
});
