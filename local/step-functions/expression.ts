import jsonata from 'jsonata';
import { isExpression } from './definition.ts';
import { isObject, type Json, type JsonObject, typeName } from './json.ts';
import { type Surroundings, stepFunctionsFunctions } from './jsonata-functions.ts';

/** What an expression can see: `$states`, the variables in scope, and time and chance. */
export interface Visible {
  states: { input: Json; context: JsonObject; result?: Json; errorOutput?: Json };
  variables: JsonObject;
  surroundings: Surroundings;
}

/** A JSONata expression could not be evaluated to what its field needs; `message` is AWS's wording, without its opening sentence. */
export class EvaluationFailure extends Error {
  override name = 'States.QueryEvaluationError';
  readonly location: string | undefined;
  /** AWS chains a failed evaluation on entering a state to the event before the state, but one of a value it had read to the entry. */
  readonly afterEntry: boolean;
  constructor(message: string, location?: string, afterEntry = false) {
    super(message);
    this.location = location;
    this.afterEntry = afterEntry;
  }
}

/** Against an expression that never ends: milliseconds of evaluation, and depth of nested evaluation. */
const GUARDS = { timeout: 5_000, stack: 1_000 };
const compiled = new Map<string, jsonata.Expression>();

function sourceOf(expression: string): string {
  return expression.slice(2, -2).trim();
}

function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known) return known;
  const made = jsonata(source, GUARDS);
  compiled.set(source, made);
  return made;
}

/** What is wrong with a string as it stands in a definition; plain text and sound expressions are fine. */
export function expressionProblem(value: string): string | undefined {
  if (!isExpression(value)) {
    return value.startsWith('{%') || value.endsWith('%}')
      ? 'a JSONata expression must be enclosed in {% and %}'
      : undefined;
  }
  if (sourceOf(value) === '') return 'the JSONata expression is empty';
  try {
    compile(sourceOf(value));
    return undefined;
  } catch (error) {
    return `'${sourceOf(value)}' is not a JSONata expression (${describe(error)})`;
  }
}

function describe(error: unknown): string {
  if (!isObject(error)) return String(error);
  const { code, message } = error;
  return typeof code === 'string' ? `${code}: ${message}` : String(message);
}

async function evaluateExpression(expression: string, location: string, visible: Visible): Promise<Json> {
  const source = sourceOf(expression);
  const bindings = { ...visible.variables, ...stepFunctionsFunctions(visible.surroundings), states: visible.states };
  let result: unknown;
  try {
    result = await compile(source).evaluate(undefined, bindings);
  } catch (error) {
    throw new EvaluationFailure(
      `The JSONata expression '${source}' specified for the field '${location}' threw an error during evaluation. ${describe(error)}`,
      location,
    );
  }
  if (result === undefined) {
    throw new EvaluationFailure(
      `The JSONata expression '${source}' specified for the field '${location}' returned nothing (undefined).`,
      location,
    );
  }
  const plain = toJson(result);
  if (plain === undefined) {
    throw new EvaluationFailure(
      `The JSONata expression '${source}' specified for the field '${location}' returned an unsupported result type.`,
      location,
    );
  }
  return plain;
}

/** A copy of `value` as plain JSON; undefined when it holds what JSON cannot, such as a function. */
function toJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const plain = toJson(item);
      if (plain === undefined) return undefined;
      items.push(plain);
    }
    return items;
  }
  if (!isObject(value) || value._jsonata_lambda === true || value._jsonata_function === true) return undefined;
  const fields: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const plain = toJson(item);
    if (plain === undefined) return undefined;
    setField(fields, key, plain);
  }
  return fields;
}

/** Sets an own field whatever its name: `__proto__` is data in JSON. */
function setField(target: JsonObject, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}

/** `template` with every `{% … %}` in it replaced by its value. Throws EvaluationFailure with the path of the one that failed. */
export async function evaluate(template: Json, location: string, visible: Visible): Promise<Json> {
  if (typeof template === 'string')
    return isExpression(template) ? evaluateExpression(template, location, visible) : template;
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [index, item] of template.entries()) items.push(await evaluate(item, `${location}[${index}]`, visible));
    return items;
  }
  if (!isObject(template)) return template;
  const fields: JsonObject = {};
  for (const [key, item] of Object.entries(template))
    setField(fields, key, await evaluate(item, `${location}/${key}`, visible));
  return fields;
}

interface Typed {
  array: Json[];
  boolean: boolean;
  number: number;
  string: string;
}

/** Evaluates a field whose value must be of one type, as AWS words it when it is not. */
export async function evaluateTo<T extends keyof Typed>(
  type: T,
  template: Json,
  location: string,
  visible: Visible,
): Promise<Typed[T]> {
  const value = await evaluate(template, location, visible);
  const found = typeName(value);
  if (found !== type) {
    const expression =
      typeof template === 'string' && isExpression(template) ? sourceOf(template) : JSON.stringify(template);
    throw new EvaluationFailure(
      `The JSONata expression '${expression}' specified for the field '${location}' returned an unexpected result type. Expected '${type}', but was '${found}' for value: ${JSON.stringify(value)}`,
      location,
    );
  }
  return value as Typed[T];
}
