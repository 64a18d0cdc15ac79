import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RequestState } from '../../functions/requests/index.ts';
import type { Crash } from '../support/crash-injector.ts';
import { placeHold, signInStaff } from '../support/journey.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { type CrashSite, startCrashSite } from './crash-site.ts';
import { persist } from './persistent-member.ts';
import { enrol, type Profile, planOf } from './profiles.ts';
import { foundIn, verifyRequest } from './verify-request.ts';

/** Sites reached by reading object after object are the same place in the code: the first few stand for all. */
const mostOfOneOperation = 3;
const randomJourneys = Number(process.env.CRASH_JOURNEYS ?? 4);
const atOnce = 24;
const profiles = ['narrow', 'wide', 'deletion'] as const;
const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);

let site: CrashSite;
let number = 0;

beforeAll(async () => {
  site = await startCrashSite();
  // With a hold on some company, every check of holds reads which companies a request is about.
  const legal = await signInStaff(site.cloud, 'legal');
  await placeHold(legal, { company: 'C999999' }, new Date(site.cloud.now()));
}, 180_000);
afterAll(() => site?.close());

interface Learnt {
  readonly sites: readonly string[];
  readonly calls: number;
  readonly found: Readonly<Record<string, number>>;
  readonly erased: NonNullable<RequestState['erasing']>['collections'] | undefined;
}

type PlannedCrash = Omit<Crash, 'journey'>;

interface Schedule {
  readonly profile: Profile;
  readonly crashes: readonly PlannedCrash[];
}

interface Ended extends Schedule {
  readonly journey: string;
  readonly id: string;
}

it(`ends every request whatever call of a function it crashes at (seed ${seed})`, async () => {
  const learnt = { narrow: await learn('narrow'), wide: await learn('wide'), deletion: await learn('deletion') };
  const known = new Set(learnt.narrow.sites);
  const more = learnt.wide.sites.filter((name) => !known.has(name));
  for (const name of more) known.add(name);
  const erasing = learnt.deletion.sites.filter((name) => !known.has(name));
  expect(learnt.narrow.sites.length).toBeGreaterThan(60);
  expect(more.length).toBeGreaterThan(20);
  expect(erasing.length).toBeGreaterThan(30);

  const random = seededRandom(seed);
  const whens = ['before', 'after'] as const;
  const schedulesFor = (profile: Profile, crashes: readonly PlannedCrash[]): Schedule[] =>
    onePerOccasion(crashes).map((several) => ({ profile, crashes: several }));
  const both = (sites: readonly string[]) => sites.flatMap((at) => whens.map((when) => ({ at, when })));
  // Chance takes turns: minutes are dear.
  const either = (sites: readonly string[]) => sites.map((at) => ({ at, when: random() < 0.5 ? whens[0] : whens[1] }));
  const anywhere = Array.from({ length: randomJourneys }, (): Schedule => {
    const profile = profiles[Math.floor(random() * profiles.length)] ?? 'narrow';
    const { calls } = learnt[profile];
    const crash = () => ({ at: 1 + Math.floor(random() * calls * 0.9), when: random() < 0.5 ? whens[0] : whens[1] });
    return { profile, crashes: [crash(), crash()] };
  });

  const planned = [
    ...schedulesFor('narrow', both(learnt.narrow.sites)),
    ...schedulesFor('wide', both(more)),
    ...schedulesFor('deletion', either(erasing)),
    ...anywhere,
  ];
  const first = await runAll(planned);
  // One crash may lead around the site of another: that one gets a journey of its own, where it cannot be missed.
  const again = first.flatMap(({ profile, journey }) =>
    missedBy(journey).map((crash) => ({ profile, crashes: [crash] })),
  );
  const second = await runAll(again);

  // Calls made side by side do not always come in the order in which they were met first.
  const never = second.flatMap(({ journey }) => missedBy(journey));
  expect(never.length).toBeLessThan(planned.flatMap(({ crashes }) => crashes).length / 20);
  const ended = [...first, ...second];
  for (const { id, journey, profile } of ended) {
    const { found, erased } = learnt[profile];
    await verifyRequest(site, id, { journey, status: endOf(profile), found, erased });
    if (profile === 'deletion') await verifyStores(journey);
  }
  expect(site.cloud.deadLetters()).toEqual([]);
  const requests = (await site.items.all()).filter(({ pk, sk }) => sk === 'STATE' && pk.startsWith('REQ#'));
  expect(requests).toHaveLength(number);
});

