import { calculateReplyBy, type DeadlineStep } from '../deadlines/index.ts';
import type { RequestState } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { clockOf } from './ask-for-data.ts';
import { dateInWords } from './dates.ts';
import type { Words } from './words.ts';

/** The time the law gives us, such as `one month`. */
export function answerWithin(organisation: Organisation, words: Words): string {
  const { months, days, workingDays } = clockOf(organisation).law.answerWithin;
  if (months !== undefined) return words.within.months(months);
  if (days !== undefined) return words.within.days(days);
  return words.within.workingDays(workingDays ?? 0);
}

/**
 * How a request's reply-by date came about, sentence by sentence with its rule's source. Empty when the policy's rules
 * have changed since and would give another date: the date that was promised stays.
 */
export function deadlineInWords(
  state: RequestState,
  organisation: Organisation,
  words: Words,
): readonly { readonly text: string; readonly article: string }[] {
  const law = organisation.laws[state.law];
  const calendar = organisation.calendars[state.calendar];
  if (!law || !calendar) return [];
  const { timeZone, receivedAt } = state;
  const { replyBy, explanation } = calculateReplyBy({ law, calendar, receivedAt, timeZone });
  if (replyBy !== state.replyBy) return [];
  return explanation.map((step) => ({ text: stepInWords(step, words), article: step.article }));
}

function stepInWords({ rule, date, amount = 0 }: DeadlineStep, words: Words): string {
  return words.deadline[rule](dateInWords(date, words.locale), amount);
}
