import { dateInWords } from './dates.ts';
import type { Words } from './words.ts';

/** A period asked for, both days inclusive; absent means all times. */
export function periodInWords(
  period: { readonly from?: string; readonly to?: string } | undefined,
  words: Words,
): string {
  const from = period?.from === undefined ? undefined : dateInWords(period.from, words.locale);
  const to = period?.to === undefined ? undefined : dateInWords(period.to, words.locale);
  if (from !== undefined && to !== undefined) return words.check.between(from, to);
  if (from !== undefined) return words.check.since(from);
  return to === undefined ? words.check.allTimes : words.check.until(to);
}
