import { createHash } from 'node:crypto';

/** What the first event of a chain names as its predecessor. */
export const chainStart = '0'.repeat(64);

/** `SHA-256(previous ‖ canonical JSON of content)` in hex: changing, dropping or swapping one event breaks all after it. */
export function chainHash(previous: string, content: unknown): string {
  return createHash('sha256').update(previous).update(canonicalJson(content)).digest('hex');
}

/** JSON with object keys in code-unit order and without undefined members (as RFC 8785 for the values we store). */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

export interface ChainLink {
  readonly sequence: number;
  readonly previous: string;
  readonly hash: string;
}

/**
 * Checks a chain from its first event to `end` (the last hash kept beside it, which shows truncation).
 * Returns the sequence number of the first event that does not fit, or undefined when all do.
 */
export function firstBrokenLink<Link extends ChainLink>(
  links: readonly Link[],
  contentOf: (link: Link) => unknown,
  end: { readonly length: number; readonly hash: string },
): number | undefined {
  let previous = chainStart;
  for (const [index, link] of links.entries()) {
    const fits =
      link.sequence === index + 1 && link.previous === previous && link.hash === chainHash(previous, contentOf(link));
    if (!fits) return index + 1;
    previous = link.hash;
  }
  return links.length === end.length && previous === end.hash ? undefined : links.length + 1;
}
