/** How a date came about, step by step. */
export const deadlineInEnglish = {
  received: (date: string, _amount: number) => `We received your request on ${date}. That day is not counted.`,
  identity_received: (date: string, _amount: number) =>
    `The time starts when you have shown who you are, which was on ${date}. That day is not counted.`,
  identity_moves_nothing: (_date: string, _amount: number) => 'Checking who you are takes nothing from your time.',
  months_added: (date: string, amount: number) =>
    amount === 1 ? `One month later is ${date}.` : `${amount} months later is ${date}.`,
  days_added: (date: string, amount: number) => `${amount} days later is ${date}.`,
  working_days_added: (date: string, amount: number) => `${amount} working days later is ${date}.`,
  identity_awaited: (date: string, amount: number) =>
    `${daysIn(amount)} in which we waited to learn who you are ${amount === 1 ? 'is' : 'are'} not counted, so the time ends on ${date}.`,
  clarification_awaited: (date: string, amount: number) =>
    `${daysIn(amount)} in which we waited for your answer to our question ${amount === 1 ? 'is' : 'are'} not counted, so the time ends on ${date}.`,
  clarification_pauses_nothing: (_date: string, _amount: number) => 'Our question to you does not move the date.',
  rolled_to_working_day: (date: string, _amount: number) =>
    `That is a weekend or public holiday, so the time ends on the next working day, ${date}.`,
  earlier_reading: (date: string, _amount: number) =>
    `Counted from the end of the first period it is ${date}, which is earlier, so that counts.`,
  controller_names_date: (_date: string, _amount: number) => 'When more time is needed, we tell you a new date.',
  told_within_first_period: (date: string, _amount: number) => `If we need more time, we have to tell you by ${date}.`,
  not_yet_in_force: (date: string, _amount: number) => `This rule holds for what we receive from ${date} on.`,
  no_time_in_law: (_date: string, _amount: number) =>
    'The law sets no time for this, so we keep to the time that it sets for requests.',
  holidays_unknown: (_date: string, _amount: number) => 'Public holidays so far ahead are not known yet.',
  extended: (date: string) => `We extended this time once. With the extension it ends on ${date}.`,
  setByPolicy: 'The law sets no number of days; this is what we promise.',
  unchecked: 'not checked against the text of the law',
  end: (date: string, zone: string) => `You get our answer by the end of ${date} (${zone}).`,
};

function daysIn(amount: number): string {
  return amount === 1 ? 'One day' : `${amount} days`;
}
