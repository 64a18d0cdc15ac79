import type { RightOption, RightRule, SetValues } from './organisation.ts';

/** What a request asks for, as far as it says what is noted in the stores. */
export interface ChosenRights {
  readonly rights: readonly string[];
  /** Keys of the functions to which consent is withdrawn. */
  readonly functions?: readonly string[];
  /** Keys of the uses that are objected to. */
  readonly uses?: readonly string[];
}

/** The functions and uses that were chosen, in the order of the policy; those it does not have are left out. */
export function chosenOptions(
  rules: readonly RightRule[],
  { rights, functions = [], uses = [] }: ChosenRights,
): readonly { readonly right: string; readonly option: RightOption }[] {
  return rules
    .filter(({ right }) => rights.includes(right))
    .flatMap((rule) =>
      [
        ...(rule.functions ?? []).filter(({ key }) => functions.includes(key)),
        ...(rule.uses ?? []).filter(({ key }) => uses.includes(key)),
      ].map((option) => ({ right: rule.right, option })),
    );
}

/** The values that what was chosen puts into the data subject's own records. */
export function valuesToSet(rules: readonly RightRule[], chosen: ChosenRights): SetValues {
  const wanted = rules.filter(({ right }) => chosen.rights.includes(right));
  const options = chosenOptions(rules, chosen).map(({ option }) => option);
  return Object.assign({}, ...[...wanted, ...options].map(({ sets = {} }) => sets));
}
