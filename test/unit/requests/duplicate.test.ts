import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../../functions/requests/effects.ts';
import {
  type Actor,
  type Command,
  nextWatch,
  type Original,
  type RequestStatus,
} from '../../../functions/requests/index.ts';
import { phaseOf } from '../../../functions/requests/position.ts';
import {
  aDataSubject,
  anAgent,
  anAsk,
  anAuditor,
  Story,
  submitted,
  theWorkflow,
  untilReview,
} from '../../support/a-request.ts';

const original: Original = {
  id: 'request-0',
  reference: 'PR-3N8T-2WQ4',
  status: 'in_review',
  rights: ['access', 'deletion'],
  subjectKey: anAsk.subjectKey,
  confirmedAt: '2026-11-01T10:00:00.000Z',
};
const duplicateOf = (change: Partial<Original> = {}): Command => ({
  type: 'close_duplicate',
  original: { ...original, ...change },
});
const inReview = () => Story.of(...untilReview);
const refusalOf = (story: Story, command: Command, actor: Actor = anAgent) => {
  const answer = story.try(command, actor);
  return answer.ok ? undefined : answer.refusal;
};

describe('a duplicate', () => {
  it('is closed by one person, and the member is told the other reference', () => {
    const story = inReview().give(duplicateOf(), anAgent);
    expect(story.known).toMatchObject({
      status: 'duplicate',
      closedAt: story.now,
      duplicateOf: { requestId: 'request-0', reference: 'PR-3N8T-2WQ4', answered: false },
    });
    const last = story.events.at(-1);
    if (!last) throw new Error('nothing happened');
    expect(effectsOf(story.stateBefore(story.events.length - 1), last)).toMatchObject([
      { kind: 'mail', milestone: 'duplicate' },
      { kind: 'work', work: { type: 'resume_workflow', wait: 'review' } },
    ]);
    expect(phaseOf(story.known)).toBe('done');
    expect(nextWatch(story.known)).toBeUndefined();
  });

  it('may be of a request that is answered, and stays that once the command is repeated', () => {
    const story = inReview().give(duplicateOf({ status: 'refused' }), anAgent);
    expect(story.known.duplicateOf?.answered).toBe(true);
    const before = story.events.length;
    story.give(duplicateOf({ status: 'refused' }), anAgent);
    expect(story.events).toHaveLength(before);
  });

  it.each<[string, Partial<Original>]>([
    ['of somebody else', { subjectKey: 'e'.repeat(64) }],
    ['that is itself', { id: 'request-1' }],
    ...(['awaiting_confirmation', 'withdrawn', 'closed_unverified', 'duplicate'] as RequestStatus[]).map(
      (status): [string, Partial<Original>] => [`that answers nothing: ${status}`, { status }],
    ),
  ])('is none of a request %s', (_what, change) => {
    expect(refusalOf(inReview(), duplicateOf(change))).toEqual({ code: 'not_same_member' });
  });

  it('is none of a request that nobody confirmed, or that there is not', () => {
    const { confirmedAt: _, ...unconfirmed } = original;
    expect(refusalOf(inReview(), { type: 'close_duplicate', original: unconfirmed })).toEqual({
      code: 'not_same_member',
    });
    expect(refusalOf(inReview(), { type: 'close_duplicate', original: undefined })).toEqual({
      code: 'not_same_member',
    });
  });

  it('asks for nothing that the other does not', () => {
    expect(refusalOf(inReview(), duplicateOf({ rights: ['deletion'] }))).toEqual({
      code: 'rights_not_covered',
      rights: ['access'],
    });
  });

  it('can’t be what is unconfirmed, decided or closed, and only staff who decide say it is', () => {
    const code = 'not_allowed_now';
    expect(refusalOf(Story.of([submitted, aDataSubject]), duplicateOf())).toMatchObject({ code });
    expect(refusalOf(inReview().give({ type: 'approve' }, anAgent), duplicateOf())).toMatchObject({ code });
    expect(refusalOf(inReview().give({ type: 'withdraw' }, aDataSubject), duplicateOf())).toMatchObject({ code });
    for (const actor of [anAuditor, aDataSubject, theWorkflow])
      expect(refusalOf(inReview(), duplicateOf(), actor)).toMatchObject({ code: 'role_required' });
  });

  it('is closed also while the member is asked something', () => {
    const story = inReview().give({ type: 'ask_member', words: 'words-1' }, anAgent).give(duplicateOf(), anAgent);
    expect(story.known.status).toBe('duplicate');
  });
});
