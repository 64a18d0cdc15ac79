/**
 * CloudFormation's intrinsic functions, as far as CDK writes them:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 * Any other `Fn::` is an error, never passed through.
 */

/** What an expression may look up while it is resolved. */
export interface Scope {
  /** The value of `Ref` for a parameter, a resource or a pseudo parameter. */
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  importValue(exportName: string): unknown;
  condition(name: string): boolean;
  findInMap(map: string, first: string, second: string): unknown;
}

const noValue = Symbol('AWS::NoValue');

/** Resolves an expression to plain JSON; properties set to `AWS::NoValue` are left out. */
export function resolve(expression: unknown, scope: Scope): unknown {
  const value = evaluate(expression, scope);
  return value === noValue ? undefined : value;
}

function evaluate(expression: unknown, scope: Scope): unknown {
  if (Array.isArray(expression)) {
    return expression.map((item) => evaluate(item, scope)).filter((item) => item !== noValue);
  }
  if (typeof expression !== 'object' || expression === null) return expression;
  const call = asCall(expression);
  if (call) return invoke(call.name, call.argument, scope);
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(expression)) {
    const resolved = evaluate(value, scope);
    if (resolved !== noValue) result[key] = resolved;
  }
  return result;
}

function asCall(expression: object): { name: string; argument: unknown } | undefined {
  const entries = Object.entries(expression);
  const [entry] = entries;
  if (entries.length !== 1 || entry === undefined) return undefined;
  const [name, argument] = entry;
  const isCall = name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && typeof argument === 'string');
  return isCall ? { name, argument } : undefined;
}

function invoke(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case 'Ref':
      return argument === 'AWS::NoValue' ? noValue : scope.ref(String(argument));
    case 'Condition':
      return scope.condition(String(argument));
    case 'Fn::GetAtt': {
      const [logicalId, attribute] = getAttTarget(argument);
      return scope.getAtt(logicalId, attribute);
    }
    case 'Fn::ImportValue':
      return scope.importValue(text(evaluate(argument, scope), name));
    case 'Fn::Join': {
      const [separator, items] = list(argument, name);
      return list(evaluate(items, scope), name)
        .map((item) => text(item, name))
        .join(text(separator, name));
    }
    case 'Fn::Split': {
      const [separator, source] = list(argument, name);
      return text(evaluate(source, scope), name).split(text(separator, name));
    }
    case 'Fn::Select': {
      const [index, items] = list(argument, name);
      const values = list(evaluate(items, scope), name);
      const position = Number(evaluate(index, scope));
      if (!(position in values)) throw new Error(`Fn::Select: no item ${position} in a list of ${values.length}`);
      return values[position];
    }
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Base64':
      return Buffer.from(text(evaluate(argument, scope), name)).toString('base64');
    case 'Fn::FindInMap': {
      const [map, first, second] = list(evaluate(argument, scope), name).map((key) => text(key, name));
      return scope.findInMap(map ?? '', first ?? '', second ?? '');
    }
    case 'Fn::If': {
      const [condition, yes, no] = list(argument, name);
      return evaluate(scope.condition(String(condition)) ? yes : no, scope);
    }
    case 'Fn::Equals': {
      const [left, right] = list(evaluate(argument, scope), name);
      return String(left) === String(right);
    }
    case 'Fn::Not':
      return !list(evaluate(argument, scope), name)[0];
    case 'Fn::And':
      return list(evaluate(argument, scope), name).every(Boolean);
    case 'Fn::Or':
      return list(evaluate(argument, scope), name).some(Boolean);
    default:
      throw new Error(`intrinsic function ${name} is not supported`);
  }
}

function substitute(argument: unknown, scope: Scope): string {
  const [source, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const values = (variables ?? {}) as Record<string, unknown>;
  return text(source, 'Fn::Sub').replace(/\$\{([^}]+)\}/g, (_whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (name in values) return text(evaluate(values[name], scope), 'Fn::Sub');
    const dot = name.indexOf('.');
    return text(dot < 0 ? scope.ref(name) : scope.getAtt(name.slice(0, dot), name.slice(dot + 1)), 'Fn::Sub');
  });
}

function getAttTarget(argument: unknown): [string, string] {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  const [logicalId, attribute] = list(argument, 'Fn::GetAtt');
  return [String(logicalId), String(attribute)];
}

function list(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${name} expects a list, got ${JSON.stringify(value)}`);
  return value;
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${name} expects text, got ${JSON.stringify(value)}`);
}

/** What an expression refers to: names of `Ref` and `Fn::GetAtt` targets, and imported exports. */
export interface References {
  readonly names: ReadonlySet<string>;
  readonly imports: readonly unknown[];
}

/** Everything the expression may look up, in every branch of every condition. */
export function references(expression: unknown): References {
  const names = new Set<string>();
  const imports: unknown[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const call = asCall(node);
    if (call?.name === 'Ref') names.add(String(call.argument));
    else if (call?.name === 'Fn::GetAtt') names.add(getAttTarget(call.argument)[0]);
    else if (call?.name === 'Fn::ImportValue') imports.push(call.argument);
    else {
      if (call?.name === 'Fn::Sub') for (const name of substituted(call.argument)) names.add(name);
      for (const value of Object.values(node)) visit(value);
    }
  };
  visit(expression);
  return { names, imports };
}

function substituted(argument: unknown): string[] {
  const [source, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = (variables ?? {}) as Record<string, unknown>;
  return [...String(source).matchAll(/\$\{([^}!][^}]*)\}/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => !(name in own))
    .map((name) => name.split('.')[0] ?? name);
}
