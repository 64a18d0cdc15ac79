import type { RequestView } from '../../../functions/console/views.ts';
import { count } from './words.ts';

type Step = RequestView['deadline']['explanation'][number];

const deadlineRules: Readonly<Record<Step['rule'], string>> = {
  received: 'Received; this day is not counted',
  identity_received: 'Identity shown: the time starts; this day is not counted',
  identity_moves_nothing: 'Checking the identity does not move the start',
  months_added: 'The period of the law',
  days_added: 'The period of the law',
  working_days_added: 'The period of the law, weekends and holidays not counted',
  identity_awaited: 'Waiting for information on identity is not counted',
  clarification_awaited: 'Waiting for the member’s answer is not counted',
  clarification_pauses_nothing: 'Waiting for the member’s answer does not pause this clock',
  rolled_to_working_day: 'That is a weekend or holiday: the next working day',
  earlier_reading: 'Counted from the end of the first period it is earlier, and the earlier date counts',
  controller_names_date: 'The law lets you name the date; tell the member within the first period',
  told_within_first_period: 'Last day to tell the member of an extension',
  not_yet_in_force: 'Received before this rule was in force; it is from',
  no_time_in_law: 'The law sets no time for this; the general one is kept',
  holidays_unknown: 'Public holidays so far ahead are not known',
};

const units: Partial<Record<Step['rule'], string>> = {
  months_added: 'month',
  days_added: 'day',
  working_days_added: 'working day',
  identity_awaited: 'day',
  clarification_awaited: 'day',
};

/** What a step of an explanation does, such as `The period of the law (+ 1 month)`. */
export function deadlineStep({ rule, amount, setByPolicy }: Step): string {
  const unit = units[rule];
  const added = unit && amount !== undefined ? ` (+ ${count(amount, unit)})` : '';
  return `${deadlineRules[rule]}${added}${setByPolicy ? '; the law gives no number, this one is the policy’s' : ''}`;
}

/** What the steps of an explanation lead to, in the order they are shown. */
export const deadlineDates: readonly (readonly [Step['of'], string])[] = [
  ['start', 'When the time starts'],
  ['due', 'When the answer is due'],
  ['extension', 'If it is extended'],
  ['notice', 'When an extension must be told'],
  ['acknowledgement', 'When receipt must be confirmed'],
];

export const verifications: Readonly<Record<RequestView['deadline']['verification'], string>> = {
  statute: 'Checked against the text of the law',
  secondary: 'From a secondary source: check before relying on it',
  unverified: 'Unverified: check the law before relying on this date',
};
