import { type Definition, isExpression, type StateType } from './definition.ts';
import { expressionProblem } from './expression.ts';
import { isObject } from './json.ts';
import { parseResource } from './resource.ts';

/** Says what is wrong with a field's value; undefined when it is fine. */
export type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === 'string' ? undefined : 'must be a string');
const nonEmptyText: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a non-empty string';
const isTrue: Check = (value) => (value === true ? undefined : 'must be true');
const oneOf =
  (...allowed: string[]): Check =>
  (value) =>
    allowed.includes(value as string) ? undefined : `must be ${allowed.join(' or ')}`;
const number =
  (lowest: number, highest: number, whole = true): Check =>
  (value) =>
    typeof value === 'number' && value >= lowest && value <= highest && (!whole || Number.isInteger(value))
      ? undefined
      : `must be ${whole ? 'an integer' : 'a number'} from ${lowest} to ${highest}`;

/** Any JSON whose strings may be expressions; every expression must parse. */
export const template: Check = (value) => {
  if (typeof value === 'string') return expressionProblem(value);
  const inside = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  for (const part of inside) {
    const problem = template(part);
    if (problem) return problem;
  }
  return undefined;
};
const expressionOr =
  (literal: Check): Check =>
  (value) =>
    isExpression(value) ? template(value) : literal(value);
const array: Check = (value) => (Array.isArray(value) ? template(value) : 'must be an array or a JSONata expression');

const assign: Check = (value) => {
  if (!isObject(value)) return 'must be an object of variable names and values';
  for (const name of Object.keys(value)) {
    if (name === 'states') return `the variable name 'states' is reserved`;
    if (!/^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u.test(name)) return `'${name}' is not a variable name`;
  }
  return template(value);
};

const LONGEST = 99_999_999;
const seconds = number(1, LONGEST);
const flow = { Next: nonEmptyText, End: isTrue };
const shaping = { Output: template, Assign: assign };
const base = { Type: text, Comment: text, QueryLanguage: text };
/** Checked in depth by the parser, which knows the path to each. */
const nested: Check = () => undefined;
const recovery = { Retry: nested, Catch: nested };

export const SCOPE_FIELDS: Record<string, Check> = { StartAt: nonEmptyText, States: nested, Comment: text };
export const MACHINE_FIELDS: Record<keyof Definition, Check> = {
  StartAt: nonEmptyText,
  States: nested,
  Comment: text,
  QueryLanguage: oneOf('JSONata'),
  Version: oneOf('1.0'),
  TimeoutSeconds: seconds,
};
export const PROCESSOR_FIELDS: Record<string, Check> = {
  ...SCOPE_FIELDS,
  ProcessorConfig: (value) =>
    isObject(value) && Object.keys(value).every((key) => key === 'Mode') && (value.Mode ?? 'INLINE') === 'INLINE'
      ? undefined
      : 'must be {"Mode": "INLINE"}: a distributed Map is not supported',
};

export const STATE_FIELDS: Record<StateType, Record<string, Check>> = {
  Pass: { ...base, ...flow, ...shaping },
  Task: {
    ...base,
    ...flow,
    ...shaping,
    ...recovery,
    Resource: (value) => {
      if (typeof value !== 'string') return 'must be a string';
      const resource = parseResource(value);
      return typeof resource === 'string' ? resource : undefined;
    },
    Arguments: template,
    TimeoutSeconds: expressionOr(seconds),
    HeartbeatSeconds: expressionOr(seconds),
  },
  Choice: { ...base, ...shaping, Choices: nested, Default: nonEmptyText },
  Wait: { ...base, ...flow, ...shaping, Seconds: expressionOr(number(0, LONGEST)), Timestamp: expressionOr(text) },
  Map: {
    ...base,
    ...flow,
    ...shaping,
    ...recovery,
    Items: expressionOr(array),
    ItemSelector: template,
    ItemProcessor: nested,
    MaxConcurrency: expressionOr(number(0, LONGEST)),
    ToleratedFailureCount: expressionOr(number(0, LONGEST)),
    ToleratedFailurePercentage: expressionOr(number(0, 100, false)),
  },
  Parallel: { ...base, ...flow, ...shaping, ...recovery, Branches: nested, Arguments: template },
  Succeed: { ...base, Output: template },
  Fail: { ...base, Error: expressionOr(text), Cause: expressionOr(text) },
};

/** Fields that mean the same in JSONPath, the language of a state that names none: such a state may use only these. */
export const NEUTRAL_FIELDS = new Set(['Type', 'Comment', 'Next', 'End', 'Error', 'Cause', 'Seconds']);

const errorNames: Check = (value) => {
  if (!Array.isArray(value) || value.length === 0 || !value.every((name) => typeof name === 'string')) {
    return 'must be a non-empty array of error names';
  }
  return value.includes('States.ALL') && value.length > 1 ? 'States.ALL must stand alone' : undefined;
};

export const RETRIER_FIELDS: Record<string, Check> = {
  ErrorEquals: errorNames,
  IntervalSeconds: seconds,
  MaxAttempts: number(0, LONGEST),
  BackoffRate: number(1, Number.MAX_SAFE_INTEGER, false),
  MaxDelaySeconds: number(1, 31_622_400),
  JitterStrategy: oneOf('FULL', 'NONE'),
  Comment: text,
};
export const CATCHER_FIELDS: Record<string, Check> = {
  ErrorEquals: errorNames,
  Next: nonEmptyText,
  ...shaping,
  Comment: text,
};
export const CHOICE_FIELDS: Record<string, Check> = {
  Condition: expressionOr((value) =>
    typeof value === 'boolean' ? undefined : 'must be a boolean or a JSONata expression',
  ),
  Next: nonEmptyText,
  ...shaping,
  Comment: text,
};
export const LAMBDA_ARGUMENTS: Record<string, Check> = {
  FunctionName: nonEmptyText,
  Payload: nested,
  Qualifier: text,
  InvocationType: oneOf('RequestResponse'),
};
export const EXECUTION_ARGUMENTS: Record<string, Check> = {
  StateMachineArn: nonEmptyText,
  Input: nested,
  Name: nonEmptyText,
  TraceHeader: text,
};
