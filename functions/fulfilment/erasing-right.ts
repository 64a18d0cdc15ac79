import type { RightRule } from '../shared/organisation.ts';

const leaving: ReadonlySet<string> = new Set(['return', 'keep']);

/**
 * The right of a request whose rule changes what stores hold.
 * @throws Error named `RightUnusable` when the policy has none; trying again does not help
 */
export function erasingRight(rules: readonly RightRule[], asked: readonly string[]): RightRule {
  const found = rules.find(
    ({ right, actions }) => asked.includes(right) && Object.values(actions).some(({ action }) => !leaving.has(action)),
  );
  if (!found) throw new RightUnusable(asked.join(', '));
  return found;
}

/** The policy does not say what to do; it was changed after the request was approved. */
export class RightUnusable extends Error {
  override readonly name = 'RightUnusable';
}
