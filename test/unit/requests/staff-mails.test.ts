import { describe, expect, it } from 'vitest';
import type { Actor, Command, Effect } from '../../../functions/requests/index.ts';
import { recordEvents } from '../../../functions/requests/index.ts';
import { anAgent, anApprover, Story, theWorkflow, untilReview } from '../../support/a-request.ts';

/** The mails to staff that a command causes. */
function mailsOf(
  story: Story,
  command: Command,
  actor: Actor,
): Pick<Extract<Effect, { kind: 'mail' }>, 'milestone' | 'to'>[] {
  const before = story.state;
  const events = story.events.length;
  story.give(command, actor);
  const added = story.events.slice(events);
  const context = { now: story.now, actor };
  const { effects } = recordEvents(
    'request-1',
    before,
    added.map(({ event }) => event),
    context,
  );
  return effects.flatMap((effect) =>
    effect.kind === 'mail' && effect.to ? [{ milestone: effect.milestone, to: effect.to }] : [],
  );
}

describe('staff are told', () => {
  it('that a request was assigned to them, unless they took it themselves', () => {
    const story = Story.of(...untilReview);
    expect(mailsOf(story, { type: 'assign', assignee: 'staff-7' }, anAgent)).toEqual([
      { milestone: 'staff_assigned', to: [{ staff: 'staff-7' }] },
    ]);
    expect(mailsOf(story, { type: 'assign', assignee: 'staff-1' }, anAgent)).toEqual([]);
    expect(mailsOf(story, { type: 'assign', assignee: null }, anAgent)).toEqual([]);
  });

  it('that a proposed answer needs a second person', () => {
    const refusal: Command = { type: 'propose_refusal', reason: 'excessive', words: 'words-1' };
    expect(mailsOf(Story.of(...untilReview), refusal, anAgent)).toEqual([
      { milestone: 'staff_approval_needed', to: [{ role: 'approver' }] },
    ]);
  });

  it('nothing of what the system or a second person does', () => {
    const story = Story.of(...untilReview);
    expect(mailsOf(story, { type: 'park', step: 'BuildPackage', error: 'Fault' }, theWorkflow)).toEqual([]);
    story.give({ type: 'propose_refusal', reason: 'excessive', words: 'words-1' }, anAgent);
    expect(mailsOf(story, { type: 'return_refusal', words: 'words-2' }, anApprover)).toEqual([]);
  });
});
