import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  type Command,
  closedStatuses,
  evolve,
  firstTamperedEvent,
  type RecordedEvent,
  type RequestStatus,
} from '../../../functions/requests/index.ts';
import { phaseOf } from '../../../functions/requests/position.ts';
import { aDataSubject, anAgent, anApprover, anAsk, anAuditor, Story, theWorkflow } from '../../support/a-request.ts';

const collections = ['members.member', 'trade.orders'];
const collection = fc.constantFrom(...collections, 'not.mapped');

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constantFrom<Command>(
    { type: 'submit', ask: anAsk },
    { type: 'confirm_email' },
    { type: 'expire_confirmation' },
    { type: 'withdraw' },
    { type: 'match_account', account: 'on_record' },
    { type: 'match_account', account: 'not_on_record' },
    { type: 'accept_identity' },
    { type: 'fail_identity' },
    { type: 'plan_gathering', collections },
    { type: 'note_holds', matters: ['matter-1'] },
    { type: 'finish_gathering' },
    { type: 'ask_member', words: 'words-3' },
    { type: 'answer_question', words: 'answer-1' },
    { type: 'close_question' },
    {
      type: 'close_duplicate',
      original: { ...anAsk, id: 'request-0', status: 'in_review', confirmedAt: anAsk.confirmBy },
    },
    { type: 'extend_deadline', reason: 'complexity', words: 'words-4' },
    { type: 'correct_law', law: 'uk-gdpr', calendar: 'gb-eng', words: 'words-5' },
    { type: 'approve' },
    { type: 'answer_complaint', words: 'words-3' },
    { type: 'propose_refusal', reason: 'excessive', words: 'words-1' },
    { type: 'approve_refusal' },
    { type: 'return_refusal', words: 'words-2' },
    { type: 'record_package', packageId: '1', bytes: 1, expiresAt: '2026-12-01T00:00:00.000Z' },
    { type: 'release_download' },
    { type: 'delete_export' },
    { type: 'assign', assignee: 'staff-1' },
    { type: 'park', step: 'BuildPackage', error: 'Fault' },
    { type: 'retry_parked' },
    { type: 'restart_workflow' },
  ),
  fc.record({
    type: fc.constant('record_collection' as const),
    collection,
    gathering: fc.integer({ min: 1, max: 3 }),
    outcome: fc.constantFrom('found' as const, 'nothing' as const, 'failed' as const),
    count: fc.nat({ max: 5 }),
  }),
  fc.record({ type: fc.constant('retry_collection' as const), collection, dependents: fc.subarray(collections) }),
  fc.record({ type: fc.constant('view_findings' as const), collection }),
);

const actor: fc.Arbitrary<Actor> = fc.constantFrom(aDataSubject, theWorkflow, anAgent, anApprover, anAuditor);
const step = fc.record({ command, actor, wait: fc.constantFrom(0, 0, 0, 3_600_000, 86_400_000) });

/** A likely life, so that random commands also strike late phases. */
const likely: fc.Arbitrary<readonly (readonly [Command, Actor])[]> = fc.subarray(
  [
    [{ type: 'submit', ask: anAsk }, aDataSubject],
    [{ type: 'confirm_email' }, aDataSubject],
    [{ type: 'match_account', account: 'on_record' }, theWorkflow],
    [{ type: 'plan_gathering', collections }, theWorkflow],
    [
      { type: 'record_collection', collection: 'members.member', gathering: 1, outcome: 'found', count: 1 },
      theWorkflow,
    ],
    [
      { type: 'record_collection', collection: 'trade.orders', gathering: 1, outcome: 'nothing', count: 0 },
      theWorkflow,
    ],
    [{ type: 'finish_gathering' }, theWorkflow],
    [{ type: 'approve' }, anAgent],
  ] as (readonly [Command, Actor])[],
  { minLength: 5 },
);

const lives = fc.tuple(likely, fc.array(step, { maxLength: 60 }));

function live([start, steps]: typeof lives extends fc.Arbitrary<infer Life> ? Life : never): Story {
  const story = new Story();
  for (const [given, by] of start) story.try(given, by);
  for (const { command: given, actor: by, wait } of steps) {
    story.now = new Date(Date.parse(story.now) + wait).toISOString();
    story.try(given, by);
  }
  return story;
}

