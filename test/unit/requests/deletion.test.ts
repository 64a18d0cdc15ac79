import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../../functions/requests/effects.ts';
import {
  type Actor,
  type Command,
  evolve,
  nextDue,
  queueOf,
  type RequestEvent,
} from '../../../functions/requests/index.ts';
import { phaseOf } from '../../../functions/requests/position.ts';
import { aDataSubject, anAgent, anApprover, anAsk, Story, theWorkflow, untilReview } from '../../support/a-request.ts';

const deletion: Command = { type: 'submit', ask: { ...anAsk, rights: ['deletion'], erasure: { waitingDays: 7 } } };
const both: Command = {
  type: 'submit',
  ask: { ...anAsk, rights: ['access', 'deletion'], erasure: { waitingDays: 7 } },
};
const reviewed = (submit: Command) => [[submit, aDataSubject] as const, ...untilReview.slice(1)];
const approved = (submit: Command) =>
  Story.of(...reviewed(submit), [{ type: 'approve' }, anAgent], [{ type: 'approve_answer' }, anApprover]);
const collections = ['members.member', 'trade.orders'];
const nothing = { deleted: 0, changed: 0, kept: 0, held: 0 };
const erased = (collection: string, numbers: Partial<typeof nothing> = {}): Command => ({
  type: 'record_erasure',
  collection,
  outcome: 'erased',
  ...nothing,
  ...numbers,
});
const types = (story: Story): RequestEvent['type'][] => story.events.map(({ event }) => event.type);
const aPackage: Command = {
  type: 'record_package',
  packageId: '1',
  bytes: 9,
  expiresAt: '2026-11-16T10:00:00.000Z',
};

function afterWaiting(story: Story): Story {
  story.now = '2026-11-09T10:00:00.000Z';
  return story.give({ type: 'start_erasure' }, theWorkflow);
}

