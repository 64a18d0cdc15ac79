import { dayInZone } from '../shared/days.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import type { Command, CommandContext, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import type { RequestState } from './request-state.ts';

/** Commands about data that a law keeps after a refusal; only the system gives them. */
export type PreservationCommand = Extract<Command, { readonly type: 'hold_preserved' | 'end_preservation' }>;

/** For how long a law keeps what was refused at this instant; undefined where none does. `until`: plain ISO date. */
export type CountPreservation = (state: RequestState, now: string) => { readonly until?: string } | undefined;

/** What a law keeps is kept by a legal hold, and no shorter than it says. */
export function decidePreservation(
  state: RequestState,
  command: PreservationCommand,
  { now }: CommandContext,
): Result<readonly RequestEvent[], CommandRefusal> {
  const { preservation } = state;
  if (!preservation) return refused({ code: 'not_allowed_now', command: command.type, status: state.status });
  if (preservation.endedAt) return accepted([]);
  if (command.type === 'hold_preserved') {
    return accepted(preservation.matter ? [] : [{ type: 'PreservationHeld', matter: command.matter }]);
  }
  const { until } = preservation;
  if (until !== undefined && dayInZone(now, state.timeZone) <= until) return refused({ code: 'too_early' });
  return accepted([{ type: 'PreservationEnded' }]);
}

/** Whether a law still keeps what was gathered for a refused request. */
export function isPreserved({ preservation }: Pick<RequestState, 'preservation'>): boolean {
  return preservation !== undefined && preservation.endedAt === undefined;
}
