import type { RequestView } from '../../../../functions/console/views.ts';

type Rights = RequestView['rights'];

const copies: ReadonlySet<Rights[number]> = new Set(['access', 'portability']);

/** Whether the answer is a package to download. */
export function asksForCopy(rights: Rights): boolean {
  return rights.some((right) => copies.has(right));
}
