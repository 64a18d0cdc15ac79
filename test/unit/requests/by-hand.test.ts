import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../../functions/requests/effects.ts';
import { type ChangeOutcome, type Command, nextStep, tallyOf } from '../../../functions/requests/index.ts';
import { phaseOf } from '../../../functions/requests/position.ts';
import { aDataSubject, anAgent, anApprover, anAsk, anAuditor, Story, theWorkflow } from '../../support/a-request.ts';

const paper = 'till.register';
const members = 'members.member';
const nothing = { deleted: 0, changed: 0, kept: 0, held: 0 };
const leftToPeople: Command = {
  type: 'record_collection',
  collection: paper,
  gathering: 1,
  outcome: 'by_hand',
  count: 0,
  due: '2026-11-07',
};
const handedIn: Command = { type: 'hand_in_collection', collection: paper, submission: 'file-1', records: 4 };

function inReview(ask: Partial<typeof anAsk> = {}): Story {
  return Story.of(
    [{ type: 'submit', ask: { ...anAsk, ...ask } }, aDataSubject],
    [{ type: 'confirm_email' }, aDataSubject],
    [{ type: 'match_account', account: 'on_record' }, theWorkflow],
    [{ type: 'plan_gathering', collections: [members, paper] }, theWorkflow],
    [{ type: 'record_collection', collection: members, gathering: 1, outcome: 'found', count: 1 }, theWorkflow],
    [leftToPeople, theWorkflow],
    [{ type: 'finish_gathering' }, theWorkflow],
  );
}

/** A person handed in four records, of which three are the data subject's. */
function withPaper(story: Story): Story {
  story.give(handedIn, anAgent);
  const { gathering } = story.known;
  return story
    .give({ type: 'record_collection', collection: paper, gathering, outcome: 'found', count: 3 }, theWorkflow)
    .give({ type: 'finish_gathering' }, theWorkflow);
}

describe('a source that people look through', () => {
  it('lets review go on, and keeps the answer from being approved', () => {
    const story = inReview();
    expect(story.known.status).toBe('in_review');
    expect(nextStep(story.known)).toEqual({ next: 'look_by_hand', waitingOn: 'staff' });
    expect(story.try({ type: 'approve' }, anAgent)).toMatchObject({
      refusal: { code: 'collections_unfinished', collections: [paper] },
    });
  });

  it('is read like any other once somebody handed in what they found, and the file stays with it', () => {
    const story = inReview();
    story.give(handedIn, anAgent);
    expect(phaseOf(story.known)).toBe('gather');
    expect(story.known.collections[members]?.outcome).toBe('found');
    expect(effectsOf(story.stateBefore(story.events.length - 1), story.events.at(-1) as never)).toMatchObject([
      { work: { type: 'resume_workflow', wait: 'review' } },
    ]);
    story
      .give({ type: 'record_collection', collection: paper, gathering: 2, outcome: 'found', count: 3 }, theWorkflow)
      .give({ type: 'finish_gathering' }, theWorkflow);
    expect(story.known.collections[paper]).toEqual({
      outcome: 'found',
      count: 3,
      gathering: 2,
      due: '2026-11-07',
      submission: 'file-1',
    });
    story.give({ type: 'approve' }, anAgent);
    expect(story.known.status).toBe('fulfilling');
  });

  it('is read again from the same file when what leads there is', () => {
    const story = withPaper(inReview());
    const failed: Command = {
      type: 'record_collection',
      collection: members,
      gathering: 2,
      outcome: 'failed',
      count: 0,
    };
    expect(story.try(failed, theWorkflow).ok).toBe(false);
    story.give({ type: 'attest_collection', collection: paper, outcome: 'nothing' }, anAgent);
    expect(story.known.collections[paper]).toEqual({ outcome: 'nothing', count: 0, gathering: 2, due: '2026-11-07' });
  });

  it('can be attested as empty, and then the answer is whole', () => {
    const story = inReview()
      .give({ type: 'attest_collection', collection: paper, outcome: 'nothing' }, anAgent)
      .give({ type: 'approve' }, anAgent)
      .give({ type: 'record_package', packageId: 'p', bytes: 1, expiresAt: '2026-12-01T00:00:00.000Z' }, theWorkflow);
    expect(story.known.status).toBe('completed');
  });

  it('that nobody can look through leaves the answer short, and says why', () => {
    const story = inReview().give(
      { type: 'attest_collection', collection: paper, outcome: 'unavailable', words: 'words-9' },
      anAgent,
    );
    expect(story.known.collections[paper]).toMatchObject({ outcome: 'unavailable', words: 'words-9' });
    story
      .give({ type: 'approve' }, anAgent)
      .give({ type: 'record_package', packageId: 'p', bytes: 1, expiresAt: '2026-12-01T00:00:00.000Z' }, theWorkflow);
    expect(story.known.status).toBe('partly_completed');
  });

  it('is for staff who decide, and a source that a system reads is not', () => {
    const story = inReview();
    expect(story.try(handedIn, anAuditor)).toMatchObject({ refusal: { code: 'role_required' } });
    expect(story.try({ ...handedIn, collection: members }, anAgent)).toMatchObject({
      refusal: { code: 'not_allowed_now' },
    });
    expect(story.try({ ...handedIn, collection: 'nowhere' }, anAgent)).toMatchObject({
      refusal: { code: 'unknown_collection' },
    });
  });

  it('keeps what nobody has to agree to from going straight through', () => {
    const story = inReview({ rights: ['marketing_unsubscribe'], erasure: { waitingDays: 0, approvals: 0 } });
    expect(story.known.status).toBe('in_review');
  });

  it('is counted for the desk, and told late after its day', () => {
    const { known } = inReview();
    expect(tallyOf([known], '2026-11-07T10:00:00.000Z')).toMatchObject({ byHand: 1, byHandLate: 0 });
    expect(tallyOf([known], '2026-11-08T10:00:00.000Z')).toMatchObject({ byHand: 1, byHandLate: 1 });
  });
});