describe('whatever is asked of a request, in whatever order', () => {
  it('a closed request stays closed, in the status it was closed with', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const story = live(life);
        let closed: RequestStatus | undefined;
        let state: ReturnType<typeof evolve> | undefined;
        for (const event of story.events) {
          state = evolve(state, event);
          if (closed) expect(state.status).toBe(closed);
          if (closedStatuses.has(state.status)) closed = state.status;
        }
      }),
    );
  });

  it('nothing is approved, packaged or released before the email was confirmed and the identity verified', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const seen = new Set<string>();
        for (const { event } of live(life).events) {
          if (event.type === 'GatheringPlanned') expect(seen).toContain('IdentityVerified');
          if (event.type === 'IdentityVerified') expect(seen).toContain('EmailConfirmed');
          if (event.type === 'AnswerApproved') expect(seen).toContain('GatheringFinished');
          if (event.type === 'PackageBuilt') expect(seen).toContain('AnswerApproved');
          if (event.type === 'DownloadReleased') expect(seen).toContain('PackageBuilt');
          seen.add(event.type);
        }
      }),
    );
  });

  it('nobody approves a refusal they proposed', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { state } = live(life);
        if (state?.status === 'refused') expect(state.decision?.approvedBy).not.toBe(state.decision?.by);
      }),
    );
  });

  it('an approved answer has no collection that is missing or failed', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { state } = live(life);
        if (state?.decision?.kind !== 'approve') return;
        for (const { outcome } of Object.values(state.collections)) expect(['found', 'nothing']).toContain(outcome);
      }),
    );
  });

  it('the state is what the events say, and repeating the last command changes nothing', () => {
    fc.assert(
      fc.property(lives, step, (life, last) => {
        const story = live(life);
        const folded = story.events.reduce<ReturnType<typeof evolve> | undefined>(evolve, undefined);
        expect(folded).toEqual(story.state);
        // A refused or returned refusal may be proposed anew.
        const repeatable = !['propose_refusal', 'release_download', 'restart_workflow'].includes(last.command.type);
        if (story.try(last.command, last.actor).ok && repeatable) {
          const length = story.events.length;
          story.try(last.command, last.actor);
          expect(story.events).toHaveLength(length);
        }
      }),
    );
  });

  it('a workflow that reads the position always knows where to go on', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { state } = live(life);
        if (!state || state.status === 'awaiting_confirmation') return;
        const phase = phaseOf(state);
        expect(phase === 'done').toBe(closedStatuses.has(state.status));
        const waits = { in_review: 'review', awaiting_approval: 'approval' } as Readonly<Record<string, string>>;
        const asked = state.status === 'verifying_identity' && state.identityQuestion ? 'identity' : undefined;
        // Who waits for the member still waits for what it waited for before.
        const before = state.clarifications?.at(-1)?.about === 'identity' ? 'identity' : 'review';
        const member = state.status === 'awaiting_member' ? before : undefined;
        expect(state.waitingFor).toBe(waits[state.status] ?? member ?? asked);
      }),
    );
  });

  it('the chain verifies, and every change to it shows', () => {
    fc.assert(
      fc.property(lives, fc.nat(), fc.constantFrom('drop', 'swap', 'edit', 'truncate'), (life, pick, attack) => {
        const { events, state } = live(life);
        if (!state || events.length < 2) return;
        expect(firstTamperedEvent(events, state)).toBeUndefined();
        const at = pick % (events.length - 1);
        expect(firstTamperedEvent(tamper(events, at, attack), state)).toBeDefined();
      }),
    );
  });
});

function tamper(events: readonly RecordedEvent[], at: number, attack: string): readonly RecordedEvent[] {
  const one = events[at];
  const next = events[at + 1];
  if (!one || !next) return [];
  if (attack === 'drop') return events.toSpliced(at, 1);
  if (attack === 'swap') return events.toSpliced(at, 2, next, one);
  if (attack === 'truncate') return events.slice(0, at);
  return events.with(at, { ...one, at: '2020-01-01T00:00:00.000Z' });
}
