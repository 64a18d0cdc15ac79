import { chainHash, chainStart, firstBrokenLink } from '../audit/index.ts';
import type { Actor, StaffRole } from '../requests/index.ts';
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
  | { readonly type: 'HoldPlaced'; readonly scopes: readonly HoldScope[]; readonly reviewOn: string }
  | { readonly type: 'HoldReleaseProposed' }
  | { readonly type: 'HoldReleaseDeclined' }
  | { readonly type: 'HoldReleased' };

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
  readonly placedAt: string;
  readonly placedBy: string;
  /** Somebody asked for the release, and a second person has not answered. The hold stands meanwhile. */
  readonly releaseProposed?: { readonly by: string; readonly at: string };
  readonly releasedAt?: string;
  readonly releasedBy?: string;
}

export type HoldCommand =
  | { readonly type: 'place'; readonly scopes: readonly HoldScope[]; readonly reviewOn: string }
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
  if (actor.kind !== 'staff' || !holdRoles.some((role) => actor.roles.includes(role))) {
    return refused({ code: 'role_required', roles: holdRoles });
  }
  if (command.type !== 'place') return state ? decideRelease(state, command, actor.id) : refused({ code: 'not_found' });
  if (command.scopes.length === 0 || command.scopes.some((scope) => Object.keys(scope).length === 0)) {
    return refused({ code: 'scope_empty' });
  }
  if (command.scopes.some(({ period }) => period?.from && period.to && period.from > period.to)) {
    return refused({ code: 'period_reversed' });
  }
  const event: HoldEvent = { type: 'HoldPlaced', scopes: command.scopes, reviewOn: command.reviewOn };
  if (state) return samePlacing(state, event, actor.id) ? accepted([]) : refused({ code: 'matter_taken' });
  if (command.reviewOn <= now.slice(0, 10)) return refused({ code: 'review_not_ahead' });
  return accepted([event]);
}

/** Nothing covered may be erased because of one person alone: who proposes a release does not carry it out. */
function decideRelease(
  { status, releaseProposed }: HoldState,
  { type }: Exclude<HoldCommand, { type: 'place' }>,
  by: string,
): Result<readonly HoldEvent[], HoldRefusal> {
  if (type === 'propose_release') {
    return accepted(status === 'released' || releaseProposed ? [] : [{ type: 'HoldReleaseProposed' }]);
  }
  if (type === 'release' && status === 'released') return accepted([]);
  if (!releaseProposed) return refused({ code: 'release_not_proposed' });
  if (type === 'decline_release') return accepted([{ type: 'HoldReleaseDeclined' }]);
  return releaseProposed.by === by ? refused({ code: 'same_person' }) : accepted([{ type: 'HoldReleased' }]);
}

function samePlacing(state: HoldState, event: Extract<HoldEvent, { type: 'HoldPlaced' }>, by: string): boolean {
  const content = ({ scopes, reviewOn }: Pick<HoldState, 'scopes' | 'reviewOn'>) => ({ scopes, reviewOn });
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
  const by = actor.kind === 'staff' ? actor.id : actor.kind;
  const end = { version: recorded.sequence, lastHash: recorded.hash };
  if (event.type === 'HoldPlaced') {
    const { scopes, reviewOn } = event;
    return { matter: recorded.matter, ...end, status: 'active', scopes, reviewOn, placedAt: at, placedBy: by };
  }
  if (!state) throw new HoldChainBroken(`${event.type} without HoldPlaced`);
  const { releaseProposed: _, ...rest } = state;
  if (event.type === 'HoldReleaseProposed') return { ...rest, ...end, releaseProposed: { by, at } };
  if (event.type === 'HoldReleaseDeclined') return { ...rest, ...end };
  return { ...rest, ...end, status: 'released', releasedAt: at, releasedBy: by };
}

/** Events that cannot follow one another: the stored chain is not one that `decideHold` made. */
export class HoldChainBroken extends Error {
  override readonly name = 'HoldChainBroken';
}
