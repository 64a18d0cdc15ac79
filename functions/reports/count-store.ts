/** Where the counts of `functions/requests/counts.ts` are read. */
export interface CountStore {
  /** Counts of whole months, `YYYY-MM`, both inclusive; one entry per month and week. */
  between(from: string, to: string): Promise<readonly CountedWeek[]>;
  /** How many open requests are to be answered on these days (plain ISO dates, both inclusive; no end without one). */
  openDue(from: string | undefined, to: string | undefined): Promise<number>;
}

/** What was counted in the part of a week that lies in one month. */
export interface CountedWeek {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Monday of the week, plain ISO date. */
  readonly week: string;
  readonly counts: Readonly<Record<string, number>>;
}
