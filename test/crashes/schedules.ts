import type { Crash, SdkCall } from '../support/crash-injector.ts';

export type PlannedCrash = Omit<Crash, 'journey'>;

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

/** Deals crashes out to journeys, so many on one occasion: what happens on it is tried again only so many times. */
export function perOccasion(crashes: readonly PlannedCrash[], most = 1): PlannedCrash[][] {
  const journeys: PlannedCrash[][] = [];
  const used = new Map<string, number>();
  for (const crash of crashes) {
    // A site without its operation and number: function, and occasion if there is one.
    const occasion = String(crash.at).split(' ').slice(0, -2).join(' ');
    const turn = used.get(occasion) ?? 0;
    used.set(occasion, turn + 1);
    const journey = Math.floor(turn / most);
    journeys[journey] = [...(journeys[journey] ?? []), crash];
  }
  return journeys;
}
