import { describe, expect, it } from 'vitest';
import { dateCounter } from '../../../functions/deadlines/index.ts';
import type { Actor, Command, RecordedEvent, RequestEvent, RequestState } from '../../../functions/requests/index.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';
import { aDataSubject, anAgent, anApprover, anAsk, theWorkflow, untilReview } from '../../support/a-request.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { hours, later, WatchedWorld } from '../../support/watched-world.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('policy/ferronex does not compile');
/** What the mails say is tried elsewhere; a hundred thousand of them are quicker with few words. */
const fewWords = { subject: 'Mail', body: [{ paragraph: 'Words' }] };
const { messages, ...policy } = compiled.value;
const organisation = {
  ...policy,
  messages: { en: Object.fromEntries(Object.keys(messages.en ?? {}).map((milestone) => [milestone, fewWords])) },
};

const days = 400;
const requests = 500;
const zones = ['Europe/Dublin', 'Asia/Shanghai', 'America/St_Johns'] as const;
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));

/** What people and workflows do to a request, most of it nothing that answers it. */
const doings: readonly (readonly [Command, Actor])[] = [
  [{ type: 'assign', assignee: 'staff-1' }, anAgent],
  [{ type: 'assign', assignee: 'staff-7' }, anApprover],
  [{ type: 'view_subject' }, anAgent],
  [{ type: 'match_account', account: 'on_record' }, theWorkflow],
  [{ type: 'match_account', account: 'not_on_record' }, theWorkflow],
  [{ type: 'accept_identity' }, anAgent],
  [{ type: 'plan_gathering', collections: ['members.members'] }, theWorkflow],
  [{ type: 'record_collection', collection: 'members.members', gathering: 1, outcome: 'found', count: 1 }, theWorkflow],
  [{ type: 'finish_gathering' }, theWorkflow],
  [{ type: 'propose_refusal', reason: 'excessive', words: 'words-1' }, anAgent],
  [{ type: 'return_refusal', words: 'words-2' }, anApprover],
  [{ type: 'park', step: 'BuildPackage', error: 'Fault' }, theWorkflow],
  [{ type: 'retry_parked' }, anAgent],
  [{ type: 'ask_member', words: 'words-3' }, anAgent],
  [{ type: 'ask_member', words: 'words-4' }, anAgent],
  [{ type: 'close_question' }, anAgent],
  [{ type: 'answer_question', words: 'words-5' }, aDataSubject],
  [{ type: 'extend_deadline', reason: 'complexity', words: 'words-6' }, anAgent],
];
const uk = { law: 'uk-gdpr', calendar: 'gb-eng' } as const;
/** In the United Kingdom a question stops the clock; in China nothing can be extended. */
const laws = [uk, uk, { law: 'gdpr', calendar: 'ie' }, { law: 'pipl', calendar: 'cn' }] as const;
const endings: readonly (readonly [Command, Actor])[] = [
  [{ type: 'withdraw' }, aDataSubject],
  [{ type: 'approve' }, anAgent],
  [{ type: 'approve_refusal' }, anApprover],
  [{ type: 'record_package', packageId: '1', bytes: 1, expiresAt: '2027-02-01T00:00:00.000Z' }, theWorkflow],
];

/** The office's day, worked out in another way than the product does. */
function dayIn(timeZone: string, instant: string): string {
  return calendars.get(timeZone)?.format(new Date(instant)) ?? '';
}
const calendars = new Map<string, Intl.DateTimeFormat>(
  zones.map((timeZone) => [timeZone, new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })]),
);
const daysFrom = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** What should have been told of a request by now and was not. */
function untold(state: RequestState, history: readonly RecordedEvent[], now: string): string[] {
  if (!state.confirmedAt || state.closedAt) return [];
  const today = dayIn(state.timeZone, now);
  const events = history.map(({ event }) => event);
  return [
    ...untoldOfDue(state, history, today),
    ...untoldOfExtension(state, events, today),
    ...untoldOfQuestion(state, events, today),
  ];
}

function untoldOfDue(
  { replyBy, timeZone, status, paused }: RequestState,
  history: readonly RecordedEvent[],
  today: string,
): string[] {
  const left = daysFrom(today, replyBy);
  if (left > 7 || paused) return [];
  if (left >= 0) {
    const most = left <= 1 ? 1 : left <= 3 ? 3 : 7;
    const told = history.some(
      ({ event }) => event.type === 'ReminderSent' && event.due === replyBy && event.days <= most,
    );
    return told ? [] : [`${left} days left, ${status}, nobody was reminded`];
  }
  const escalated = history.findLast(({ event }) => 'due' in event && 'on' in event)?.event;
  const acted = history.findLast(({ actor, event }) => actor.kind === 'staff' && event.type !== 'SubjectViewed');
  const quiet = acted !== undefined && daysFrom(dayIn(timeZone, acted.at), today) <= 1;
  const told = escalated && 'on' in escalated && (quiet || escalated.on === today);
  return told ? [] : [`${-left} days overdue, ${status}, nobody was told`];
}

function untoldOfExtension(
  { extension, extensionNoticeBy, paused }: RequestState,
  events: readonly RequestEvent[],
  today: string,
): string[] {
  if (extension || extensionNoticeBy === undefined || paused?.noticeToo) return [];
  if (daysFrom(today, extensionNoticeBy) > 5) return [];
  const told = events.some((event) => 'noticeBy' in event && event.noticeBy === extensionNoticeBy);
  return told ? [] : [`an extension can be announced until ${extensionNoticeBy}, nobody was told`];
}