describe('erasing where only people reach', () => {
  const begun = () => {
    const story = withPaper(inReview({ rights: ['deletion'], erasure: { waitingDays: 0 } }))
      .give({ type: 'approve' }, anAgent)
      .give({ type: 'approve_answer' }, anApprover);
    return story.give(
      { type: 'plan_erasure', collections: [members, paper], byHand: { [paper]: '2026-11-07' } },
      theWorkflow,
    );
  };
  const finish: Command = { type: 'finish_erasure' };
  const attested: Command = { type: 'attest_erasure', collection: paper, ...nothing, deleted: 3 };

  it('waits for their word after everything else, and closes with it', () => {
    const story = begun();
    expect(story.try(finish, theWorkflow)).toMatchObject({ refusal: { code: 'collections_unfinished' } });
    story
      .give({ type: 'record_erasure', collection: members, outcome: 'erased', ...nothing, deleted: 1 }, theWorkflow)
      .give(finish, theWorkflow)
      .give(finish, theWorkflow);
    expect(story.events.filter(({ event }) => event.type === 'ErasureByHandAwaited')).toHaveLength(1);
    expect(phaseOf(story.known)).toBe('erasure_by_hand');
    expect(nextStep(story.known)).toEqual({ next: 'erase_by_hand', waitingOn: 'staff' });

    story.give(attested, anAgent);
    const last = story.events.at(-1);
    expect(last).toMatchObject({ actor: { id: 'staff-1' }, event: { type: 'CollectionErased', deleted: 3 } });
    expect(effectsOf(story.stateBefore(story.events.length - 1), last as never)).toMatchObject([
      { work: { wait: 'erasure_by_hand' } },
    ]);
    expect(phaseOf(story.known)).toBe('erase');
    story.give(finish, theWorkflow);
    expect(story.known.status).toBe('completed');
  });

  it('may be attested before the systems are done, and then nobody is waited for', () => {
    const story = begun().give(attested, anAgent);
    expect(effectsOf(story.stateBefore(story.events.length - 1), story.events.at(-1) as never)).toEqual([]);
    story
      .give({ type: 'record_erasure', collection: members, outcome: 'erased', ...nothing, deleted: 1 }, theWorkflow)
      .give(finish, theWorkflow);
    expect(story.known.status).toBe('completed');
  });

  it('leaves a request partly completed when something is held there', () => {
    const story = begun()
      .give({ type: 'record_erasure', collection: members, outcome: 'erased', ...nothing, deleted: 1 }, theWorkflow)
      .give({ ...attested, deleted: 2, held: 1 }, anAgent)
      .give(finish, theWorkflow);
    expect(story.known.status).toBe('partly_completed');
  });

  it('is attested once, by staff who decide, and only where people erase', () => {
    const story = begun();
    expect(story.try(attested, anAuditor)).toMatchObject({ refusal: { code: 'role_required' } });
    expect(story.try({ ...attested, collection: members }, anAgent)).toMatchObject({
      refusal: { code: 'not_allowed_now' },
    });
    story.give(attested, anAgent);
    expect(story.try(attested, anAgent)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
  });
});

describe('correcting where only people reach', () => {
  const erasure = { waitingDays: 0, approvals: 1 as const };
  const changes = [{ id: 'c1', right: 'correction' as const }];
  const accept = (sealed: string): Command => ({
    type: 'decide_change',
    change: 'c1',
    decision: 'accepted',
    collection: paper,
    fields: ['phone'],
    sealed,
  });
  const attest = (outcome?: ChangeOutcome): Command => ({
    type: 'attest_erasure',
    collection: paper,
    ...nothing,
    ...(outcome ? { changes: { c1: outcome } } : {}),
  });
  const planned = (story: Story) =>
    story
      .give({ type: 'approve' }, anAgent)
      .give({ type: 'plan_erasure', collections: [paper], byHand: { [paper]: '2026-11-07' } }, theWorkflow)
      .give({ type: 'finish_erasure' }, theWorkflow);
  const begun = () =>
    planned(withPaper(inReview({ rights: ['correction'], changes, erasure })).give(accept('c1-1'), anAgent));
  const ended = (story: Story) =>
    story
      .give({ type: 'list_recipients', byRequest: [], byHand: [] }, theWorkflow)
      .give({ type: 'finish_erasure' }, theWorkflow);

  it('waits for their word on every change that is due there, and on no other', () => {
    const story = begun();
    expect(nextStep(story.known)).toEqual({ next: 'erase_by_hand', waitingOn: 'staff' });
    expect(story.try(attest(), anAgent)).toMatchObject({ refusal: { code: 'changes_unattested', changes: ['c1'] } });
    const other: Command = {
      type: 'attest_erasure',
      collection: paper,
      ...nothing,
      changes: { c9: { outcome: 'done' } },
    };
    expect(story.try(other, anAgent)).toMatchObject({ refusal: { code: 'unknown_change', change: 'c9' } });
    expect(story.try(attest({ outcome: 'done' }), anAuditor)).toMatchObject({ refusal: { code: 'role_required' } });
    story.give(attest({ outcome: 'done' }), anAgent);
    expect(story.known.changes).toMatchObject([{ outcome: 'done', carriedOutAt: story.now }]);
    expect(ended(story).known.status).toBe('completed');
  });

  it('goes back to staff when the record says something else by now, and is decided and written anew', () => {
    const story = ended(begun().give(attest({ outcome: 'stale', found: 'found-c1-20' }), anAgent));
    expect(story.known).toMatchObject({ status: 'in_review', changes: [{ outcome: 'stale', found: 'found-c1-20' }] });
    planned(story.give(accept('c1-2'), anAgent)).give(attest({ outcome: 'done' }), anAgent);
    expect(ended(story).known.status).toBe('completed');
  });

  it('is held back while a legal hold covers the record, and is due again when it ends', () => {
    const story = ended(begun().give(attest({ outcome: 'held' }), anAgent));
    expect(story.known.status).toBe('partly_completed');
    story
      .give({ type: 'lift_holds' }, theWorkflow)
      .give({ type: 'approve_answer' }, anApprover)
      .give({ type: 'plan_erasure', collections: [paper], byHand: { [paper]: '2026-11-27' } }, theWorkflow);
    expect(story.try(attest(), anAgent)).toMatchObject({ refusal: { code: 'changes_unattested' } });
    expect(ended(story.give(attest({ outcome: 'done' }), anAgent)).known.changes).toMatchObject([{ outcome: 'done' }]);
  });
});
