import { daysAfter } from '../shared/days.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import type { Command, CommandContext, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import type { RequestState } from './request-state.ts';
import { asksForDeletion, grantedRights } from './right-kinds.ts';

/** Commands that lift a restriction: staff announce it, the system does it when the member has known for some days. */
export type LiftCommand = Extract<Command, { readonly type: 'lift_restriction' | 'start_lifting' }>;

/** A restriction is lifted once, after it was carried out, and never before the member was told (GDPR Art. 18(3)). */
export function decideLifting(
  state: RequestState,
  command: LiftCommand,
  { now }: CommandContext,
): Result<readonly RequestEvent[], CommandRefusal> {
  const no = refused<CommandRefusal>({ code: 'not_allowed_now', command: command.type, status: state.status });
  const { lifting } = state;
  if (command.type === 'start_lifting') {
    if (!lifting) return no;
    if (lifting.startedAt) return accepted([]);
    return now >= lifting.from ? accepted([{ type: 'RestrictionLiftStarted' }]) : refused({ code: 'too_early' });
  }
  const { words, noticeDays } = command;
  if (lifting || !isRestricted(state) || noticeDays === undefined) return no;
  return accepted([{ type: 'RestrictionLiftAnnounced', words, from: daysAfter(now, noticeDays) }]);
}

/** Whether a restriction was carried out, and the account it is noted in is still there. */
function isRestricted(state: RequestState): boolean {
  const { status, erasing } = state;
  const rights = grantedRights(state);
  const done = status === 'completed' || status === 'partly_completed';
  return done && rights.includes('restriction') && !asksForDeletion(rights) && erasing?.finishedAt !== undefined;
}

/** Whether what is carried out now, or was carried out last, is the end of the restriction. */
export function isLifting({ lifting }: Pick<RequestState, 'lifting'>): boolean {
  return lifting?.startedAt !== undefined;
}
