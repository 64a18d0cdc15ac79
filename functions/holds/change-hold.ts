import { type Actor, type DeskMail, keys, type SealedItem } from '../requests/index.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import {
  decideHold,
  type HoldCommand,
  type HoldRefusal,
  type HoldScope,
  type HoldState,
  type Preservation,
  type RecordedHoldEvent,
  recordHoldEvents,
} from './hold.ts';
import type { HoldStore } from './hold-store.ts';
import {
  declineWords,
  type PlacingWords,
  placingWords,
  type ReleaseWords,
  releaseWords,
  reviewWords,
} from './hold-words.ts';

/** Attempts against other writers before giving up. */
const maxAttempts = 8;

export interface HoldDependencies {
  readonly holds: HoldStore;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

export interface PlaceHold {
  /** Chosen by whoever places it: sent again, it is the same hold. */
  readonly matter: string;
  readonly scopes: readonly HoldScope[];
  /** Plain ISO date, after today. */
  readonly reviewOn: string;
  readonly preserves?: Preservation;
  readonly words: Sensitive<PlacingWords>;
  readonly actor: Actor;
}

export interface ReleaseHold {
  readonly matter: string;
  readonly actor: Actor;
}

export interface ReasonedRelease extends ReleaseHold {
  readonly words: Sensitive<ReleaseWords>;
}

export interface RenewReview extends ReleaseHold {
  /** Plain ISO date, after today. */
  readonly reviewOn: string;
  /** Why it is still needed. */
  readonly words: Sensitive<ReleaseWords>;
}

type Changed = Promise<Result<HoldState, HoldRefusal>>;

/** Placing and releasing holds: load, decide, write all or nothing. */
export function holdChanger({ holds, now }: HoldDependencies) {
  const change = async (matter: string, command: HoldCommand, actor: Actor, sealed?: SealedItem): Changed => {
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const before = await holds.load(matter);
      const context = { now: now(), actor };
      const decision = decideHold(before, command, context);
      if (!decision.ok) return decision;
      const { recorded, state } = recordHoldEvents(matter, before, decision.value, context);
      if (!state) return refused({ code: 'not_found' });
      if (recorded.length === 0) return accepted(state);
      const written = await holds.append({
        before,
        after: state,
        events: recorded,
        sealed: sealed ? [sealed] : [],
        mails: recorded.flatMap(mailsFor),
      });
      if (written.ok) return accepted(state);
    }
    throw new HoldContended(`hold ${matter}: lost ${maxAttempts} writes in a row`);
  };

  return {
    place: ({ matter, scopes, reviewOn, preserves, words, actor }: PlaceHold): Changed =>
      change(matter, { type: 'place', scopes, reviewOn, ...(preserves ? { preserves } : {}) }, actor, {
        name: placingWords,
        value: words,
      }),
    renewReview: ({ matter, reviewOn, words, actor }: RenewReview): Changed =>
      change(matter, { type: 'renew_review', reviewOn }, actor, { name: reviewWords, value: words }),
    endPreservation: ({ matter, actor }: ReleaseHold): Changed => change(matter, { type: 'end_preservation' }, actor),
    proposeRelease: ({ matter, words, actor }: ReasonedRelease): Changed =>
      change(matter, { type: 'propose_release' }, actor, { name: releaseWords, value: words }),
    /** Refuses with `same_person` for who proposed it. */
    release: ({ matter, actor }: ReleaseHold): Changed => change(matter, { type: 'release' }, actor),
    declineRelease: ({ matter, words, actor }: ReasonedRelease): Changed =>
      change(matter, { type: 'decline_release' }, actor, { name: declineWords, value: words }),
  };
}

/**
 * Legal and the privacy officer are told when somebody places a hold and when one ends; the member never is. What the system
 * keeps because a law says so needs nobody.
 */
function mailsFor({ matter, sequence, event, actor }: RecordedHoldEvent): readonly DeskMail[] {
  if (actor.kind !== 'staff') return [];
  const owner = keys.holdOwner(`${matter}-${sequence}`);
  const to = [{ role: 'legal' }, { role: 'privacy-officer' }] as const;
  if (event.type === 'HoldPlaced')
    return [{ owner, milestone: 'staff_hold_placed', to, facts: { reviewOn: event.reviewOn } }];
  return event.type === 'HoldReleased' ? [{ owner, milestone: 'staff_hold_released', to, facts: {} }] : [];
}

export type HoldChanger = ReturnType<typeof holdChanger>;

/** Too many writers at once; whoever called may try again. */
export class HoldContended extends Error {
  override readonly name = 'HoldContended';
}
