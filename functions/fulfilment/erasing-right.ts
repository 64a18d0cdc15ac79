import type { RightRule } from '../shared/organisation.ts';

const leaving: ReadonlySet<string> = new Set(['return', 'keep']);

/**
 * What a request's rights change in the stores, as one rule: a deletion, with every choice that is noted beside it.
 * @throws Error named `RightUnusable` when the policy has none; trying again does not help
 */
export function erasingRight(rules: readonly RightRule[], asked: readonly string[]): RightRule {
  const wanted = rules.filter(({ right }) => asked.includes(right));
  const deletion = wanted.find(({ actions }) => Object.values(actions).some(({ action }) => !leaving.has(action)));
  const sets = Object.assign({}, ...wanted.map((rule) => rule.sets ?? {})) as NonNullable<RightRule['sets']>;
  if (deletion) return { ...deletion, sets };
  if (Object.keys(sets).length > 0) return { right: asked.join(', '), actions: {}, sets };
  throw new RightUnusable(asked.join(', '));
}

/** The policy does not say what to do; it was changed after the request was approved. */
export class RightUnusable extends Error {
  override readonly name = 'RightUnusable';
}
