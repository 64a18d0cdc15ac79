import { type Right, rights } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';

/** The rights a member can ask for: those the policy grants, in the order they are carried out. */
export function offeredRights({ rights: granted }: Organisation): readonly Right[] {
  return rights.filter((right) => right !== 'appeal' && granted.some((rule) => rule.right === right));
}

/** What members look for rights under, in the order of the page. */
export type RightGroup = 'data' | 'use' | 'words';
const groupOf: Readonly<Record<Right, RightGroup>> = {
  access: 'data',
  portability: 'data',
  correction: 'data',
  listing_takedown: 'data',
  deletion: 'data',
  account_cancellation: 'data',
  advertising_opt_out: 'use',
  marketing_unsubscribe: 'use',
  consent_withdrawal: 'use',
  objection: 'use',
  restriction: 'use',
  complaint: 'words',
  appeal: 'words',
};

/** The rights as the first page of the form shows them; a group without any is left out. */
export function groupedRights(
  offered: readonly Right[],
): readonly { readonly group: RightGroup; readonly rights: readonly Right[] }[] {
  const groups = [...new Set(Object.values(groupOf))];
  return groups
    .map((group) => ({ group, rights: offered.filter((right) => groupOf[right] === group) }))
    .filter(({ rights: some }) => some.length > 0);
}

/** Days in which a deletion that was approved can be taken back. */
export function waitingDays({ rights: granted }: Organisation): number {
  const waits = granted.filter(({ right }) => right === 'deletion' || right === 'account_cancellation');
  return Math.max(0, ...waits.map(({ waitingDays: days = 0 }) => days));
}