/** Crashes of one journey are on different occasions: what happens on one is tried again only so many times. */
function onePerOccasion(crashes: readonly PlannedCrash[]): PlannedCrash[][] {
  const journeys: PlannedCrash[][] = [];
  const used = new Map<string, number>();
  for (const crash of crashes) {
    // A site without its operation and number: function, and occasion if there is one.
    const occasion = String(crash.at).split(' ').slice(0, -2).join(' ');
    const turn = used.get(occasion) ?? 0;
    used.set(occasion, turn + 1);
    journeys[turn] = [...(journeys[turn] ?? []), crash];
  }
  return journeys;
}

function missedBy(journey: string): PlannedCrash[] {
  return site.injector
    .armed()
    .filter((crash) => crash.journey === journey)
    .map(({ at, when }) => ({ at, when }));
}

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
  await site.clock.until('nothing is left in the outbox', async () => outboxEmpty(ended.map(({ id }) => id)));
  return ended;
}

async function runThrough({ profile, crashes }: Schedule) {
  const journey = `j-${++number}`;
  const plan = planOf(journey, profile);
  await enrol(site, plan, profile);
  for (const crash of crashes) site.injector.arm({ journey, ...crash });
  try {
    return { journey, id: await persist(site, plan) };
  } catch (error) {
    throw new Error(`${journey}, crashed ${JSON.stringify(crashes)}: ${String(error)}`, { cause: error });
  }
}

/** A journey without a crash: which calls there are, and what it finds. */
async function learn(profile: Profile): Promise<Learnt> {
  const { journey, id } = await runThrough({ profile, crashes: [] });
  await site.clock.until('nothing is left in the outbox', async () => outboxEmpty([id]));
  await verifyRequest(site, id, { journey, status: endOf(profile) });
  if (profile === 'deletion') await verifyStores(journey);
  const own = site.injector.calls.filter((call) => call.journey === journey);
  const sites = new Set(
    own.map((call) => call.site).filter((name) => Number(/\d+$/.exec(name)?.[0]) <= mostOfOneOperation),
  );
  const state = await site.stateOf(id);
  return { sites: [...sites], calls: own.length, found: foundIn(state), erased: state.erasing?.collections };
}

function endOf(profile: Profile): 'completed' | 'partly_completed' {
  return profile === 'deletion' ? 'partly_completed' : 'completed';
}

/** What was to go is gone, and what is somebody else's is not. */
async function verifyStores(journey: string): Promise<void> {
  const files = [
    ...(await site.archive.keys(`uploads/M-${journey}/`)),
    ...(await site.archive.keys(`uploads/M-${journey}-x/`)),
  ];
  expect(files).toEqual([`uploads/M-${journey}-x/offer.txt`]);
  const { Item: device } = await site.items.client.send(
    new GetCommand({
      TableName: site.cloud.resources['SamplePlatform/Table-devices'],
      Key: { device_id: `D-${journey}` },
    }),
  );
  // Log lines were not asked for, and lead to it: its number stays.
  expect(device).toMatchObject({ device_id: `D-${journey}` });
  expect(device).not.toHaveProperty('hardware_model');
}

async function outboxEmpty(ids: readonly string[]): Promise<boolean> {
  for (const id of ids) {
    const { mails, work } = await site.items.request(id);
    if ([...mails, ...work].some(({ status }) => status === 'pending' || status === 'sending')) return false;
  }
  return true;
}
