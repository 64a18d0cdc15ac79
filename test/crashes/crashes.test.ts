import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RequestState } from '../../functions/requests/index.ts';
import { placeHold, signInStaff } from '../support/journey.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { type CrashSite, startCrashSite } from './crash-site.ts';
import { persist } from './persistent-member.ts';
import { belongingsOf, type Profile, planOf, profiles } from './profiles.ts';
import { crashReplays } from './replays.ts';
import {
  anywhere,
  beforeAndAfter,
  beforeOrAfter,
  mostOfOneStep,
  oneOf,
  type PlannedCrash,
  perOccasion,
  sitesOf,
} from './schedules.ts';
import { readTold, verifyRecipients } from './verify-recipients.ts';
import { foundIn, verifyRequest } from './verify-request.ts';
import { verifyStores } from './verify-stores.ts';

/** Sites of one operation that a journey of a profile crashes at; in what others have crashed at, fewer will do. */
const mostOfOneOperation: Readonly<Record<Profile, number>> = { narrow: 3, wide: 3, deletion: 3, correction: 2 };
/** Corrections go another way than deletions through the functions that change stores and tell recipients. */
const otherWay = /^(erase-|plan-erasure|list-recipients|notify-recipient|recipient-callback)/;
const randomJourneys = Number(process.env.CRASH_JOURNEYS ?? 4);
const replayedJourneys = 2;
const atOnce = 24;
const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);

let site: CrashSite;
let number = 0;

beforeAll(async () => {
  site = await startCrashSite();
  // With a hold on some company, every check of holds reads which companies a request is about. Once that is not known any
  // more, the hold covers all it could be about: nothing of what is erased here.
  const legal = await signInStaff(site.cloud, 'legal');
  await placeHold(legal, { company: 'C999999', collection: 'trade.orders' }, new Date(site.cloud.now()));
}, 180_000);
afterAll(() => site?.close());

interface Learnt {
  readonly journey: Ended;
  readonly sites: readonly string[];
  readonly calls: number;
  readonly found: Readonly<Record<string, number>>;
  readonly erased: NonNullable<RequestState['erasing']>['collections'] | undefined;
}

interface Schedule {
  readonly profile: Profile;
  readonly crashes: readonly PlannedCrash[];
}

interface Ended extends Schedule {
  readonly journey: string;
  readonly id: string;
}

