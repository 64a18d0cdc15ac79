import type { Crash, SdkCall } from '../support/crash-injector.ts';

export type PlannedCrash = Omit<Crash, 'journey'>;

/** Each step of a workflow is tried again twice. */
export const mostOfOneStep = 2;

const whens = ['before', 'after'] as const;

/**
 * The sites of these calls, each once. Sites reached by reading object after object are the same place in the code: the
 * first few stand for all.
 *
 * @param most sites of one operation
 */
export function sitesOf(calls: readonly SdkCall[], most: number): readonly string[] {
  const names = calls.map(({ site }) => site);
  return [...new Set(names)].filter((name) => Number(/\d+$/.exec(name)?.[0]) <= most);
}

export function beforeAndAfter(sites: readonly string[]): PlannedCrash[] {
  return sites.flatMap((at) => whens.map((when) => ({ at, when })));
}

/** Chance takes turns: minutes are dear. */
export function beforeOrAfter(sites: readonly string[], random: () => number): PlannedCrash[] {
  return sites.map((at) => ({ at, when: oneOf(whens, random) }));
}

/** Crashes at so many calls out of the first `calls`. */
export function anywhere(crashes: number, calls: number, random: () => number): PlannedCrash[] {
  return Array.from({ length: crashes }, () => ({ at: 1 + Math.floor(random() * calls), when: oneOf(whens, random) }));
}

export function oneOf<One>(all: readonly [One, ...One[]], random: () => number): One {
  return all[Math.floor(random() * all.length)] ?? all[0];
}

/**
 * Deals crashes out to journeys, at most so many on one occasion: what happens on it is tried again only so many times.
 * Those that share a journey lie far apart, so that one rarely leads around the site of another.
 */
export function perOccasion(crashes: readonly PlannedCrash[], most = 1): PlannedCrash[][] {
  const journeys: PlannedCrash[][] = [];
  for (const together of Map.groupBy(crashes, occasionOf).values()) {
    const share = Math.ceil(together.length / most);
    for (const [turn, crash] of together.entries()) {
      const journey = turn % share;
      journeys[journey] = [...(journeys[journey] ?? []), crash];
    }
  }
  return journeys;
}

/** A site without its operation and number: function, and occasion if there is one. */
function occasionOf({ at }: PlannedCrash): string {
  return String(at).split(' ').slice(0, -2).join(' ');
}
