/**
 * Evaluates identity policies as IAM does, as far as the roles of this product use the language: Allow and Deny, actions
 * and resources with wildcards, conditions with the operators below. Anything else is an error, never passed over.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */

/** A statement as it stands in a policy document, its references resolved. */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Conditions;
}

/** Operator → condition key → values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One permission that a call needs. A call may need several. */
export interface Permission {
  /** Such as `dynamodb:GetItem`. */
  readonly action: string;
  /** ARN without wildcards. */
  readonly resource: string;
  /** Condition keys the call comes with; a key with more values is a list. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Whether the statements allow it: one allows it and none denies it. */
export function allows(statements: readonly PolicyStatement[], permission: Permission): boolean {
  const applying = statements.filter((statement) => applies(statement, permission));
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow');
}

/** Whether the statement speaks of the permission, allowing or denying it. */
export function applies(statement: PolicyStatement, { action, resource, context = {} }: Permission): boolean {
  refuseUnknownParts(statement);
  return (
    listOf(statement.Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    listOf(statement.Resource).some((pattern) => matches(pattern, resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, context[key], listOf(values))),
    )
  );
}

/** What a `*` and a `?` stand for: any text, even none, and any one character. */
export function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}

export function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

const parts = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition']);

function refuseUnknownParts(statement: PolicyStatement): void {
  const unknown = Object.keys(statement).find((name) => !parts.has(name));
  if (unknown !== undefined) throw new UnknownPolicyElement(unknown);
  for (const pattern of [...listOf(statement.Action), ...listOf(statement.Resource)]) {
    // Policy variables, such as ${aws:username}, would need a context of their own.
    if (pattern.includes('${')) throw new UnknownPolicyElement(pattern);
  }
}

/**
 * A key that the call does not come with fails the condition, and a key with more values fits operators made for it only.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function holds(operator: string, given: string | readonly string[] | undefined, wanted: readonly string[]): boolean {
  const [quantifier, name] = operator.includes(':') ? operator.split(':') : [undefined, operator];
  const compare = comparisons[name ?? ''];
  if (!compare) throw new UnknownPolicyElement(operator);
  const fits = (value: string) => wanted.some((pattern) => compare(pattern, value));
  switch (quantifier) {
    case undefined:
      return typeof given === 'string' && fits(given);
    case 'ForAllValues':
      return listOf(given ?? []).every(fits);
    case 'ForAnyValue':
      return listOf(given ?? []).some(fits);
    default:
      throw new UnknownPolicyElement(operator);
  }
}

const comparisons: Readonly<Record<string, (pattern: string, value: string) => boolean>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringLike: matches,
};

/** A policy says something that is not evaluated here. */
export class UnknownPolicyElement extends Error {
  override readonly name = 'UnknownPolicyElement';

  constructor(element: string) {
    super(`policies with ${element} are not evaluated`);
  }
}
