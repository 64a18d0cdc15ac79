import { describe, expect, test } from 'vitest';
import { holdLifter } from '../../../functions/holds/lift-holds.ts';
import { commandHandler } from '../../../functions/requests/index.ts';
import { aDataSubject, anAgent, anApprover, anAsk, Story, theWorkflow, untilReview } from '../../support/a-request.ts';
import { fakeHoldStore } from '../../support/fake-hold-store.ts';
import { fakeRequestStore } from '../../support/fake-request-store.ts';

const now = '2026-11-20T10:00:00.000Z';

/** A deletion of which two orders were held back. */
function heldBack(): Story {
  const story = Story.of(
    [{ type: 'submit', ask: { ...anAsk, rights: ['deletion'], erasure: { waitingDays: 0 } } }, aDataSubject],
    ...untilReview.slice(1),
    [{ type: 'approve' }, anAgent],
    [{ type: 'approve_answer' }, anApprover],
    [{ type: 'start_erasure' }, theWorkflow],
    [{ type: 'plan_erasure', collections: ['trade.orders'] }, theWorkflow],
  );
  const numbers = { deleted: 1, changed: 0, kept: 0, held: 2 };
  return story
    .give({ type: 'record_erasure', collection: 'trade.orders', outcome: 'erased', ...numbers }, theWorkflow)
    .give({ type: 'finish_erasure' }, theWorkflow);
}

async function given() {
  const requests = fakeRequestStore();
  const story = heldBack();
  await requests.append({ before: undefined, after: story.known, events: story.events, effects: [], sealed: [] });
  const holds = fakeHoldStore();
  let seen: number | undefined;
  let looks = 0;
  const world = { covered: true, version: 1 };
  return Object.assign(world, {
    requests,
    status: async () => (await requests.load(story.known.id))?.status,
    looks: () => looks,
    lift: holdLifter({
      holds: { ...holds, register: async () => ({ version: world.version, holds: [] }) },
      requests,
      handle: commandHandler({ requests, now: () => now }),
      findHolds: async () => {
        looks++;
        return world.covered ? [{ matter: 'm-1', collections: ['trade.orders'] }] : [];
      },
      seen: {
        read: async () => seen,
        write: async (version) => {
          seen = version;
        },
      },
    }),
  });
}

describe('a deletion held back in part', () => {
  test('stays closed while a hold covers it', async () => {
    const world = await given();
    await world.lift();
    expect(await world.status()).toBe('partly_completed');
  });

  test('is opened again, once, when no hold covers it any more', async () => {
    const world = await given();
    world.covered = false;
    await world.lift();
    expect(await world.status()).toBe('awaiting_approval');
    world.version++;
    await world.lift();
    const started = world.requests.effects.filter(({ effect }) => effect.kind === 'work');
    expect(started.map(({ effect }) => effect)).toMatchObject([{ work: { type: 'start_workflow', attempt: 2 } }]);
  });

  test('is looked at only when a hold has changed since', async () => {
    const world = await given();
    await world.lift();
    await world.lift();
    expect(world.looks()).toBe(1);
    world.version++;
    world.covered = false;
    await world.lift();
    expect(await world.status()).toBe('awaiting_approval');
  });
});
