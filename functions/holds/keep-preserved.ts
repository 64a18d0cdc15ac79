import { type HandleCommand, isPreserved, type RequestState, type RequestStore } from '../requests/index.ts';
import { addDays, dayInZone } from '../shared/days.ts';
import type { Organisation } from '../shared/organisation.ts';
import { Sensitive } from '../shared/sensitive.ts';
import type { HoldChanger } from './change-hold.ts';
import type { HoldScope } from './hold.ts';
import type { HoldStore } from './hold-store.ts';

export interface PreservedDependencies {
  readonly requests: Pick<RequestStore, 'load'>;
  readonly handle: HandleCommand;
  readonly holds: Pick<HoldStore, 'load'>;
  readonly changeHold: Pick<HoldChanger, 'place' | 'endPreservation'>;
  readonly laws: Organisation['laws'];
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

const actor = { kind: 'system', part: 'preservation' } as const;

/**
 * Keeps what a law demands to be kept after a refusal: places a legal hold on what was asked for, so that no deletion takes
 * it meanwhile, and ends with it: when the law's days are over, or staff have released it because no recourse is left.
 * Repeating it changes nothing. Answers whether the data is still kept.
 */
export function preservationKeeper({ requests, handle, holds, changeHold, laws, now }: PreservedDependencies) {
  return async (requestId: string): Promise<boolean> => {
    const state = await requests.load(requestId);
    if (!state || !isPreserved(state)) return false;
    const { matter, until } = state.preservation ?? {};
    if (matter === undefined) {
      await place(state);
      return true;
    }
    if (until !== undefined) {
      if (dayInZone(now(), state.timeZone) <= until) return true;
      const ended = await changeHold.endPreservation({ matter, actor });
      if (!ended.ok) return true;
    } else if ((await holds.load(matter))?.status !== 'released') return true;
    const end = await handle({ requestId, command: { type: 'end_preservation' }, actor });
    return !end.ok;
  };

  async function place(state: RequestState): Promise<void> {
    const matter = `preservation-${state.id}`;
    const law = laws[state.law];
    const { until } = state.preservation ?? {};
    const from = dayInZone(state.closedAt ?? state.changedAt, state.timeZone);
    const placed = await changeHold.place({
      matter,
      scopes: scopesOf(state),
      reviewOn: until ?? addDays(from, law?.preservation?.reviewDays ?? 0),
      preserves: until === undefined ? {} : { until, timeZone: state.timeZone },
      words: new Sensitive({
        name: `Preservation after the refusal of ${state.reference}`,
        owner: 'The system',
        reason: [law?.preservation?.article, 'what was refused stays as long as there may be recourse']
          .filter((part) => part !== undefined)
          .join(': '),
      }),
      actor,
    });
    if (!placed.ok) throw new PreservationNotHeld(placed.refusal.code);
    await handle({ requestId: state.id, command: { type: 'hold_preserved', matter }, actor });
  }
}

export type KeepPreserved = ReturnType<typeof preservationKeeper>;

/** What was asked for, and no more of the data subject. */
function scopesOf({ subjectKey, categories, period }: RequestState): readonly HoldScope[] {
  const whole: HoldScope = { subjectKey, ...(period ? { period } : {}) };
  return categories.length > 0 ? categories.map((category) => ({ ...whole, category })) : [whole];
}

/** The rules of holds did not take it; the next sweep tries again, and meanwhile nothing of the request is deleted. */
export class PreservationNotHeld extends Error {
  override readonly name = 'PreservationNotHeld';
}
