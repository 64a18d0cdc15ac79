import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompanyBusy, turnTaker } from '../../../functions/discovery/company-turn.ts';
import type { Command } from '../../../functions/requests/index.ts';
import { aDataSubject, anAgent, anApprover, anAsk, Story, theWorkflow, untilReview } from '../../support/a-request.ts';
import { FakeCompanyTurns } from '../../support/fake-company-turns.ts';

const accounts = 'members.member';
const submit: Command = {
  type: 'submit',
  ask: { ...anAsk, rights: ['account_cancellation'], erasure: { waitingDays: 7 } },
};

/** Administrators of one company of whom all but the last cancel, or all; each an approved request whose days are over. */
class World {
  readonly turns = new FakeCompanyTurns();
  readonly inUse: Set<string>;
  readonly requests: Map<string, Story>;

  constructor(administrators: number) {
    const ids = Array.from({ length: administrators }, (_, i) => `request-${i + 1}`);
    this.inUse = new Set(ids);
    this.requests = new Map(
      ids.map((id) => {
        const story = Story.of([submit, aDataSubject], ...untilReview.slice(1, -1));
        story
          .give({ type: 'record_company', ...this.standing(id) }, theWorkflow)
          .give({ type: 'finish_gathering' }, theWorkflow)
          .give({ type: 'approve' }, anAgent)
          .give({ type: 'approve_answer' }, anApprover);
        story.now = '2026-11-10T10:00:00.000Z';
        return [id, story.give({ type: 'start_erasure' }, theWorkflow)];
      }),
    );
  }

  /** Ten employees beside them. */
  standing(id: string) {
    const administrators = [...this.inUse].filter((other) => other !== id).length;
    const others = 10 + administrators;
    return { accounts, others, administrators, needsHandover: administrators === 0, isLast: false };
  }

  story(id: string): Story {
    const story = this.requests.get(id);
    if (!story) throw new Error(`no ${id}`);
    return story;
  }
}

type Pause = (at: string) => Promise<void>;

/** What gatherer and erasers do for one of them, with a pause before each step that others see. */
async function carryOut(world: World, id: string, fails: readonly boolean[], pause: Pause): Promise<void> {
  const story = world.story(id);
  const takeTurn = turnTaker({
    turns: {
      last: async (company) => pause('look').then(() => world.turns.last(company)),
      take: async (...given) => pause('take').then(() => world.turns.take(...given)),
    },
    requests: { load: async (other) => pause('load').then(() => world.story(other).known) },
  });
  for (const failsAfterwards of [...fails, false]) {
    const { gathering } = story.known;
    let outcome: 'found' | 'failed' = failsAfterwards ? 'failed' : 'found';
    try {
      await takeTurn(accounts, 'C2', { requestId: id, gathering });
      await pause('count');
      const standing = world.standing(id);
      await pause('record');
      story.give({ type: 'record_company', ...standing }, theWorkflow);
    } catch (error) {
      if (!(error instanceof CompanyBusy)) throw error;
      outcome = 'failed';
    }
    await pause('end');
    story
      .give({ type: 'record_collection', collection: accounts, gathering, outcome, count: 1 }, theWorkflow)
      .give({ type: 'finish_gathering' }, theWorkflow);
    if (story.known.status !== 'in_review' || story.known.company?.changed) break;
    await pause('retry');
    story.give({ type: 'retry_collection', collection: accounts, dependents: [] }, anAgent);
  }
  if (!story.known.erasing?.startedAt) return;
  await pause('erase');
  world.inUse.delete(id);
  await pause('close');
  story
    .give({ type: 'plan_erasure', collections: [accounts] }, theWorkflow)
    .give(
      { type: 'record_erasure', collection: accounts, outcome: 'erased', deleted: 0, changed: 1, kept: 0, held: 0 },
      theWorkflow,
    )
    .give({ type: 'finish_erasure' }, theWorkflow);
}

const administrators = fc.integer({ min: 2, max: 3 });
const failures = fc.array(fc.array(fc.boolean(), { maxLength: 3 }), { minLength: 3, maxLength: 3 });

describe('administrators who all cancel in the same days', () => {
  it('never all go, in whatever order they are counted, fail and are tried again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), administrators, failures, async (scheduler, count, fails) => {
        const world = new World(count);
        const pause: Pause = async (at) => scheduler.schedule(Promise.resolve(), at);
        const all = [...world.requests.keys()].map((id, i) => carryOut(world, id, fails[i] ?? [], pause));
        await scheduler.waitFor(Promise.all(all));
        expect(world.inUse.size).toBeGreaterThan(0);
        for (const id of world.inUse) expect(world.story(id).known.status).not.toBe('fulfilling');
      }),
      { numRuns: 300 },
    );
  });

  it('go one after the other until one is left, who is stopped', async () => {
    const world = new World(3);
    for (const id of world.requests.keys()) await carryOut(world, id, [], async () => undefined);
    expect([...world.requests.values()].map(({ known }) => known.status)).toEqual(
      ['completed', 'completed', 'in_review'].map((status) =>
        status === 'completed' ? expect.stringMatching(/completed$/) : status,
      ),
    );
    expect(world.story('request-3').known.company).toMatchObject({ needsHandover: true, changed: true });
  });

  it('wait for who has the turn, and take over from who has lost it', async () => {
    const world = new World(2);
    const { turns } = world;
    const takeTurn = turnTaker({ turns, requests: { load: async (id) => world.story(id).known } });
    const [first, second] = ['request-1', 'request-2'].map((requestId) => ({ requestId, gathering: 2 }));
    if (!first || !second) throw new Error('two requests');
    await takeTurn(accounts, 'C2', first);
    await takeTurn(accounts, 'C2', first);
    await expect(takeTurn(accounts, 'C2', second)).rejects.toBeInstanceOf(CompanyBusy);
    await takeTurn(accounts, 'C3', second);
    await takeTurn('others.accounts', 'C2', second);
    world.story('request-1').give({ type: 'withdraw' }, aDataSubject);
    await takeTurn(accounts, 'C2', second);
    await takeTurn(accounts, 'C2', { ...second, gathering: 3 });
    // Of a count that was given up long ago.
    await expect(takeTurn(accounts, 'C2', second)).rejects.toBeInstanceOf(CompanyBusy);
  });
});
