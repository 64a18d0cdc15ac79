import { closesCompany, isLifting, type RequestState } from '../requests/index.ts';
import { type ChosenRights, chosenOptions, valuesToSet } from '../shared/chosen-options.ts';
import type { RightRule } from '../shared/organisation.ts';

const leaving: ReadonlySet<string> = new Set(['return', 'keep']);

/** A right as it is carried out when the company goes with the account. */
export function closing({ company, ...right }: RightRule): RightRule {
  return { ...right, overrides: { ...right.overrides, ...company?.closing } };
}

/**
 * What a request's rights change in the stores, as one rule: a deletion, with everything that is noted beside it.
 * @throws Error named `RightUnusable` when the policy has none, or not all that was chosen; trying again does not help
 */
export function erasingRight(
  rules: readonly RightRule[],
  asked: ChosenRights & Pick<RequestState, 'company' | 'lifting'>,
): RightRule {
  if (isLifting(asked)) return liftedRight(rules);
  const wanted = rules.filter(({ right }) => asked.rights.includes(right));
  const { functions = [], uses = [] } = asked;
  if (chosenOptions(rules, asked).length < functions.length + uses.length)
    throw new RightUnusable([...functions, ...uses].join(', '));
  const deletions = wanted.filter(({ actions }) => Object.values(actions).some(({ action }) => !leaving.has(action)));
  // The cancellation of an account is the wider one of two.
  const deletion = deletions.find(({ right }) => right === 'account_cancellation') ?? deletions[0];
  const sets = valuesToSet(rules, asked);
  if (deletion) return { ...(closesCompany(asked) ? closing(deletion) : deletion), sets };
  if (Object.keys(sets).length > 0) return { right: asked.rights.join(', '), actions: {}, sets };
  throw new RightUnusable(asked.rights.join(', '));
}

/** What lifting a restriction puts into the stores. */
function liftedRight(rules: readonly RightRule[]): RightRule {
  const { lift } = rules.find(({ right }) => right === 'restriction') ?? {};
  if (!lift) throw new RightUnusable('restriction');
  return { right: 'restriction', actions: {}, sets: lift.sets };
}

/** The policy does not say what to do; it was changed after the request was approved. */
export class RightUnusable extends Error {
  override readonly name = 'RightUnusable';
}
