import { accepted, type Result, refused } from '../shared/result.ts';
import { isChangeRight } from './asked-changes.ts';
import type { Command, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import type { RequestState, Right, RightRefusal } from './request-state.ts';
import { grantedRights, isAnsweredInWords, reasonFits } from './right-kinds.ts';

/** Commands of staff about one right of several. */
export type RightCommand = Extract<Command, { readonly type: 'refuse_right' | 'grant_right' }>;

/** Each right is decided by itself, as often as staff think again, until something is carried out. */
export function decideRight(
  state: RequestState,
  command: RightCommand,
): Result<readonly RequestEvent[], CommandRefusal> {
  const no = refused<CommandRefusal>({ code: 'not_allowed_now', command: command.type, status: state.status });
  const { right } = command;
  if (!refusableRights(state).includes(right)) return no;
  if (command.type === 'grant_right')
    return accepted(state.rightRefusals?.[right] ? [{ type: 'RightGranted', right }] : []);
  const { reason, words } = command;
  if (!reasonFits(reason, { rights: [right] })) return refused({ code: 'reason_not_applicable', reason });
  return accepted([{ type: 'RightRefused', right, reason, words }]);
}

/**
 * Rights that can be refused by themselves now, beside others. Corrections and take-downs are decided point by point, a
 * complaint is answered in words, and a right that is all that was asked is refused with the request.
 */
export function refusableRights({ status, rights, erasing, package: copy }: RequestState): readonly Right[] {
  if (status !== 'in_review' || erasing || copy || rights.length < 2) return [];
  return rights.filter((right) => !isChangeRight(right) && !isAnsweredInWords([right]));
}

/** Rights that staff refuse while they grant others, in the order of the request, each with why. */
export function refusedRights({
  rights,
  rightRefusals = {},
}: Pick<RequestState, 'rights' | 'rightRefusals'>): readonly ({ readonly right: Right } & RightRefusal)[] {
  return rights.flatMap((right) => {
    const refusal = rightRefusals[right];
    return refusal ? [{ right, ...refusal }] : [];
  });
}

/** Whether staff refuse a right by itself. */
export function refusesRights(state: Pick<RequestState, 'rights' | 'rightRefusals'>): boolean {
  return refusedRights(state).length > 0;
}

/** Whether all that could be granted is refused. What is only answered in words is not granted, nor refused. */
export function grantsNothing(state: RequestState): boolean {
  const decided = state.rights.filter((right) => !isAnsweredInWords([right]));
  const granted = grantedRights(state);
  return decided.length > 0 && decided.every((right) => !granted.includes(right) || isRefusedByPoints(state, right));
}

function isRefusedByPoints({ changes = [] }: RequestState, right: Right): boolean {
  const points = changes.filter((change) => change.right === right);
  return points.length > 0 && points.every(({ decision }) => decision === 'refused');
}

/**
 * The request as far as it is granted, as if no more had been asked: what is carried out, and told as done. The same where
 * nothing was refused by itself.
 */
export function grantedPart(state: RequestState): RequestState {
  if (!refusesRights(state)) return state;
  const rights = grantedRights(state);
  const { functions, uses, company, ...rest } = state;
  return {
    ...rest,
    rights,
    ...(functions && rights.includes('consent_withdrawal') ? { functions } : {}),
    ...(uses && rights.includes('objection') ? { uses } : {}),
    ...(company && rights.includes('account_cancellation') ? { company } : {}),
  };
}
