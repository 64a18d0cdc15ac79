import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../../functions/requests/effects.ts';
import { type Actor, type ChangeOutcome, type Command, changesToCarryOut } from '../../../functions/requests/index.ts';
import { phaseOf } from '../../../functions/requests/position.ts';
import { queueOf } from '../../../functions/requests/queue.ts';
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

const member = 'members.member';
const asked = ['c1', 'c2'].map((id) => ({ id, right: 'correction' as const, category: 'registration' }));
const erasure = { waitingDays: 0, approvals: 1 as const };
const correction: Command = { type: 'submit', ask: { ...anAsk, rights: ['correction'], changes: asked, erasure } };
const withCopy: Command = {
  type: 'submit',
  ask: { ...anAsk, rights: ['access', 'correction'], changes: asked, erasure },
};
const accept = (change: string, sealed = `${change}-1`): Command => ({
  type: 'decide_change',
  change,
  decision: 'accepted',
  collection: member,
  fields: ['phone'],
  sealed,
});
const refuse = (change: string): Command => ({
  type: 'decide_change',
  change,
  decision: 'refused',
  reason: 'found_accurate',
  sealed: `${change}-2`,
});
const approve: Command = { type: 'approve' };

function inReview(submit = correction): Story {
  return Story.of([submit, aDataSubject], ...untilReview.slice(1));
}

/** The approved changes carried out, with what became of each. */
function carryOut(story: Story, changes: Readonly<Record<string, ChangeOutcome>>): Story {
  const nothing = { deleted: 0, changed: 0, kept: 0, held: 0 };
  return story
    .give({ type: 'plan_erasure', collections: [member] }, theWorkflow)
    .give({ type: 'record_erasure', collection: member, outcome: 'erased', ...nothing, changes }, theWorkflow)
    .give({ type: 'list_recipients', byRequest: [], byHand: ['group'] }, theWorkflow)
    .give({ type: 'finish_erasure' }, theWorkflow);
}

const mails = (story: Story) =>
  story.events.flatMap((recorded, index) =>
    effectsOf(story.stateBefore(index), recorded).flatMap((effect) => (effect.kind === 'mail' ? effect.milestone : [])),
  );

