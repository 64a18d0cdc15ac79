import { chainHash, chainStart, firstBrokenLink } from '../audit/index.ts';
import type { Actor, StaffRole } from '../requests/index.ts';
import { dayInZone } from '../shared/days.ts';
import { accepted, type Result, refused } from '../shared/result.ts';

/**
 * A legal hold: what belongs to a matter (a lawsuit, an audit) must be kept as it is until the hold is released.
 * Holds are lists of chained events, as requests are. Name, owner and reasons may name people, so they are sealed
 * items beside the hold (`hold-words.ts`); events and states carry none of them.
 */

/** Every part that is given must fit; a part left out fits everything. A scope without any part is refused. */
export interface HoldScope {
  /** Keyed hash of the data subject's address; never the address. */
  readonly subjectKey?: string;
  /** The company's own number in the stores, as the data map's company collection has it. */
  readonly company?: string;
  /** Store id of the data map. */
  readonly store?: string;
  /** Collection id of the data map. */
  readonly collection?: string;
  /** Category key of the policy. */
  readonly category?: string;
  /** Plain ISO dates, both inclusive. */
  readonly period?: HoldPeriod;
}

export interface HoldPeriod {
  readonly from?: string;
  readonly to?: string;
}

export type HoldEvent =
  | {
      readonly type: 'HoldPlaced';
      readonly scopes: readonly HoldScope[];
      readonly reviewOn: string;
      readonly preserves?: Preservation;
    }
  /** Looked at: it is still needed. */
  | { readonly type: 'HoldReviewRenewed'; readonly reviewOn: string }
  | { readonly type: 'HoldReleaseProposed' }
  | { readonly type: 'HoldReleaseDeclined' }
  | { readonly type: 'HoldReleased' };

/** The system keeps what a law demands to be kept after a refusal. */
export interface Preservation {
  /** Plain ISO date: the last day on which nobody releases it. */
  readonly until?: string;
  /** IANA zone of the office whose day that is; UTC unless said. */
  readonly timeZone?: string;
}

export interface RecordedHoldEvent {
  readonly matter: string;
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly at: string;
  readonly actor: Actor;
  readonly event: HoldEvent;
  readonly previous: string;
  readonly hash: string;
}

export interface HoldState {
  /** Id of the matter: without meaning, safe in events and addresses. */
  readonly matter: string;
  readonly version: number;
  readonly lastHash: string;
  readonly status: 'active' | 'released';
  /** The hold covers what any of these covers. */
  readonly scopes: readonly HoldScope[];
  /** Plain ISO date on which someone asks whether the hold is still needed. */
  readonly reviewOn: string;
  readonly preserves?: Preservation;
  readonly placedAt: string;
  readonly placedBy: string;
  /** Somebody asked for the release, and a second person has not answered. The hold stands meanwhile. */
  readonly releaseProposed?: { readonly by: string; readonly at: string };
  readonly releasedAt?: string;
  readonly releasedBy?: string;
}

export type HoldCommand =
  | {
      readonly type: 'place';
      readonly scopes: readonly HoldScope[];
      readonly reviewOn: string;
      readonly preserves?: Preservation;
    }
  | { readonly type: 'renew_review'; readonly reviewOn: string }
  /** The law's time is over: the system releases what it placed itself. */
  | { readonly type: 'end_preservation' }
  | { readonly type: 'propose_release' }
  /** By a second person. */
  | { readonly type: 'release' }
  | { readonly type: 'decline_release' };

export type HoldRefusal =
  | { readonly code: 'not_found' }
  | { readonly code: 'role_required'; readonly roles: readonly StaffRole[] }
  | { readonly code: 'scope_empty' }
  | { readonly code: 'period_reversed' }
  | { readonly code: 'review_not_ahead' }
  | { readonly code: 'release_not_proposed' }
  | { readonly code: 'kept_by_law'; readonly until: string }
  | { readonly code: 'same_person' }
  | { readonly code: 'matter_taken' };

export interface HoldContext {
  /** Instant, ISO in UTC. */
  readonly now: string;
  readonly actor: Actor;
}

/** Who may place and release holds. */
export const holdRoles: readonly StaffRole[] = ['legal', 'privacy-officer'];

/** The rules. A command whose effect is already there causes no event, so a double click changes nothing. */
export function decideHold(
  state: HoldState | undefined,
  command: HoldCommand,
  { now, actor }: HoldContext,
): Result<readonly HoldEvent[], HoldRefusal> {
  if (!mayGive(command, actor)) return refused({ code: 'role_required', roles: holdRoles });
  const by = nameOf(actor);
  const today = now.slice(0, 10);
  if (command.type !== 'place') {
    if (!state) return refused({ code: 'not_found' });
    return command.type === 'renew_review'
      ? decideReview(state, command, today)
      : decideRelease(state, command, by, now);
  }
  if (command.scopes.length === 0 || command.scopes.some((scope) => Object.keys(scope).length === 0)) {
    return refused({ code: 'scope_empty' });
  }
  if (command.scopes.some(({ period }) => period?.from && period.to && period.from > period.to)) {
    return refused({ code: 'period_reversed' });
  }
  const { type: _, ...placing } = command;
  const event = { type: 'HoldPlaced', ...placing } as const;
  if (state) return samePlacing(state, event, by) ? accepted([]) : refused({ code: 'matter_taken' });
  // The system may come late.
  if (actor.kind === 'staff' && command.reviewOn <= today) return refused({ code: 'review_not_ahead' });
  return accepted([event]);
}

