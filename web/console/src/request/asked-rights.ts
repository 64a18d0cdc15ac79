import type { RequestView } from '../../../../functions/console/views.ts';

type Rights = RequestView['rights'];

/** What staff have not refused of what was asked. */
export function granted({ rights, refusedRights }: Pick<RequestView, 'rights' | 'refusedRights'>): Rights {
  return rights.filter((right) => !refusedRights.some((refused) => refused.right === right));
}

const copies: ReadonlySet<Rights[number]> = new Set(['access', 'portability']);

/** Whether the answer is a package to download. */
export function asksForCopy(rights: Rights): boolean {
  return rights.some((right) => copies.has(right));
}

/** Whether all that was asked is a complaint, a question or an appeal: no data is looked through for it. */
export function isAnsweredInWords(rights: Rights): boolean {
  return rights.every(isInWords);
}

/** Whether something of what was asked is. */
export function wantsWords(rights: Rights): boolean {
  return rights.some(isInWords);
}

function isInWords(right: Rights[number]): boolean {
  return right === 'complaint' || right === 'appeal';
}

/** Whether data goes, which takes a second person. */
export function asksForDeletion(rights: Rights): boolean {
  return rights.includes('deletion') || rights.includes('account_cancellation');
}