function untoldOfQuestion(
  { status, timeZone, clarifications = [] }: RequestState,
  events: readonly RequestEvent[],
  today: string,
): string[] {
  const asked = clarifications.at(-1)?.askedAt;
  if (status !== 'awaiting_member' || asked === undefined) return [];
  const days = daysFrom(dayIn(timeZone, asked), today);
  const reminded = events.some((event) => event.type === 'ClarificationReminded' && event.asked === asked);
  const told = events.some(
    (event) => event.type === 'ClarificationUnanswered' && event.asked === asked && daysFrom(event.on, today) < 7,
  );
  return [
    ...(days >= 7 && !reminded ? [`asked ${days} days ago, the member was not reminded`] : []),
    ...(days >= 14 && !told ? [`asked ${days} days ago, staff were not told`] : []),
  ];
}

/** What the watch said of one matter, as far as it must not say it again. */
function saying(event: RequestEvent): string[] {
  if (event.type === 'ReminderSent') return [`${event.days} days before ${event.due}`];
  if (event.type === 'DeadlineMissed' || event.type === 'EscalationRepeated')
    return [`${event.on}: ${event.due} is over`];
  if (event.type === 'ExtensionWindowClosing' || event.type === 'ExtensionWindowClosed')
    return [`extension until ${event.noticeBy}`];
  if (event.type === 'ClarificationReminded') return [`reminded of ${event.asked}`];
  return event.type === 'ClarificationUnanswered' ? [`${event.on}: unanswered since ${event.asked}`] : [];
}

describe(`400 days of 500 requests, with seed ${seed}`, () => {
  it('tells of everything that is due, nothing twice, however sweeps are skipped, doubled and crashed', {
    timeout: 120_000,
  }, async () => {
    const random = seededRandom(seed);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
    const world = new WatchedWorld(random, dateCounter(compiled.value));
    const start = world.now;
    const end = later(start, hours(24 * days));
    const outages: string[] = [];
    let checked = 0;
    let overdue = 0;

    while (world.now < end) {
      world.now = later(world.now, hours(1 + Math.floor(random() * 16)));
      const share = daysFrom(start, world.now) / days;
      while (world.ids.length < requests * Math.min(1, share * 1.1)) {
        const id = `request-${world.ids.length + 1}`;
        const replyBy = later(world.now, hours(24 * (2 + random() * 40))).slice(0, 10);
        const confirmBy = later(world.now, hours(24 * 7));
        const reference = `PR-${id}`;
        const { extensionNoticeBy: _, ...ask } = anAsk;
        const notice = random() < 0.5 ? { extensionNoticeBy: replyBy } : {};
        await world.submit(id, {
          ...ask,
          ...pick(laws),
          ...notice,
          reference,
          replyBy,
          confirmBy,
          timeZone: pick(zones),
        });
        if (random() < 0.95) await world.give(id, { type: 'confirm_email' }, aDataSubject);
        if (random() < 0.4) for (const [command, actor] of untilReview.slice(2)) await world.give(id, command, actor);
      }
      const open = world.ids.filter((id) => !world.states.get(id)?.closedAt);
      for (let doing = 0; doing < 3 && open.length > 0; doing++) {
        const [command, actor] = pick(random() < 0.35 ? endings : doings);
        await world.give(pick(open), command, actor);
      }

      // Some days nobody sweeps at all.
      if (random() < 0.02) outages.push(later(world.now, hours(24 * random() * 4)));
      if (outages.some((until) => world.now < until) || random() < 0.2) continue;
      world.weather = random() < 0.5 ? 0.02 : 0;
      const runs =
        random() < 0.2 ? [world.sweep(), world.sweep()] : [world.sweep(random() < 0.1 ? () => 0 : undefined)];
      const whole = (await Promise.all(runs)).some(Boolean);
      await world.carryMails(organisation);
      world.weather = 0;
      await world.deliverReports();
      world.tidy();
      if (!whole) continue;
      for (const id of open) {
        const state = world.states.get(id);
        const near = state && daysFrom(world.now.slice(0, 10), state.replyBy) <= 8;
        if (!state || state.closedAt || !(near || state.status === 'awaiting_member')) continue;
        const problems = untold(state, world.events.get(id) ?? [], world.now);
        if (problems.length > 0) expect(problems, `${id} at ${world.now}, seed ${seed}`).toEqual([]);
        checked++;
        if (state.replyBy < world.now.slice(0, 10)) overdue++;
      }
    }

    // The weather is fine again: two sweeps with an hour between them leave nothing behind.
    for (let run = 0; run < 30; run++) {
      world.now = later(world.now, hours(1));
      await world.sweep();
      await world.carryMails(organisation);
      await world.deliverReports();
    }
    expect(world.overlooked(), `seed ${seed}`).toEqual([]);
    expect(world.ids.length).toBe(requests);
    for (const type of ['ExtensionWindowClosing', 'ClarificationReminded', 'ClarificationUnanswered', 'ClockPaused'])
      expect(world.count(type), `${type}, seed ${seed}`).toBeGreaterThan(5);
    expect([checked > 2_000, overdue > 500], `${checked} checks, ${overdue} of overdue requests`).toEqual([true, true]);
    expect(world.sent.length - new Set(world.sent).size, `mails sent twice, seed ${seed}`).toBe(0);
    const digests = world.sent.filter((mail) => mail.includes('desk-digest'));
    expect(digests.length).toBeGreaterThan(days * 0.7);
    for (const id of world.ids) {
      const said = (world.events.get(id) ?? []).flatMap(({ event }) => saying(event));
      expect(said.length, `${id} told twice, seed ${seed}`).toBe(new Set(said).size);
    }
  });
});
