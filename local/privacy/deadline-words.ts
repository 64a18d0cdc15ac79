import type { DeadlineStep } from '../../functions/deadlines/index.ts';

const unit = (amount: number, one: string): string => (amount === 1 ? `one ${one}` : `${amount} ${one}s`);

const sentences: Readonly<Record<DeadlineStep['rule'], (date: string, amount: number) => string>> = {
  received: (date) => `Received on ${date}; that day is not counted.`,
  identity_received: (date) => `The time starts when identity was shown, on ${date}; that day is not counted.`,
  identity_moves_nothing: () => 'Checking the identity does not move the start.',
  months_added: (date, amount) =>
    `${unit(amount, 'month')} later is ${date}: the same-numbered day, or the month's last.`,
  days_added: (date, amount) => `${unit(amount, 'day')} later is ${date}.`,
  working_days_added: (date, amount) => `${unit(amount, 'working day')} later is ${date}.`,
  identity_awaited: (date, amount) =>
    `${unit(amount, 'day')} of waiting for information on identity not counted: ${date}.`,
  clarification_awaited: (date, amount) =>
    `${unit(amount, 'day')} of waiting for clarification not counted, from the day of asking through that of the answer: ${date}.`,
  clarification_pauses_nothing: () => 'Waiting for clarification does not pause this time.',
  rolled_to_working_day: (date) => `That is a weekend or holiday, so it ends with the next working day, ${date}.`,
  earlier_reading: (date) => `Counted from the end of the first period it is ${date}; the earlier of both counts.`,
  controller_names_date: () => 'The law sets no end: the controller says within the first period when it answers.',
  told_within_first_period: (date) => `An extension must be told, with its reasons, by ${date}.`,
  not_yet_in_force: (date) => `This rule holds for what is received from ${date} on.`,
  no_time_in_law: () => 'The law sets no time for the answer.',
  holidays_unknown: () => 'The calendar does not know the holidays of that year.',
};

/** A step of an explanation as an English sentence. */
export function stepInWords({ rule, date, amount = 0, setByPolicy }: DeadlineStep): string {
  const sentence = sentences[rule](date, amount);
  const said = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
  return setByPolicy ? `${said} The law gives no number; this one is the policy's.` : said;
}