describe('changes that are asked for', () => {
  it('are each decided before the answer can be approved', () => {
    const story = inReview();
    expect(story.try(approve, anAgent)).toMatchObject({ refusal: { code: 'changes_undecided', undecided: 2 } });
    story.give(accept('c1'), anAgent);
    expect(story.try(approve, anAgent)).toMatchObject({ refusal: { code: 'changes_undecided', undecided: 1 } });
    story.give(refuse('c2'), anAgent).give(approve, anAgent);
    expect(story.known).toMatchObject({ status: 'fulfilling', erasing: { startedAt: story.now } });
    expect(phaseOf(story.known)).toBe('erase');
  });

  it('end the request as done only when all of them are done as asked', () => {
    const both = inReview().give(accept('c1'), anAgent).give(accept('c2'), anAgent).give(approve, anAgent);
    expect(carryOut(both, { c1: { outcome: 'done' }, c2: { outcome: 'done' } }).known.status).toBe('completed');
    expect(mails(both)).toEqual(['confirmation_code', 'receipt', 'correction_done']);
    const one = inReview().give(accept('c1'), anAgent).give(refuse('c2'), anAgent).give(approve, anAgent);
    expect(carryOut(one, { c1: { outcome: 'done' } }).known.status).toBe('partly_completed');
  });

  it('all refused are a refusal, which takes its reasons and a second person', () => {
    const story = inReview().give(refuse('c1'), anAgent).give(refuse('c2'), anAgent);
    expect(story.try(approve, anAgent)).toMatchObject({ refusal: { code: 'changes_all_refused' } });
    story.give({ type: 'propose_refusal', reason: 'found_accurate', words: 'words-1' }, anAgent);
    expect(story.try({ type: 'approve_refusal' }, { ...anAgent, roles: ['approver'] } as Actor)).toMatchObject({
      refusal: { code: 'same_person' },
    });
    expect(story.give({ type: 'approve_refusal' }, anApprover).known.status).toBe('refused');
  });

  it('all refused beside a copy need a second person, and leave the answer partly done', () => {
    const story = inReview(withCopy).give(refuse('c1'), anAgent).give(refuse('c2'), anAgent).give(approve, anAgent);
    expect(story.known.status).toBe('awaiting_approval');
    story.give({ type: 'approve_answer' }, anApprover);
    expect(story.known.erasing).toBeUndefined();
    story.give(
      { type: 'record_package', packageId: '1', bytes: 9, expiresAt: '2026-11-30T10:00:00.000Z' },
      theWorkflow,
    );
    expect(story.known.status).toBe('partly_completed');
    expect(mails(story)).toContain('correction_done');
  });

  it('go back to staff when the record had moved on, and what is done stays done', () => {
    const story = inReview().give(accept('c1'), anAgent).give(accept('c2'), anAgent).give(approve, anAgent);
    carryOut(story, { c1: { outcome: 'done' }, c2: { outcome: 'stale', found: 'found-c2-9' } });
    expect(story.known).toMatchObject({ status: 'in_review', waitingFor: 'review' });
    expect(story.try(accept('c1'), anAgent)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
    expect(story.try(approve, anAgent)).toMatchObject({ refusal: { code: 'changes_undecided', undecided: 1 } });
    expect(story.try({ type: 'propose_refusal', reason: 'excessive', words: 'words-1' }, anAgent)).toMatchObject({
      refusal: { code: 'not_allowed_now' },
    });
    story.give(accept('c2', 'c2-9'), anAgent).give(approve, anAgent);
    expect(story.known.changes?.[1]).not.toHaveProperty('outcome');
    expect(carryOut(story, { c2: { outcome: 'done' } }).known.status).toBe('completed');
  });

  it('found stale and then refused leave nothing to write, and the request ends', () => {
    const story = inReview().give(accept('c1'), anAgent).give(accept('c2'), anAgent).give(approve, anAgent);
    carryOut(story, { c1: { outcome: 'done' }, c2: { outcome: 'stale', found: 'found-c2-9' } });
    story.give(refuse('c2'), anAgent).give(approve, anAgent);
    expect(phaseOf(story.known)).toBe('erase');
    story.give({ type: 'plan_erasure', collections: [] }, theWorkflow).give({ type: 'finish_erasure' }, theWorkflow);
    expect(story.known.status).toBe('partly_completed');
  });

  it('under a legal hold wait in the list of what is held back, and go on when it ends', () => {
    const story = inReview().give(accept('c1'), anAgent).give(refuse('c2'), anAgent).give(approve, anAgent);
    carryOut(story, { c1: { outcome: 'held' } });
    expect(story.known.status).toBe('partly_completed');
    expect(queueOf(story.known)).toBe('held');
    story.give({ type: 'lift_holds' }, { kind: 'system', part: 'holds' }).give({ type: 'approve_answer' }, anApprover);
    carryOut(story, { c1: { outcome: 'done' } });
    expect(story.known.changes?.[0]).toMatchObject({ outcome: 'done' });
    expect(queueOf(story.known)).toBe('closed');
  });

  it('are for who may decide, and only those that were asked for', () => {
    expect(inReview().try(accept('c1'), anAuditor)).toMatchObject({ refusal: { code: 'role_required' } });
    expect(inReview().try({ type: 'view_changes' }, anAuditor)).toMatchObject({ refusal: { code: 'role_required' } });
    expect(inReview().try(accept('c9'), anAgent)).toMatchObject({ refusal: { code: 'unknown_change' } });
    expect(Story.of(...untilReview).try({ type: 'view_changes' }, anAgent).ok).toBe(false);
  });
});

describe('whatever staff do, in whatever order', () => {
  const change = fc.constantFrom('c1', 'c2');
  const outcome = fc.constantFrom<ChangeOutcome>(
    { outcome: 'done' },
    { outcome: 'held' },
    { outcome: 'stale', found: 'found-1' },
  );
  const command: fc.Arbitrary<Command> = fc.oneof(
    change.map((id) => accept(id)),
    change.map(refuse),
    fc.constantFrom<Command>(
      approve,
      { type: 'approve_answer' },
      { type: 'return_answer', words: 'words-1' },
      { type: 'plan_erasure', collections: [member] },
      { type: 'plan_erasure', collections: [member], byHand: { [member]: '2026-11-07' } },
      { type: 'list_recipients', byRequest: [], byHand: [] },
      { type: 'finish_erasure' },
      { type: 'lift_holds' },
      { type: 'withdraw' },
    ),
    fc.tuple(fc.boolean(), fc.dictionary(change, outcome, { maxKeys: 2 })).map(([byHand, changes]): Command => {
      const done = { collection: member, deleted: 0, changed: 0, kept: 0, held: 0, changes };
      return byHand ? { type: 'attest_erasure', ...done } : { type: 'record_erasure', outcome: 'erased', ...done };
    }),
  );
  const step = fc.tuple(command, fc.constantFrom(anAgent, anApprover, theWorkflow, aDataSubject));

  /** Begins as requests do, so that random steps also strike late phases. */
  const likely = fc.subarray<readonly [Command, Actor]>(
    [
      [accept('c1'), anAgent],
      [refuse('c2'), anAgent],
      [approve, anAgent],
      [{ type: 'plan_erasure', collections: [member], byHand: { [member]: '2026-11-07' } }, theWorkflow],
      [{ type: 'plan_erasure', collections: [member] }, theWorkflow],
    ],
    { minLength: 3 },
  );
  const lives = fc.tuple(likely, fc.array(step, { maxLength: 40 }));

  it('no word of a person leaves a change open that is due there', () => {
    fc.assert(
      fc.property(lives, ([likely, steps]) => {
        const story = inReview();
        for (const [given, by] of [...likely, ...steps]) {
          const due = changesToCarryOut(story.known, member).map(({ id }) => id);
          if (story.try(given, by).ok && given.type === 'attest_erasure')
            expect(Object.keys(given.changes ?? {}).sort()).toEqual(due.toSorted());
        }
      }),
    );
  });

  it('nothing is carried out that was not accepted, or not approved since', () => {
    fc.assert(
      fc.property(fc.constantFrom(correction, withCopy), lives, (submit, [likely, steps]) => {
        const story = inReview(submit);
        for (const [given, by] of [...likely, ...steps]) story.try(given, by);
        let decided: Readonly<Record<string, string>> = {};
        let approved: Readonly<Record<string, string>> = {};
        for (const { event } of story.events) {
          if (event.type === 'ChangeDecided') decided = { ...decided, [event.change]: event.decision };
          if (event.type === 'AnswerApproved') approved = decided;
          if (event.type !== 'CollectionErased') continue;
          for (const id of Object.keys(event.changes ?? {})) expect(approved[id]).toBe('accepted');
        }
      }),
    );
  });

  it('a request that is completed has every change done as asked', () => {
    fc.assert(
      fc.property(lives, ([likely, steps]) => {
        const story = inReview();
        for (const [given, by] of [...likely, ...steps]) story.try(given, by);
        if (story.known.status !== 'completed') return;
        for (const one of story.known.changes ?? [])
          expect(one).toMatchObject({ decision: 'accepted', outcome: 'done' });
      }),
    );
  });
});
