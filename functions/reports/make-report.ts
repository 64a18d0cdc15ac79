import { type RequestStatus, type Right, rights } from '../requests/index.ts';
import { addDays } from '../shared/days.ts';
import type { CountedWeek, CountStore } from './count-store.ts';

/** What the privacy officer sees of a time; numbers of requests unless said otherwise. */
export interface Report {
  /** Months, `YYYY-MM`, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly weeks: readonly ReportedWeek[];
  readonly received: number;
  /** Whose time for an answer was extended. */
  readonly extended: number;
  readonly outcomes: Readonly<Partial<Record<RequestStatus, number>>>;
  /** Days from receipt to the answer, and how many there were until the answer was due. */
  readonly daysToAnswer: Spread;
  readonly daysAllowed: Spread;
  readonly onTime: { readonly count: number; readonly of: number };
  /** A request for several rights counts under each. */
  readonly byRight: readonly ReportedRight[];
  readonly steps: readonly ReportedStep[];
  readonly retained: readonly Retained[];
  readonly open: readonly OpenRequests[];
  readonly ccpa: readonly CcpaRow[];
}

export interface ReportedWeek {
  /** Monday; the first and last week of a time may be cut off by the month. */
  readonly week: string;
  readonly received: number;
  readonly closed: number;
  readonly receivedByRight: Readonly<Partial<Record<Right, number>>>;
}

/** Absent numbers: nothing was counted. */
export interface Spread {
  readonly count: number;
  readonly median?: number;
  readonly ninetieth?: number;
}

export interface ReportedRight {
  readonly right: Right;
  readonly received: number;
  readonly extended: number;
  readonly outcomes: Readonly<Partial<Record<RequestStatus, number>>>;
  readonly daysToAnswer: Spread;
}

export interface ReportedStep {
  readonly status: string;
  readonly requests: number;
  readonly averageHours: number;
}

/** Records that deletions left, on a legal basis or under a legal hold. */
export interface Retained {
  readonly collection: string;
  readonly kept: number;
  readonly held: number;
}

export interface OpenRequests {
  readonly due: 'overdue' | 'within_7_days' | 'within_14_days' | 'within_30_days' | 'later';
  readonly count: number;
}

/** 11 CCR §7102(a): received, complied with in whole or in part, denied, and days to respond. */
export interface CcpaRow {
  readonly request: 'know' | 'delete' | 'correct' | 'opt_out';
  readonly received: number;
  readonly complied: number;
  readonly denied: number;
  readonly medianDays?: number;
}

export interface ReportPeriod {
  readonly from: string;
  readonly to: string;
  /** The office's day, plain ISO date: what is open is told as of it. */
  readonly today: string;
}

/** Reads counts alone: what it costs grows with the months asked for, not with the requests there were. */
export function reportMaker(store: CountStore) {
  return async ({ from, to, today }: ReportPeriod): Promise<Report> => {
    const [weeks, open] = await Promise.all([store.between(from, to), openBy(store, today)]);
    return { from, to, ...summarise(weeks), open };
  };
}

export type MakeReport = ReturnType<typeof reportMaker>;

/** Everything but what is open now. Pure. */
export function summarise(weeks: readonly CountedWeek[]): Omit<Report, 'from' | 'to' | 'open'> {
  const all = sum(weeks.map(({ counts }) => counts));
  const at = (name: string): number => all[name] ?? 0;
  const outcomes = (kind: string) => byName<RequestStatus>(all, kind);
  const daysToAnswer = spread(all, 'days:');
  const ofRight = (right: Right): ReportedRight => ({
    right,
    received: at(`received:${right}`),
    extended: at(`extended:${right}`),
    outcomes: outcomes(`closed:${right}:`),
    daysToAnswer: spread(all, `days:${right}:`),
  });
  return {
    weeks: byWeek(weeks),
    received: at('received'),
    extended: at('extended'),
    outcomes: outcomes('closed:'),
    daysToAnswer,
    daysAllowed: spread(all, 'allowed:'),
    onTime: { count: at('on_time'), of: daysToAnswer.count },
    byRight: rights
      .map(ofRight)
      .filter(({ received, outcomes: ended }) => received > 0 || Object.keys(ended).length > 0),
    steps: Object.entries(byName<RequestStatus>(all, 'step:')).map(([status, requests]) => ({
      status,
      requests,
      averageHours: at(`seconds:${status}`) / requests / 3600,
    })),
    retained: retained(all),
    ccpa: ccpaKinds.map(([request, ofKind]) => ccpaRow(request, ofKind, all)),
  };
}

