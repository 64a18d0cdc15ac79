import { type Right, rights } from '../requests/index.ts';
import type { Organisation, RightRule } from '../shared/organisation.ts';

/** The rights a member can ask for on these pages: those the policy grants, as far as the product carries them out. */
export function offeredRights({ rights: granted }: Organisation): readonly Right[] {
  return rights.filter((right) => granted.some((rule) => rule.right === right));
}

export function rightRule({ rights: granted }: Organisation, right: Right): RightRule | undefined {
  return granted.find((rule) => rule.right === right);
}

/** Days in which a deletion that was approved can be taken back. */
export function waitingDays(organisation: Organisation): number {
  return rightRule(organisation, 'deletion')?.waitingDays ?? 0;
}
