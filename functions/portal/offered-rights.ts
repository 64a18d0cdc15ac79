import { type Right, rights } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';

/** The rights that these pages have words for. */
const worded = [
  'access',
  'advertising_opt_out',
  'marketing_unsubscribe',
  'deletion',
] as const satisfies readonly Right[];
export type OfferedRight = (typeof worded)[number];

/** The rights a member can ask for on these pages: those the policy grants, in the order they are carried out. */
export function offeredRights({ rights: granted }: Organisation): readonly OfferedRight[] {
  return inOrder(granted.map(({ right }) => right));
}

/** Those of `chosen` that the pages know, each once, in the order they are carried out. */
export function inOrder(chosen: readonly string[]): readonly OfferedRight[] {
  return rights
    .flatMap((right) => worded.filter((offered) => offered === right))
    .filter((right) => chosen.includes(right));
}

/** Days in which a deletion that was approved can be taken back. */
export function waitingDays({ rights: granted }: Organisation): number {
  return granted.find(({ right }) => right === 'deletion')?.waitingDays ?? 0;
}
