import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeMail, legalParts } from '../../../functions/messages/index.ts';
import { effectsOf } from '../../../functions/requests/effects.ts';
import {
  type Actor,
  type Ask,
  answerMilestone,
  type Command,
  countsOf,
  decidersOf,
  grantedPart,
  type Right,
} from '../../../functions/requests/index.ts';
import { phaseOf } from '../../../functions/requests/position.ts';
import { citedReason } from '../../../functions/shared/citations.ts';
import { ferronex } from '../../support/a-portal.ts';
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
const asking = (ask: Partial<Ask>): Command => ({ type: 'submit', ask: { ...anAsk, ...ask } });
const copyAndObjection = asking({
  rights: ['access', 'objection'],
  uses: ['analysis_algorithms'],
  erasure: { waitingDays: 0, approvals: 1 },
});
const everything = asking({
  rights: ['access', 'objection', 'restriction', 'deletion'],
  uses: ['analysis_algorithms'],
  erasure: { waitingDays: 7 },
});
const refuse = (right: Right): Command => ({
  type: 'refuse_right',
  right,
  reason: right === 'objection' ? 'compelling_grounds' : 'excessive',
  words: `words-${right}`,
});
const copied: Command = {
  type: 'record_package',
  packageId: '1',
  bytes: 9,
  expiresAt: '2026-11-30T10:00:00.000Z',
};
const inReview = (submit: Command) => Story.of([submit, aDataSubject], ...untilReview.slice(1));
const approve = (story: Story) => story.give({ type: 'approve' }, anAgent).give({ type: 'approve_answer' }, anApprover);
const carryOut = (story: Story) =>
  story
    .give({ type: 'plan_erasure', collections: [member] }, theWorkflow)
    .give(
      { type: 'record_erasure', collection: member, outcome: 'erased', deleted: 0, changed: 1, kept: 0, held: 0 },
      theWorkflow,
    )
    .give({ type: 'list_recipients', byRequest: [], byHand: [] }, theWorkflow)
    .give({ type: 'finish_erasure' }, theWorkflow);
const mails = (story: Story) =>
  story.events.flatMap((recorded, index) =>
    effectsOf(story.stateBefore(index), recorded).flatMap((effect) =>
      effect.kind === 'mail' && effect.to === undefined ? effect.milestone : [],
    ),
  );
const context = { organisation: ferronex, siteUrl: 'https://privacy.example' };

