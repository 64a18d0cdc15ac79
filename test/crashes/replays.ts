import { expect } from 'vitest';
import { runReplay } from '../../local/privacy/replay-workflow.sfn.ts';
import type { ReplayErasuresOutput } from '../../workflows/replay-erasures/contract.ts';
import { replays, type SdkCall } from '../support/crash-injector.ts';
import type { CrashSite } from './crash-site.ts';
import { belongingsOf, planOf } from './profiles.ts';
import { beforeOrAfter, mostOfOneStep, type PlannedCrash, perOccasion, sitesOf } from './schedules.ts';

/** Before all that was erased. */
const since = '2026-01-01';

/**
 * Restores what some deletions erased, and replays the erasures with a crash before or after every call of a replay: each
 * replay ends, after each the stores are what they were before the restore, and one more finds nothing to do.
 *
 * @param journeys of members whose deletion is over
 * @returns the number of sites
 */
export async function crashReplays(
  site: CrashSite,
  journeys: readonly string[],
  random: () => number,
): Promise<number> {
  const erased = await site.stores.read();
  let number = 0;
  const learnt = site.injector.calls.length;
  const told = await restoreAndReplay([]);
  expect(sumOf(told)).toEqual({ found: 3 * journeys.length, deleted: journeys.length, changed: 2 * journeys.length });
  const calls = site.injector.calls.slice(learnt).filter(({ journey }) => journey === replays);
  const sites = sitesIn(calls, told);
  let left = beforeOrAfter(sites, random);
  while (left.length > 0) {
    const [crashes = []] = perOccasion(left, mostOfOneStep);
    await restoreAndReplay(crashes);
    // One crash may lead around the site of another: that one has its turn later.
    const missed = site.injector.disarm(replays);
    left = [...left.filter((crash) => !crashes.includes(crash)), ...missed];
    if (missed.length === crashes.length) break;
  }
  expect(left.length).toBeLessThan(sites.length / 20);
  expect(sumOf(await replay())).toEqual({ found: 0, deleted: 0, changed: 0 });
  expect(await site.stores.read()).toEqual(erased);
  return sites.length;

  async function restoreAndReplay(crashes: readonly PlannedCrash[]): Promise<ReplayErasuresOutput> {
    for (const journey of journeys) await site.stores.restore(belongingsOf(planOf(journey, 'deletion'), 'deletion'));
    for (const crash of crashes) site.injector.arm({ journey: replays, ...crash });
    const output = await replay();
    for (const [collection, rows] of Object.entries(await site.stores.read()))
      expect({ crashes, collection, rows }).toEqual({ crashes, collection, rows: erased[collection] });
    return output;
  }

  async function replay(): Promise<ReplayErasuresOutput> {
    let ended: Awaited<ReturnType<typeof runReplay>> | undefined;
    const running = runReplay(
      { dataDir: site.cloud.dataDir },
      { name: `replay-${++number}`, input: { since, dryRun: false } },
      () => undefined,
    ).then((end) => {
      ended = end;
    });
    await Promise.all([running, site.clock.until('the replay ends', async () => ended !== undefined)]);
    if (!ended || !('output' in ended)) throw new Error(`a replay ended ${JSON.stringify(ended)}`);
    expect(ended.output.collections.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    return ended.output;
  }
}

/**
 * Sites of planning, and of the collections in which something came back: the others take the first steps of the same way.
 * What an environment asks for once in its life may not be asked for again.
 */
function sitesIn(calls: readonly SdkCall[], { collections }: ReplayErasuresOutput): readonly string[] {
  const cameBack = collections.filter(({ found = 0 }) => found > 0).map(({ collection }) => collection);
  const isOfStep = (site: string) => site.startsWith('plan-replay ') || cameBack.includes(site.split(' ')[1] ?? '');
  const wanted = calls.filter(({ site }) => isOfStep(site) && !site.includes(' GenerateMac '));
  const isReading = ({ site }: SdkCall) => /^(Get|BatchGet|Head|List|Query|Scan)/.test(site.split(' ').at(-2) ?? '');
  return [
    ...sitesOf(wanted.filter(isReading), 1),
    ...sitesOf(
      wanted.filter((call) => !isReading(call)),
      2,
    ),
  ];
}

/** Records that came back, and what became of them. */
function sumOf({ collections }: ReplayErasuresOutput) {
  const sum = (count: 'found' | 'deleted' | 'changed') =>
    collections.reduce((total, one) => total + (one[count] ?? 0), 0);
  return { found: sum('found'), deleted: sum('deleted'), changed: sum('changed') };
}