const ccpaKinds: readonly (readonly [CcpaRow['request'], readonly string[]])[] = [
  ['know', ['access', 'portability']],
  ['delete', ['deletion', 'account_cancellation']],
  ['correct', ['correction']],
  ['opt_out', ['advertising_opt_out']],
];

function ccpaRow(request: CcpaRow['request'], ofKind: readonly string[], all: Counted): CcpaRow {
  const over = (number: (right: string) => number) => ofKind.reduce((total, right) => total + number(right), 0);
  const { median } = spreadOf(sum(ofKind.map((right) => numbered(all, `days:${right}:`))));
  return {
    request,
    received: over((right) => all[`received:${right}`] ?? 0),
    complied: over((right) => (all[`closed:${right}:completed`] ?? 0) + (all[`closed:${right}:partly_completed`] ?? 0)),
    denied: over((right) => all[`closed:${right}:refused`] ?? 0),
    ...(median === undefined ? {} : { medianDays: median }),
  };
}

type Counted = Readonly<Record<string, number>>;

function sum(counts: readonly Counted[]): Counted {
  const total: Record<string, number> = {};
  for (const one of counts) for (const [name, number] of Object.entries(one)) total[name] = (total[name] ?? 0) + number;
  return total;
}

/** `<kind><name>` without further parts, by name. */
function byName<Name extends string>(all: Counted, kind: string): { readonly [Key in Name]?: number } {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, number]) => {
      const rest = name.startsWith(kind) ? name.slice(kind.length) : '';
      return rest === '' || rest.includes(':') ? [] : [[rest, number]];
    }),
  ) as { readonly [Key in Name]?: number };
}

function numbered(all: Counted, kind: string): Counted {
  return Object.fromEntries(Object.entries(byName(all, kind)).filter(([name]) => /^\d+$/.test(name))) as Counted;
}

function spread(all: Counted, kind: string): Spread {
  return spreadOf(numbered(all, kind));
}

/** The middle one, and the one that nine in ten do not go beyond (nearest rank), of numbers by how often each occurs. */
function spreadOf(histogram: Counted): Spread {
  const numbers = Object.entries(histogram)
    .map(([value, times]) => ({ value: Number(value), times }))
    .sort((a, b) => a.value - b.value);
  const count = numbers.reduce((total, { times }) => total + times, 0);
  if (count === 0) return { count };
  const rank = (share: number): number => {
    let left = Math.ceil(count * share);
    for (const { value, times } of numbers) {
      left -= times;
      if (left <= 0) return value;
    }
    return numbers.at(-1)?.value ?? 0;
  };
  return { count, median: rank(0.5), ninetieth: rank(0.9) };
}

function byWeek(weeks: readonly CountedWeek[]): ReportedWeek[] {
  const mondays = [...new Set(weeks.map(({ week }) => week))].sort();
  return mondays.map((week) => {
    const counts = sum(weeks.filter((one) => one.week === week).map((one) => one.counts));
    const receivedByRight = byName<Right>(counts, 'received:');
    const closed = Object.values(byName(counts, 'closed:') as Counted).reduce((total, number) => total + number, 0);
    return { week, received: counts.received ?? 0, closed, receivedByRight };
  });
}

function retained(all: Counted): Retained[] {
  const kept = byName(all, 'kept:');
  const held = byName(all, 'held:');
  return [...new Set([...Object.keys(kept), ...Object.keys(held)])]
    .sort()
    .map((collection) => ({ collection, kept: kept[collection] ?? 0, held: held[collection] ?? 0 }));
}

async function openBy(store: CountStore, today: string): Promise<OpenRequests[]> {
  const ranges: readonly (readonly [OpenRequests['due'], string | undefined, string | undefined])[] = [
    ['overdue', undefined, addDays(today, -1)],
    ['within_7_days', today, addDays(today, 7)],
    ['within_14_days', addDays(today, 8), addDays(today, 14)],
    ['within_30_days', addDays(today, 15), addDays(today, 30)],
    ['later', addDays(today, 31), undefined],
  ];
  return Promise.all(ranges.map(async ([due, from, to]) => ({ due, count: await store.openDue(from, to) })));
}
