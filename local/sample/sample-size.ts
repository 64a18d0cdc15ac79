export type SampleSize = 'default' | 'large';

export interface SampleCounts {
  readonly companies: number;
  readonly members: number;
  readonly orders: number;
  readonly logLines: number;
  /** Days that have logs, the last of them `lastDay`. */
  readonly logDays: number;
}

export const sampleCounts: Readonly<Record<SampleSize, SampleCounts>> = {
  default: { companies: 60, members: 150, orders: 1_000, logLines: 10_000, logDays: 31 },
  large: { companies: 2_000, members: 5_000, orders: 50_000, logLines: 500_000, logDays: 365 },
};

/** The sample ends on this day, so that it is the same whenever it is made. */
export const lastDay = '2026-10-31';

const DAY_MS = 86_400_000;

/** An instant (ISO, UTC) so many days and seconds before the end of the last day. */
export function before(days: number, seconds = 0): string {
  return new Date(Date.parse(`${lastDay}T00:00:00Z`) + DAY_MS - 1000 - days * DAY_MS - seconds * 1000).toISOString();
}