describe('a deletion', () => {
  it('needs a second person, then waits, then changes the stores', () => {
    const story = approved(deletion);
    expect(story.known).toMatchObject({
      status: 'fulfilling',
      waitingFor: 'waiting_period',
      erasing: { from: '2026-11-09T10:00:00.000Z' },
      decision: { by: 'staff-1', approvedBy: 'staff-2' },
    });
    expect(phaseOf(story.known)).toBe('waiting_period');
    expect(story.try({ type: 'start_erasure' }, theWorkflow)).toMatchObject({ refusal: { code: 'too_early' } });
    afterWaiting(story);
    expect(phaseOf(story.known)).toBe('erase');
    story
      .give({ type: 'plan_erasure', collections }, theWorkflow)
      .give(erased('members.member', { deleted: 1 }), theWorkflow)
      .give(erased('trade.orders', { deleted: 2 }), theWorkflow)
      .give({ type: 'finish_erasure' }, theWorkflow);
    expect(story.known.status).toBe('completed');
    expect(story.known.erasing?.finishedAt).toBe(story.now);
  });

  it.each([
    ['reduced', { changed: 1 }],
    ['kept', { kept: 1 }],
    ['held', { held: 1 }],
  ])('of which something is %s is completed in part', (_, numbers) => {
    const story = afterWaiting(approved(deletion))
      .give({ type: 'plan_erasure', collections: ['trade.orders'] }, theWorkflow)
      .give(erased('trade.orders', numbers), theWorkflow)
      .give({ type: 'finish_erasure' }, theWorkflow);
    expect(story.known.status).toBe('partly_completed');
  });

  it('is not approved by who proposed it, and can be sent back', () => {
    const chief: Actor = { kind: 'staff', id: 'staff-3', roles: ['privacy-officer'] };
    const story = Story.of(...reviewed(deletion), [{ type: 'approve' }, chief]);
    expect(story.try({ type: 'approve_answer' }, chief)).toMatchObject({ refusal: { code: 'same_person' } });
    expect(story.try({ type: 'approve_answer' }, anAgent)).toMatchObject({ refusal: { code: 'role_required' } });
    expect(story.try({ type: 'approve_refusal' }, anApprover)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
    story.give({ type: 'return_answer', words: 'words-9' }, anApprover);
    expect(story.known).toMatchObject({ status: 'in_review', waitingFor: 'review' });
    expect(story.known.decision).toBeUndefined();
  });

  it('can be taken back until it starts, and not after', () => {
    expect(approved(deletion).give({ type: 'withdraw' }, aDataSubject).known.status).toBe('withdrawn');
    expect(afterWaiting(approved(deletion)).try({ type: 'withdraw' }, aDataSubject)).toMatchObject({
      refusal: { code: 'not_allowed_now' },
    });
  });

  it('does not close while a collection failed or is missing, and tries just those again', () => {
    const story = afterWaiting(approved(deletion));
    expect(story.try({ type: 'finish_erasure' }, theWorkflow)).toMatchObject({ ok: false });
    story
      .give({ type: 'plan_erasure', collections }, theWorkflow)
      .give(erased('members.member', { deleted: 1 }), theWorkflow)
      .give({ ...erased('trade.orders'), outcome: 'failed', reason: 'store_refused' } as Command, theWorkflow);
    expect(story.try({ type: 'finish_erasure' }, theWorkflow)).toEqual({
      ok: false,
      refusal: { code: 'collections_unfinished', collections: ['trade.orders'] },
    });
    story.give({ type: 'plan_erasure', collections }, theWorkflow);
    expect(story.events.at(-1)?.event).toEqual({ type: 'ErasurePlanned', collections: ['trade.orders'] });
    story.give(erased('trade.orders', { deleted: 3 }), theWorkflow).give({ type: 'finish_erasure' }, theWorkflow);
    expect(story.known.status).toBe('completed');
  });

  it('held back in part goes on when the hold has ended and staff agree, without waiting again', () => {
    const story = afterWaiting(approved(deletion))
      .give({ type: 'plan_erasure', collections }, theWorkflow)
      .give(erased('members.member', { deleted: 1 }), theWorkflow)
      .give(erased('trade.orders', { held: 2 }), theWorkflow)
      .give({ type: 'finish_erasure' }, theWorkflow);
    expect(queueOf(story.known)).toBe('held');
    expect(nextDue(story.known)).toBeUndefined();
    story.give({ type: 'lift_holds' }, theWorkflow);
    expect(story.known).toMatchObject({ status: 'awaiting_approval', waitingFor: 'approval', workflowAttempt: 2 });
    expect(story.known.closedAt).toBeUndefined();
    expect(queueOf(story.known)).toBe('open');
    story.give({ type: 'approve_answer' }, anApprover);
    expect(phaseOf(story.known)).toBe('erase');
    expect(story.try({ type: 'withdraw' }, aDataSubject)).toMatchObject({ ok: false });
    story
      .give({ type: 'plan_erasure', collections }, theWorkflow)
      .give(erased('members.member'), theWorkflow)
      .give(erased('trade.orders', { deleted: 2 }), theWorkflow)
      .give({ type: 'finish_erasure' }, theWorkflow);
    expect(story.known.status).toBe('completed');
    expect(queueOf(story.known)).toBe('closed');
    const mails = story.events.flatMap((recorded, index) => effectsOf(story.stateBefore(index), recorded));
    expect(mails.filter((effect) => effect.kind === 'mail' && effect.milestone === 'deletion_scheduled')).toHaveLength(
      1,
    );
  });

  describe('is announced to every address on record', () => {
    const note = (addresses: number): Command => ({ type: 'note_addresses', addresses });
    const noted = (submit: Command, addresses: number) =>
      Story.of(
        [submit, aDataSubject],
        ...untilReview.slice(1, -1),
        [note(addresses), theWorkflow],
        [{ type: 'finish_gathering' }, theWorkflow],
      );
    const announcements = (story: Story) =>
      story.events
        .flatMap((recorded, index) => effectsOf(story.stateBefore(index), recorded))
        .filter((effect) => effect.kind === 'mail' && effect.milestone === 'erasure_announced');

    it('in the step that approves it, each by a mail of its own', () => {
      const story = noted(deletion, 2).give({ type: 'approve' }, anAgent);
      expect(announcements(story)).toEqual([]);
      story.give({ type: 'approve_answer' }, anApprover);
      expect(announcements(story)).toEqual([
        expect.objectContaining({ outboxId: '00000010-1-erasure_announced', addressOnRecord: 1 }),
        expect.objectContaining({ outboxId: '00000010-2-erasure_announced', addressOnRecord: 2 }),
      ]);
    });

    it('not again when the rest goes on after a hold', () => {
      const story = noted(deletion, 1).give({ type: 'approve' }, anAgent).give({ type: 'approve_answer' }, anApprover);
      afterWaiting(story)
        .give({ type: 'plan_erasure', collections }, theWorkflow)
        .give(erased('members.member', { deleted: 1 }), theWorkflow)
        .give(erased('trade.orders', { held: 2 }), theWorkflow)
        .give({ type: 'finish_erasure' }, theWorkflow)
        .give({ type: 'lift_holds' }, theWorkflow)
        .give({ type: 'approve_answer' }, anApprover);
      expect(announcements(story)).toHaveLength(1);
    });

    it('as the last gathering found them, noted once each time', () => {
      const story = Story.of([deletion, aDataSubject], ...untilReview.slice(1, -2));
      const failed = { type: 'record_collection', collection: 'trade.orders', gathering: 1 } as const;
      story
        .give({ ...failed, outcome: 'failed', count: 0 }, theWorkflow)
        .give(note(0), theWorkflow)
        .give(note(2), theWorkflow)
        .give(note(2), theWorkflow)
        .give({ type: 'finish_gathering' }, theWorkflow)
        .give({ type: 'retry_collection', collection: 'trade.orders', dependents: [] }, anAgent)
        .give({ ...failed, gathering: 2, outcome: 'nothing', count: 0 }, theWorkflow)
        .give(note(0), theWorkflow);
      expect(story.events.flatMap(({ event }) => (event.type === 'AddressesNoted' ? [event.addresses] : []))).toEqual([
        2, 0,
      ]);
      expect(story.known.addressesOnRecord).toEqual({ gathering: 2, count: 0 });
    });

    it('only where something waits, and by nobody but the system', () => {
      const copy = Story.of(...untilReview.slice(0, -1));
      expect(copy.try(note(1), theWorkflow)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
      const story = Story.of([deletion, aDataSubject], ...untilReview.slice(1, -1));
      for (const actor of [aDataSubject, anApprover])
        expect(story.try(note(1), actor)).toMatchObject({ refusal: { code: 'role_required' } });
    });
  });

  it('is not opened again while nothing was held back', () => {
    const story = afterWaiting(approved(deletion))
      .give({ type: 'plan_erasure', collections }, theWorkflow)
      .give(erased('members.member', { kept: 1 }), theWorkflow)
      .give(erased('trade.orders', { deleted: 2 }), theWorkflow)
      .give({ type: 'finish_erasure' }, theWorkflow);
    expect(queueOf(story.known)).toBe('closed');
    expect(story.try({ type: 'lift_holds' }, theWorkflow)).toMatchObject({ refusal: { code: 'not_allowed_now' } });
  });

  it('asked together with a copy hands out the copy first', () => {
    const story = approved(both);
    expect(phaseOf(story.known)).toBe('fulfil');
    story.now = '2026-11-20T10:00:00.000Z';
    expect(story.try({ type: 'start_erasure' }, theWorkflow)).toMatchObject({ ok: false });
    story.now = '2026-11-02T11:00:00.000Z';
    story.give(aPackage, theWorkflow);
    expect(story.known).toMatchObject({ status: 'fulfilling', waitingFor: 'waiting_period' });
    story.give({ type: 'release_download' }, aDataSubject);
    expect(phaseOf(afterWaiting(story).known)).toBe('erase');
    expect(types(story).filter((type) => type === 'PackageBuilt')).toHaveLength(1);
  });

  it('never begins before two people agreed and the waiting period was over, whatever is tried', () => {
    const commands: readonly Command[] = [
      { type: 'approve' },
      { type: 'approve_answer' },
      { type: 'return_answer', words: 'words-1' },
      { type: 'propose_refusal', reason: 'excessive', words: 'words-2' },
      { type: 'approve_refusal' },
      { type: 'start_erasure' },
      { type: 'plan_erasure', collections },
      erased('members.member', { deleted: 1 }),
      erased('trade.orders', { held: 1 }),
      { type: 'finish_erasure' },
      { type: 'withdraw' },
      aPackage,
    ];
    const actors = [aDataSubject, theWorkflow, anAgent, anApprover];
    const step = fc.tuple(fc.constantFrom(...commands), fc.constantFrom(...actors), fc.integer({ min: 0, max: 5 }));
    fc.assert(
      fc.property(fc.constantFrom(deletion, both), fc.array(step, { maxLength: 60 }), (submit, steps) => {
        const story = Story.of(...reviewed(submit));
        for (const [command, actor, days] of steps) {
          story.now = new Date(Date.parse(story.now) + days * 86_400_000).toISOString();
          story.try(command, actor);
        }
        const at = new Map<string, string>();
        const by = new Map<string, string>();
        for (const [index, recorded] of story.events.entries()) {
          const { event, at: when, actor } = recorded;
          const before = story.stateBefore(index);
          const startedAt = evolve(before, recorded).erasing?.startedAt;
          at.set(event.type, when);
          by.set(event.type, actor.kind === 'staff' ? actor.id : actor.kind);
          if (event.type === 'AnswerApproved') expect(by.get('AnswerApproved')).not.toBe(by.get('AnswerProposed'));
          if (startedAt !== undefined)
            expect(Date.parse(startedAt) - Date.parse(at.get('AnswerApproved') ?? '')).toBeGreaterThanOrEqual(
              7 * 86_400_000,
            );
          if (event.type === 'CollectionErased') expect(before?.erasing?.startedAt).toBeDefined();
          if (event.type === 'RequestWithdrawn') expect(before?.erasing?.startedAt).toBeUndefined();
        }
      }),
    );
  });
});
