/** One line of the report. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: Limit | null;
}

/** Where a measure stops being good enough. */
export type Limit = { readonly atMost: number } | { readonly atLeast: number };

/** Without a limit a measure informs and is always fine; a value that is no number never is. */
export function isOk({ value, limit }: Measure): boolean {
  if (!Number.isFinite(value)) return false;
  if (limit === null) return true;
  return 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast;
}

/** The middle value; of an even number of values the mean of the two in the middle. NaN without any. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