describe('one right of several', () => {
  it('is refused while the others are granted: two people agree, and only those are carried out', () => {
    const story = inReview(copyAndObjection).give(refuse('objection'), anAgent).give({ type: 'approve' }, anAgent);
    expect(story.known.status).toBe('awaiting_approval');
    expect(story.try({ type: 'approve_answer' }, { ...anAgent, roles: ['approver'] } as Actor)).toMatchObject({
      refusal: { code: 'same_person' },
    });
    story.give({ type: 'approve_answer' }, anApprover);
    expect(story.known.erasing).toBeUndefined();
    expect(phaseOf(story.known)).toBe('fulfil');
    story.give(copied, theWorkflow);
    expect(story.known.status).toBe('partly_completed');
    expect(mails(story)).toEqual(['confirmation_code', 'receipt', 'access_ready']);
    expect(decidersOf(story.events)).toEqual(['staff-1', 'staff-2']);
  });

  it('a refused copy is not built, and what is noted goes at once', () => {
    const story = approve(inReview(copyAndObjection).give(refuse('access'), anAgent));
    expect(phaseOf(story.known)).toBe('erase');
    expect(carryOut(story).known.status).toBe('partly_completed');
    expect(mails(story)).toEqual(['confirmation_code', 'receipt', 'choices_noted']);
  });

  it('a refused deletion has nothing to wait for, and says nothing of what would have been deleted', () => {
    const story = approve(inReview(everything).give(refuse('deletion'), anAgent).give(refuse('access'), anAgent));
    expect(story.known.erasing).toMatchObject({ from: story.now, startedAt: story.now });
    carryOut(story);
    expect(mails(story)).toEqual(['confirmation_code', 'receipt', 'choices_noted']);
    const deleting = approve(inReview(everything).give(refuse('objection'), anAgent)).give(copied, theWorkflow);
    expect(phaseOf(deleting.known)).toBe('waiting_period');
    expect(mails(deleting)).toContain('deletion_scheduled');
    expect(grantedPart(deleting.known)).toMatchObject({ rights: ['access', 'restriction', 'deletion'] });
    expect(grantedPart(deleting.known).uses).toBeUndefined();
  });

  it('can be granted after all, as long as nothing is carried out', () => {
    const story = inReview(copyAndObjection).give(refuse('objection'), anAgent);
    story.give({ type: 'grant_right', right: 'objection' }, anAgent);
    expect(story.known).not.toHaveProperty('rightRefusals');
    expect(story.give({ type: 'approve' }, anAgent).known.status).toBe('fulfilling');
    expect(story.try(refuse('objection'), anAgent)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
  });

  it('sent back by the second person, is decided again', () => {
    const story = inReview(copyAndObjection).give(refuse('objection'), anAgent).give({ type: 'approve' }, anAgent);
    story.give({ type: 'return_answer', words: 'words-9' }, anApprover);
    expect(story.known).toMatchObject({ status: 'in_review', rightRefusals: { objection: { by: 'staff-1' } } });
    story.give({ type: 'grant_right', right: 'objection' }, anAgent).give({ type: 'approve' }, anAgent);
    expect(story.known.status).toBe('fulfilling');
  });

  it('all of them refused are a refusal of the request', () => {
    const story = inReview(copyAndObjection).give(refuse('objection'), anAgent).give(refuse('access'), anAgent);
    expect(story.try({ type: 'approve' }, anAgent)).toMatchObject({ refusal: { code: 'rights_all_refused' } });
  });

  it('needs a reason that fits it, and somebody who may decide', () => {
    const story = inReview(copyAndObjection);
    const unfit: Command = { type: 'refuse_right', right: 'access', reason: 'compelling_grounds', words: 'words-1' };
    expect(story.try(unfit, anAgent)).toMatchObject({ refusal: { code: 'reason_not_applicable' } });
    expect(story.try(refuse('deletion'), anAgent)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
    expect(story.try(refuse('access'), anAuditor)).toMatchObject({ refusal: { code: 'role_required' } });
    expect(Story.of(...untilReview).try(refuse('access'), anAgent)).toMatchObject({
      refusal: { code: 'not_allowed_now' },
    });
  });

  it('of a company’s last administrator: without the cancellation there is nothing to hand over', () => {
    const standing = { accounts: member, others: 1, administrators: 0, needsHandover: true, isLast: false };
    const submit = asking({ rights: ['access', 'account_cancellation'], erasure: { waitingDays: 7 } });
    const story = Story.of([submit, aDataSubject], ...untilReview.slice(1, 4));
    story.give({ type: 'record_company', ...standing }, theWorkflow);
    for (const [command, actor] of untilReview.slice(4)) story.give(command, actor);
    expect(story.try({ type: 'approve' }, anAgent)).toMatchObject({ refusal: { code: 'handover_needed' } });
    expect(approve(story.give(refuse('account_cancellation'), anAgent)).known.erasing).toBeUndefined();
  });

  it('counts as refused, and the others as partly done', () => {
    const story = approve(inReview(copyAndObjection).give(refuse('objection'), anAgent));
    const before = story.known;
    story.give(copied, theWorkflow);
    expect(countsOf(before, story.known)?.add).toMatchObject({
      'closed:partly_completed': 1,
      'closed:access:partly_completed': 1,
      'closed:objection:refused': 1,
    });
  });
});

describe('the answer that refuses a part', () => {
  it.each(['en', 'zh'])(
    'says in %s what is refused, why, and where to complain, in each mail that can answer',
    (language) => {
      for (const [right, milestone] of [
        ['access', 'choices_noted'],
        ['restriction', 'access_ready'],
      ] as const) {
        const submit = asking({
          rights: ['access', 'restriction'],
          language,
          erasure: { waitingDays: 0, approvals: 1 },
        });
        const story = approve(inReview(submit).give(refuse(right), anAgent));
        expect(answerMilestone(story.known)).toBe(milestone);
        if (right === 'access') carryOut(story);
        else story.give(copied, theWorkflow);
        expect(mails(story).at(-1)).toBe(milestone);
        const name = ferronex.rights.find((rule) => rule.right === right)?.name?.[language] ?? '?';
        const text = composeMail(story.known, milestone, context)?.text;
        expect(text).toContain(name);
        expect(text).toContain(citedReason(ferronex, story.known.law, 'excessive')?.[language]);
        for (const part of legalParts(story.known, milestone, context)) expect(part).toMatchObject({ said: true });
        expect(legalParts(story.known, milestone, context).length).toBeGreaterThan(0);
      }
    },
  );

  it('lacks its reasons where the mail does not say them', () => {
    const story = inReview(copyAndObjection).give(refuse('objection'), anAgent);
    expect(legalParts(story.known, 'withdrawn', context)).toContainEqual(
      expect.objectContaining({ clause: 'reasons', said: false }),
    );
  });
});

describe('whatever staff decide, in whatever order', () => {
  const right = fc.constantFrom<Right>('access', 'objection', 'restriction', 'deletion');
  const command: fc.Arbitrary<Command> = fc.oneof(
    right.map(refuse),
    right.map((one) => ({ type: 'grant_right' as const, right: one })),
    fc.constantFrom<Command>(
      { type: 'approve' },
      { type: 'approve_answer' },
      { type: 'return_answer', words: 'words-1' },
      { type: 'start_erasure' },
      { type: 'plan_erasure', collections: [member] },
      { type: 'record_erasure', collection: member, outcome: 'erased', deleted: 1, changed: 0, kept: 0, held: 0 },
      { type: 'list_recipients', byRequest: [], byHand: [] },
      { type: 'finish_erasure' },
      copied,
    ),
  );
  const steps = fc.array(fc.tuple(command, fc.constantFrom(anAgent, anApprover, theWorkflow)), { maxLength: 50 });

  it('what is refused is agreed by two, never carried out, and leaves the answer partly done', () => {
    fc.assert(
      fc.property(steps, (life) => {
        const story = inReview(everything);
        for (const [given, by] of life) {
          story.try(given, by);
          story.now = new Date(Date.parse(story.now) + 86_400_000).toISOString();
        }
        const refused = new Set<Right>();
        let agreed: ReadonlySet<Right> | undefined;
        let proposedBy = '';
        for (const { event, actor } of story.events) {
          if (event.type === 'RightRefused') refused.add(event.right);
          if (event.type === 'RightGranted') refused.delete(event.right);
          if (event.type === 'AnswerProposed') proposedBy = actor.kind === 'staff' ? actor.id : '';
          if (event.type === 'AnswerApproved') {
            agreed = new Set(refused);
            expect(agreed.size).toBeLessThan(4);
            expect(actor.kind === 'staff' && actor.id).not.toBe(proposedBy);
          }
          if (event.type === 'PackageBuilt') expect(agreed?.has('access')).toBe(false);
          if (event.type === 'RequestCompleted') expect(agreed?.size).toBe(0);
        }
        if (agreed) expect(new Set(refused)).toEqual(agreed);
      }),
    );
  });
});
