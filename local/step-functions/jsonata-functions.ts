import { createHash } from 'node:crypto';
import jsonata from 'jsonata';

/** The sources of time and chance that expressions may read. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  uuid(): string;
}

const HASHES: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
const formatted = jsonata('$fromMillis(millis, picture, timezone)');

/**
 * The functions Step Functions adds to JSONata, and those it changes: no `$eval`, a seeded `$random`, a `$now` that follows the
 * engine's clock. Source: Step Functions developer guide, "Transforming data with JSONata".
 */
export function stepFunctionsFunctions({ now, random, uuid }: Surroundings): Record<string, unknown> {
  return {
    eval: undefined,
    now: (picture?: string, timezone?: string) => formatted.evaluate({ millis: now(), picture, timezone }),
    millis: now,
    random: (seed?: number) => (seed === undefined ? random() : seededRandom(seed)),
    uuid,
    partition,
    range,
    hash,
    parse: (text?: string) => (text === undefined ? undefined : JSON.parse(text)),
  };
}

function partition(array: unknown, size: unknown): unknown {
  if (array === undefined) return undefined;
  if (typeof size !== 'number' || size < 1)
    throw new TypeError('Argument 2 of function "partition" must be a positive number');
  const items = Array.isArray(array) ? array : [array];
  const step = Math.floor(size);
  return Array.from({ length: Math.ceil(items.length / step) }, (_, part) =>
    items.slice(part * step, (part + 1) * step),
  );
}

function range(first: unknown, last: unknown, step: unknown): unknown {
  if (typeof first !== 'number' || typeof last !== 'number' || typeof step !== 'number' || step === 0) {
    throw new TypeError('The arguments of function "range" must be numbers, the third not zero');
  }
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > 100_000) throw new RangeError('Function "range" makes too many numbers');
  const numbers = Array.from({ length: count }, (_, index) => first + index * step);
  // A JSONata sequence: one number stands for itself, as AWS returns it.
  return Object.defineProperty(numbers, 'sequence', { value: true, enumerable: false });
}

function hash(content: unknown, algorithm: unknown): unknown {
  if (content === undefined) return undefined;
  const name = typeof algorithm === 'string' ? HASHES[algorithm] : undefined;
  if (!name) throw new TypeError(`Argument 2 of function "hash" must be one of ${Object.keys(HASHES).join(', ')}`);
  return createHash(name)
    .update(typeof content === 'string' ? content : JSON.stringify(content))
    .digest('hex');
}

/** The same number in [0, 1) for the same seed (the first double of a 48-bit linear congruential generator). */
function seededRandom(seed: number): number {
  const mask = (1n << 48n) - 1n;
  const next = (state: bigint) => (state * 0x5deece66dn + 0xbn) & mask;
  const first = next((BigInt(Math.trunc(seed)) ^ 0x5deece66dn) & mask);
  const second = next(first);
  return Number(((first >> 22n) << 27n) + (second >> 21n)) / 2 ** 53;
}
