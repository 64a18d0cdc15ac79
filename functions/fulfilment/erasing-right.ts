import { type ChosenRights, chosenOptions, valuesToSet } from '../shared/chosen-options.ts';
import type { RightRule } from '../shared/organisation.ts';

const leaving: ReadonlySet<string> = new Set(['return', 'keep']);

/**
 * What a request's rights change in the stores, as one rule: a deletion, with everything that is noted beside it.
 * @throws Error named `RightUnusable` when the policy has none, or not all that was chosen; trying again does not help
 */
export function erasingRight(rules: readonly RightRule[], asked: ChosenRights): RightRule {
  const wanted = rules.filter(({ right }) => asked.rights.includes(right));
  const { functions = [], uses = [] } = asked;
  if (chosenOptions(rules, asked).length < functions.length + uses.length)
    throw new RightUnusable([...functions, ...uses].join(', '));
  const deletion = wanted.find(({ actions }) => Object.values(actions).some(({ action }) => !leaving.has(action)));
  const sets = valuesToSet(rules, asked);
  if (deletion) return { ...deletion, sets };
  if (Object.keys(sets).length > 0) return { right: asked.rights.join(', '), actions: {}, sets };
  throw new RightUnusable(asked.rights.join(', '));
}

/** The policy does not say what to do; it was changed after the request was approved. */
export class RightUnusable extends Error {
  override readonly name = 'RightUnusable';
}
