import type { Citation, LawProfile, Verification } from '../shared/law-profile.ts';

/** What a step does to the date, or says of it. */
export const deadlineRules = [
  'received',
  'identity_received',
  'identity_moves_nothing',
  'months_added',
  'days_added',
  'working_days_added',
  'identity_awaited',
  'clarification_awaited',
  'clarification_pauses_nothing',
  'rolled_to_working_day',
  'earlier_reading',
  'controller_names_date',
  'told_within_first_period',
  'not_yet_in_force',
  'no_time_in_law',
  'holidays_unknown',
] as const;
export type DeadlineRule = (typeof deadlineRules)[number];

/** One step on the way to a date, in order; screens hold the words for `rule`. */
export interface DeadlineStep {
  /** The date it leads to. */
  readonly of: 'start' | 'due' | 'extension' | 'notice' | 'acknowledgement';
  readonly rule: DeadlineRule;
  /** Plain ISO date after this step. */
  readonly date: string;
  /** Months, days or working days that the step adds. */
  readonly amount?: number;
  /** The law gives no number; this one is the policy's. */
  readonly setByPolicy?: true;
  readonly article: string;
  readonly source: string;
  readonly verification: Verification;
}

export type NoteStep = (
  of: DeadlineStep['of'],
  rule: DeadlineRule,
  date: string,
  fact: Citation,
  more?: Pick<DeadlineStep, 'amount' | 'setByPolicy'>,
) => void;

/** A list of steps under a law, and how one is added to it. */
export function stepsUnder(law: LawProfile): { readonly steps: readonly DeadlineStep[]; readonly note: NoteStep } {
  const steps: DeadlineStep[] = [];
  const note: NoteStep = (of, rule, date, { article, source = law.source, verification }, more = {}) => {
    steps.push({ of, rule, date, ...more, article, source, verification });
  };
  return { steps, note };
}
