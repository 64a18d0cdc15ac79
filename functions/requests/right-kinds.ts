import type { RefusalReason, RequestState, Right } from './request-state.ts';

/** Rights that are answered with a package: everything (GDPR Art. 15), or what was provided, for machines (Art. 20). */
export const copyRights = ['access', 'portability'] as const satisfies readonly Right[];
export type CopyRight = (typeof copyRights)[number];

/** Which copies were asked for, in the order they stand in the package. */
export function copiesAsked(asked: readonly Right[]): readonly CopyRight[] {
  return copyRights.filter((right) => asked.includes(right));
}

export function asksForCopy(asked: readonly Right[]): boolean {
  return copiesAsked(asked).length > 0;
}

/** Whether all that was asked is to be answered in words: a complaint, a question or an appeal, for which no data is looked through. */
export function isAnsweredInWords(asked: readonly Right[]): boolean {
  return asked.length > 0 && asked.every(isInWords);
}

/** Whether something of what was asked is. */
export function wantsWords(asked: readonly Right[]): boolean {
  return asked.some(isInWords);
}

function isInWords(right: Right): boolean {
  return right === 'complaint' || right === 'appeal';
}

/** What of the rights asked for staff have not refused by itself: all of them, until they decide. */
export function grantedRights({
  rights,
  rightRefusals,
}: Pick<RequestState, 'rights' | 'rightRefusals'>): readonly Right[] {
  return rightRefusals === undefined ? rights : rights.filter((right) => rightRefusals[right] === undefined);
}

/** Rights that only note a choice of the data subject: nothing is looked through, and nobody has to agree. */
const choiceRights = ['advertising_opt_out', 'marketing_unsubscribe', 'consent_withdrawal'] as const;
/** Rights that are carried out by a note in the data subject's own records: choices, and what staff decide about. */
const notedRights = [...choiceRights, 'objection', 'restriction'] as const;
export type NotedRight = (typeof notedRights)[number];

export function isChoice(right: Right): boolean {
  return choiceRights.some((choice) => choice === right);
}

export function isNoted(right: Right): right is NotedRight {
  return notedRights.some((noted) => noted === right);
}

/** Whether the data subject's data goes: a deletion, or the cancellation of the account, which is one. */
export function asksForDeletion(asked: readonly Right[]): boolean {
  return asked.includes('deletion') || asked.includes('account_cancellation');
}

/** Whether the company goes with the account: nobody is left, or staff noted that it is closed. */
export function closesCompany({ company }: Pick<RequestState, 'company'>): boolean {
  return company !== undefined && (company.isLast || company.closed === true);
}

/** Whether the company would be left without an administrator, and nothing was settled about it. */
export function needsHandover(state: Pick<RequestState, 'company' | 'rights' | 'rightRefusals'>): boolean {
  if (state.company?.needsHandover !== true || closesCompany(state)) return false;
  return grantedRights(state).includes('account_cancellation');
}

/** Some reasons are the law's answer to one right only. */
export function reasonFits(reason: RefusalReason, { rights }: Pick<RequestState, 'rights'>): boolean {
  if (reason === 'compelling_grounds') return rights.includes('objection');
  return reason !== 'no_ground_for_restriction' || rights.includes('restriction');
}