/** Staff hold what a matter is about; what laws preserve the system holds, and no person places that. */
function mayGive(command: HoldCommand, actor: Actor): boolean {
  const isPreserving =
    command.type === 'end_preservation' || (command.type === 'place' && command.preserves !== undefined);
  if (actor.kind === 'system') return isPreserving && actor.part === 'preservation';
  return !isPreserving && actor.kind === 'staff' && holdRoles.some((role) => actor.roles.includes(role));
}

function nameOf(actor: Actor): string {
  return actor.kind === 'staff' ? actor.id : actor.kind;
}

function decideReview(
  { status, reviewOn }: HoldState,
  command: Extract<HoldCommand, { type: 'renew_review' }>,
  today: string,
): Result<readonly HoldEvent[], HoldRefusal> {
  if (status === 'released') return refused({ code: 'not_found' });
  if (command.reviewOn <= today) return refused({ code: 'review_not_ahead' });
  return accepted(reviewOn === command.reviewOn ? [] : [{ type: 'HoldReviewRenewed', reviewOn: command.reviewOn }]);
}

/** Nothing covered may be erased because of one person alone: who proposes a release does not carry it out. */
function decideRelease(
  { status, releaseProposed, preserves }: HoldState,
  { type }: Exclude<HoldCommand, { type: 'place' | 'renew_review' }>,
  by: string,
  now: string,
): Result<readonly HoldEvent[], HoldRefusal> {
  const { until, timeZone = 'UTC' } = preserves ?? {};
  if (until !== undefined && dayInZone(now, timeZone) <= until && status === 'active')
    return refused({ code: 'kept_by_law', until });
  if (type === 'end_preservation') {
    if (status === 'released') return accepted([]);
    return until === undefined ? refused({ code: 'release_not_proposed' }) : accepted([{ type: 'HoldReleased' }]);
  }
  if (type === 'propose_release') {
    return accepted(status === 'released' || releaseProposed ? [] : [{ type: 'HoldReleaseProposed' }]);
  }
  if (type === 'release' && status === 'released') return accepted([]);
  if (!releaseProposed) return refused({ code: 'release_not_proposed' });
  if (type === 'decline_release') return accepted([{ type: 'HoldReleaseDeclined' }]);
  return releaseProposed.by === by ? refused({ code: 'same_person' }) : accepted([{ type: 'HoldReleased' }]);
}

function samePlacing(state: HoldState, event: Extract<HoldEvent, { type: 'HoldPlaced' }>, by: string): boolean {
  const content = ({ scopes, reviewOn, preserves }: Pick<HoldState, 'scopes' | 'reviewOn' | 'preserves'>) => ({
    scopes,
    reviewOn,
    ...(preserves ? { preserves } : {}),
  });
  return state.placedBy === by && chainHash('', content(state)) === chainHash('', content(event));
}

/** Puts events in their place behind `state`, chained, and returns them with the state they lead to. */
export function recordHoldEvents(
  matter: string,
  state: HoldState | undefined,
  events: readonly HoldEvent[],
  { now, actor }: HoldContext,
): { readonly recorded: readonly RecordedHoldEvent[]; readonly state: HoldState | undefined } {
  const recorded: RecordedHoldEvent[] = [];
  let current = state;
  for (const event of events) {
    const content = { matter, sequence: (current?.version ?? 0) + 1, at: now, actor, event };
    const previous = current?.lastHash ?? chainStart;
    const link = { ...content, previous, hash: chainHash(previous, content) };
    recorded.push(link);
    current = evolveHold(current, link);
  }
  return { recorded, state: current };
}

/** The first event of a hold's history that was changed, dropped, swapped or cut off; undefined when none was. */
export function firstTamperedHoldEvent(history: readonly RecordedHoldEvent[], state: HoldState): number | undefined {
  return firstBrokenLink(history, ({ previous: _, hash: __, ...content }) => content, {
    length: state.version,
    hash: state.lastHash,
  });
}

/** The state after an event. Total for every history that `decideHold` allows. */
export function evolveHold(state: HoldState | undefined, recorded: RecordedHoldEvent): HoldState {
  const { event, at, actor } = recorded;
  const by = nameOf(actor);
  const end = { version: recorded.sequence, lastHash: recorded.hash };
  if (event.type === 'HoldPlaced') {
    const { type: _, ...placing } = event;
    return { matter: recorded.matter, ...end, status: 'active', ...placing, placedAt: at, placedBy: by };
  }
  if (!state) throw new HoldChainBroken(`${event.type} without HoldPlaced`);
  if (event.type === 'HoldReviewRenewed') return { ...state, ...end, reviewOn: event.reviewOn };
  const { releaseProposed: _, ...rest } = state;
  if (event.type === 'HoldReleaseProposed') return { ...rest, ...end, releaseProposed: { by, at } };
  if (event.type === 'HoldReleaseDeclined') return { ...rest, ...end };
  return { ...rest, ...end, status: 'released', releasedAt: at, releasedBy: by };
}

/** Events that cannot follow one another: the stored chain is not one that `decideHold` made. */
export class HoldChainBroken extends Error {
  override readonly name = 'HoldChainBroken';
}
