import { Contended } from '../shared/contended.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { type CountDates, datesMoved, movesClock } from './clock-dates.ts';
import type { CountPreservation } from './preservation.ts';
import { recordEvents } from './record-events.ts';
import { decide } from './request.ts';
import type { Command, CommandContext, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import type { Actor, RequestState } from './request-state.ts';
import type { RequestStore, SealedItem } from './request-store.ts';
import { copiesAsked } from './right-kinds.ts';

/** Attempts against other writers before giving up; each loss means somebody else won. */
const maxAttempts = 8;

export interface CommandEnvelope {
  readonly requestId: string;
  readonly command: Command;
  readonly actor: Actor;
  /** Written with the events, and only if there are any. */
  readonly sealed?: readonly SealedItem[];
  /** Refuse with `changed_meanwhile` unless the request is still at this version (what staff had on screen). */
  readonly expectedVersion?: number;
  /** Refuse with `holds_changed` unless the register of legal holds is still at this version. */
  readonly holdsVersion?: number;
}

export interface CommandDependencies {
  readonly requests: RequestStore;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
  /** For handlers whose commands move dates. */
  readonly countDates?: CountDates;
  /** For handlers whose commands refuse. */
  readonly countPreservation?: CountPreservation;
}

/** Carries one command to a request: load, decide, write all or nothing; again when another writer was faster. */
export function commandHandler({ requests, now, countDates, countPreservation }: CommandDependencies) {
  return async ({
    requestId,
    command,
    actor,
    sealed = [],
    expectedVersion,
    holdsVersion,
  }: CommandEnvelope): Promise<Result<RequestState, CommandRefusal>> => {
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const before = await requests.load(requestId);
      if (before && expectedVersion !== undefined && before.version !== expectedVersion) {
        return refused({ code: 'changed_meanwhile', version: before.version, changedAt: before.changedAt });
      }
      const context = { now: now(), actor };
      const decision = decide(before, command, context);
      if (!decision.ok) return decision;
      const events = withPreservation(before, withMovedDates(requestId, before, decision.value, context), context);
      const { recorded, effects, state } = recordEvents(requestId, before, events, context);
      if (!state) return refused({ code: 'not_found' });
      if (recorded.length === 0) return accepted(state);
      const written = await requests.append({
        before,
        after: state,
        events: recorded,
        effects,
        sealed,
        ...(holdsVersion === undefined ? {} : { holdsVersion }),
      });
      if (written.ok) return accepted(state);
      if (written.refusal.code === 'holds_changed') return refused(written.refusal);
    }
    throw new Contended(`request ${requestId}: lost ${maxAttempts} writes in a row`);
  };

  /** What a law keeps after a refusal is kept from that very step on. */
  function withPreservation(
    before: RequestState | undefined,
    events: readonly RequestEvent[],
    { now: at }: CommandContext,
  ): readonly RequestEvent[] {
    if (!before || !events.some((event) => refusesForGood(before, event))) return events;
    if (!countPreservation) throw new TypeError('a refusal came to a handler that does not know what it preserves');
    const preserved = countPreservation(before, at);
    return preserved ? [...events, { type: 'DataPreserved', ...preserved }] : events;
  }

  /** Dates are counted anew in the step that changes what they follow from. */
  function withMovedDates(
    requestId: string,
    before: RequestState | undefined,
    events: readonly RequestEvent[],
    context: CommandContext,
  ): readonly RequestEvent[] {
    if (!movesClock(events)) return events;
    if (!countDates) throw new TypeError('a command that moves dates came to a handler that does not count them');
    const { state } = recordEvents(requestId, before, events, context);
    const dates = state && countDates(state);
    return state && dates ? [...events, ...datesMoved(state, dates)] : events;
  }
}

/** The first answer that refuses something: the whole request, or a copy beside what it grants. */
function refusesForGood(before: RequestState, { type }: RequestEvent): boolean {
  if (type === 'RefusalApproved') return true;
  if (type !== 'AnswerApproved' || before.preservation || before.erasing) return false;
  return copiesAsked(before.rights).some((copy) => before.rightRefusals?.[copy] !== undefined);
}

export type HandleCommand = ReturnType<typeof commandHandler>;
