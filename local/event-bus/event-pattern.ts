/**
 * Event patterns of EventBridge rules and of Lambda's event source filters:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */

export type EventPattern = (event: unknown) => boolean;

type Leaf = (value: unknown) => boolean;

/** Compiles a pattern. Throws on an operator this machine doesn't know, so that none is silently never matched. */
export function compilePattern(pattern: unknown): EventPattern {
  if (!isRecord(pattern)) throw new Error('an event pattern must be an object');
  const fields = Object.entries(pattern).map(([name, expected]) => {
    if (name === '$or') {
      if (!Array.isArray(expected)) throw new Error('$or expects a list of patterns');
      const alternatives = expected.map(compilePattern);
      return (event: unknown) => alternatives.some((matches) => matches(event));
    }
    if (Array.isArray(expected)) {
      const leaves = expected.map(compileLeaf);
      return (event: unknown) => {
        const value = isRecord(event) ? event[name] : undefined;
        const candidates = Array.isArray(value) && value.length > 0 ? value : [value];
        return leaves.some((matches) => candidates.some(matches));
      };
    }
    const inner = compilePattern(expected);
    return (event: unknown) => inner(isRecord(event) ? event[name] : undefined);
  });
  return (event) => fields.every((matches) => matches(event));
}

function compileLeaf(expected: unknown): Leaf {
  if (!isRecord(expected)) return (value) => value === expected;
  const [operator, argument] = Object.entries(expected)[0] ?? ['', undefined];
  switch (operator) {
    case 'prefix':
      return onText(argument, (value, start) => value.startsWith(start));
    case 'suffix':
      return onText(argument, (value, end) => value.endsWith(end));
    case 'equals-ignore-case':
      return onText(argument, (value, same) => value.toLowerCase() === same.toLowerCase());
    case 'exists':
      return (value) => (value !== undefined) === argument;
    case 'anything-but': {
      const unwanted = [argument].flat().map(compileLeaf);
      return (value) => value !== undefined && !unwanted.some((matches) => matches(value));
    }
    case 'numeric':
      return numeric(argument);
    default:
      throw new Error(`event pattern operator ${operator} is not supported`);
  }
}

function onText(argument: unknown, test: (value: string, argument: string) => boolean): Leaf {
  if (typeof argument !== 'string')
    throw new Error(`event pattern operator expects text, got ${JSON.stringify(argument)}`);
  return (value) => typeof value === 'string' && test(value, argument);
}

const comparisons: Record<string, (left: number, right: number) => boolean> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function numeric(argument: unknown): Leaf {
  const terms = Array.isArray(argument) ? argument : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < terms.length; index += 2) {
    const compare = comparisons[String(terms[index])];
    const bound = terms[index + 1];
    if (!compare || typeof bound !== 'number')
      throw new Error(`numeric expects comparisons, got ${JSON.stringify(argument)}`);
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