it(`ends every request and every replay whatever call of a function it crashes at (seed ${seed})`, async () => {
  const learnt = {
    narrow: await learn('narrow'),
    wide: await learn('wide'),
    deletion: await learn('deletion'),
    correction: await learn('correction'),
  };
  const known = new Set<string>();
  const newIn = (profile: Profile) => {
    const sites = learnt[profile].sites.filter((name) => !known.has(name));
    for (const name of sites) known.add(name);
    return sites;
  };
  const sites = {
    narrow: newIn('narrow'),
    wide: newIn('wide'),
    deletion: newIn('deletion'),
    correction: [
      ...new Set([...learnt.correction.sites.filter((name) => otherWay.test(name)), ...newIn('correction')]),
    ],
  };
  expect(sites.narrow.length).toBeGreaterThan(60);
  expect(sites.wide.length).toBeGreaterThan(20);
  expect(sites.deletion.length).toBeGreaterThan(30);
  expect(sites.correction.length).toBeGreaterThan(30);

  const random = seededRandom(seed);
  const schedulesFor = (profile: Profile, crashes: readonly PlannedCrash[], most = 1): Schedule[] =>
    perOccasion(crashes, most).map((several) => ({ profile, crashes: several }));
  const planned = [
    ...schedulesFor('narrow', beforeAndAfter(sites.narrow)),
    ...schedulesFor('wide', beforeAndAfter(sites.wide)),
    ...schedulesFor('deletion', beforeOrAfter(sites.deletion, random), mostOfOneStep),
    ...schedulesFor('correction', beforeOrAfter(sites.correction, random), mostOfOneStep),
    ...Array.from({ length: randomJourneys }, (): Schedule => {
      const profile = oneOf(profiles, random);
      return { profile, crashes: anywhere(2, learnt[profile].calls * 0.9, random) };
    }),
  ];
  const first = await runAll(planned);
  // One crash may lead around the site of another: that one gets a journey of its own, where it cannot be missed.
  const again = first.flatMap(({ profile, journey }) =>
    site.injector.disarm(journey).map((crash) => ({ profile, crashes: [crash] })),
  );
  const second = await runAll(again);

  // Calls made side by side do not always come in the order in which they were met first.
  const never = second.flatMap(({ journey }) => site.injector.disarm(journey));
  expect(never.length).toBeLessThan(planned.flatMap(({ crashes }) => crashes).length / 20);
  const ended = [...Object.values(learnt).map(({ journey }) => journey), ...first, ...second];
  const stored = await site.stores.read();
  const told = await readTold(site.cloud);
  for (const one of ended) {
    const { found, erased } = learnt[one.profile];
    await verifyRequest(site, one.id, { ...one, ...planOf(one.journey, one.profile), found, erased });
    verifyStores(stored, one);
    verifyRecipients(told, one);
  }
  expect(site.cloud.deadLetters()).toEqual([]);
  const requests = (await site.items.all()).filter(({ pk, sk }) => sk === 'STATE' && pk.startsWith('REQ#'));
  expect(requests).toHaveLength(number);

  const deleted = ended.filter(({ profile }) => profile === 'deletion');
  await untilFindingsAreGone(deleted);
  const some = deleted.slice(0, replayedJourneys).map(({ journey }) => journey);
  expect(await crashReplays(site, some, random)).toBeGreaterThan(20);
});

async function runAll(schedules: readonly Schedule[]): Promise<Ended[]> {
  const ended: Ended[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let schedule = schedules[next++]; schedule; schedule = schedules[next++]) {
        ended.push({ ...schedule, ...(await runThrough(schedule)) });
      }
    }),
  );
  await untilAllIsDone(ended);
  return ended;
}

async function runThrough({ profile, crashes }: Schedule) {
  const journey = `j-${++number}`;
  const plan = planOf(journey, profile);
  await site.stores.restore(belongingsOf(plan, profile));
  for (const crash of crashes) site.injector.arm({ journey, ...crash });
  try {
    return { journey, id: await persist(site, plan) };
  } catch (error) {
    throw new Error(`${journey}, crashed ${JSON.stringify(crashes)}: ${String(error)}`, { cause: error });
  }
}

/** A journey without a crash: which calls there are, and what it finds. */
async function learn(profile: Profile): Promise<Learnt> {
  const ended = { profile, crashes: [], ...(await runThrough({ profile, crashes: [] })) };
  await untilAllIsDone([ended]);
  const { journey, id } = ended;
  await verifyRequest(site, id, planOf(journey, profile));
  const calls = site.injector.calls.filter((call) => call.journey === journey);
  const state = await site.stateOf(id);
  return {
    journey: ended,
    sites: sitesOf(calls, mostOfOneOperation[profile]),
    calls: calls.length,
    found: foundIn(state),
    erased: state.erasing?.collections,
  };
}

/** Mails are sent, work is passed on, and recipients have said what they did. */
async function untilAllIsDone(ended: readonly Ended[]): Promise<void> {
  await site.clock.until('nothing is left to do', async () => {
    for (const { id } of ended) {
      const { mails, work, state } = await site.items.request(id);
      if ([...mails, ...work].some(({ status }) => status === 'pending' || status === 'sending')) return false;
      if (Object.values(state.erasing?.recipients ?? {}).some(({ outcome }) => outcome === 'told')) return false;
    }
    return true;
  });
}

/** As when a backup is restored: long after. */
async function untilFindingsAreGone(ended: readonly Ended[]): Promise<void> {
  await site.clock.until('what was found is deleted', async () => {
    for (const { id } of ended) if (!(await site.stateOf(id)).exportDeletedAt) return false;
    return true;
  });
}
