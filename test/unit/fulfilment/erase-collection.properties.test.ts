import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredRecord } from '../../../functions/discovery/store-connector.ts';
import type { EraseDependencies } from '../../../functions/fulfilment/erase-collection.ts';
import type { HoldScope } from '../../../functions/holds/index.ts';
import { accepted } from '../../../functions/shared/result.ts';
import { ErasingWorld, email, visits } from '../../support/erasing-world.ts';

/** One visit on each of these days. */
const days = Array.from({ length: 16 }, (_, index) => `2026-03-${String(index + 1).padStart(2, '0')}`);
const visitOn = (day: string): StoredRecord => ({ visit_id: `V-${day}`, person_id: 'P1', at: day });

interface Placing {
  /** The hold covers the days between these, both inclusive. */
  readonly from: string;
  readonly to: string;
  /** Turns that whoever places it lets others have first. */
  readonly after: number;
}

const aDay = fc.constantFrom(...days);
const aPlacing: fc.Arbitrary<Placing> = fc
  .tuple(aDay, aDay, fc.nat(40))
  .map(([a, b, after]) => (a < b ? { from: a, to: b, after } : { from: b, to: a, after }));

interface Story {
  readonly world: ErasingWorld;
  /** In the order in which it happened: a hold was placed, or a batch was claimed and then carried out. */
  readonly placed: { readonly at: number; readonly placing: Placing }[];
  readonly claimed: Map<string, number>;
}

/**
 * Plays invocations that erase beside people who place holds. `schedule` decides who goes on at each call of a port.
 * @param crashes calls of ports, counted over all invocations, at which the invocation ends as if cut off
 */
async function play(
  fastCheck: fc.Scheduler,
  placings: readonly Placing[],
  invocations: number,
  crashes: ReadonlySet<number>,
  change: (dependencies: EraseDependencies) => EraseDependencies = (same) => same,
): Promise<Story> {
  const world = new ErasingWorld();
  const story: Story = { world, placed: [], claimed: new Map() };
  let moment = 0;
  let calls = 0;
  world.records.set('crm.people', [{ person_id: 'P1', email, name: 'Ada' }]);
  world.records.set(visits, days.map(visitOn));
  await world.begin({ collections: [visits, 'crm.people'] });
  const take = (what: string) => fastCheck.schedule(Promise.resolve(), what);

  world.before = async (port) => {
    await take(port);
    if (crashes.has(++calls)) throw Object.assign(new Error('cut off'), { name: 'Crash' });
  };
  world.change = (dependencies) => {
    const own = small(change(dependencies), 5);
    let lastClaim = 0;
    return {
      ...own,
      claims: {
        ...own.claims,
        claim: async (claim) => {
          const claimed = await own.claims.claim(claim);
          if (claimed.ok) lastClaim = ++moment;
          return claimed;
        },
      },
      eraser: {
        ...own.eraser,
        apply: async (collection, treated) => {
          for (const { located } of treated) {
            const id = String(located.record.visit_id);
            story.claimed.set(id, Math.max(story.claimed.get(id) ?? 0, lastClaim));
          }
          return own.eraser.apply(collection, treated);
        },
      },
    };
  };

  const erasing = Array.from({ length: invocations }, async () => {
    for (let attempt = 0; attempt < 30; attempt++) {
      try {
        let pages = 3;
        const { outcome } = await world.erase(visits, () => --pages > 0);
        if (outcome !== 'more') return outcome;
      } catch (error) {
        if (!(error instanceof Error) || !['Crash', 'Contended'].includes(error.name)) throw error;
      }
    }
    throw new Error('it never ends');
  });
  const placing = placings.map(async ({ from, to, after }, index) => {
    for (let turn = 0; turn <= after; turn++) await take('a hold');
    const scopes: HoldScope[] = [{ collection: visits, period: { from, to } }];
    await world.place(`m-${index}`, scopes);
    story.placed.push({ at: ++moment, placing: { from, to, after } });
  });
  await fastCheck.waitFor(Promise.all([...erasing, ...placing]));
  return story;
}

/** Pages of this size, so that few records make many batches. */
function small(dependencies: EraseDependencies, pageSize: number): EraseDependencies {
  const { eraser } = dependencies;
  return {
    ...dependencies,
    eraser: { ...eraser, locate: (query, page) => eraser.locate(query, { ...page, pageSize }) },
  };
}

/** Days erased although a hold covered them when they were claimed. */
function heldAndErased({ world, placed, claimed }: Story): string[] {
  const left = new Set(world.all(visits).map(({ at }) => at));
  return days.filter((day) => {
    if (left.has(day)) return false;
    const claimedAt = claimed.get(`V-${day}`) ?? Number.POSITIVE_INFINITY;
    return placed.some(({ at, placing }) => at < claimedAt && placing.from <= day && day <= placing.to);
  });
}

const interleavings = fc.record({
  scheduler: fc.scheduler(),
  placings: fc.array(aPlacing, { maxLength: 4 }),
  invocations: fc.integer({ min: 1, max: 2 }),
  crashes: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }),
});

describe('whenever holds are placed, whoever else erases and wherever it is cut off', () => {
  test('nothing is erased that was under a hold when it was claimed, and all else is', async () => {
    let interrupted = 0;
    await fc.assert(
      fc.asyncProperty(interleavings, async ({ scheduler, placings, invocations, crashes }) => {
        const story = await play(scheduler, placings, invocations, new Set(crashes));
        expect(heldAndErased(story)).toEqual([]);
        const covered = (day: string) => placings.some(({ from, to }) => from <= day && day <= to);
        const left = story.world.all(visits).map(({ at }) => String(at));
        expect(left.filter((day) => !covered(day))).toEqual([]);

        // The counts on the request are what really happened.
        const outcome = await story.world.outcome(visits);
        expect(outcome).toMatchObject({ outcome: 'erased' });
        // Of two at once, one may report while the other is still carrying out what it claimed before a hold.
        if (invocations === 1)
          expect(outcome).toMatchObject({ deleted: days.length - left.length, held: left.length, changed: 0, kept: 0 });
        if (left.length > 0 && left.length < days.filter(covered).length) interrupted++;
      }),
      { numRuns: 2500 },
    );
    // Holds did come in the middle, and not only before or after.
    expect(interrupted).toBeGreaterThan(100);
  }, 300_000);

  test('the same cannot be said of an eraser whose claims do not look at the holds', async () => {
    const blind = (dependencies: EraseDependencies): EraseDependencies => ({
      ...dependencies,
      claims: { ...dependencies.claims, claim: async () => accepted(undefined) },
    });
    const found = await fc.check(
      fc.asyncProperty(interleavings, async ({ scheduler, placings, invocations }) => {
        expect(heldAndErased(await play(scheduler, placings, invocations, new Set(), blind))).toEqual([]);
      }),
      { numRuns: 500, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  }, 60_000);
});
