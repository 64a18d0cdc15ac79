import { applicableLaw, clockOf, type DeadlineStep } from '../deadlines/index.ts';
import type { RequestState } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { dateInWords } from './dates.ts';
import type { Words } from './words.ts';

/** The time the law gives us for who lives there, such as `one month`. */
export function answerWithin(organisation: Organisation, words: Words, residence?: string): string {
  const { law } = applicableLaw(organisation, residence);
  const { months, days, workingDays } = organisation.laws[law]?.answer.within ?? {};
  if (months !== undefined) return words.within.months(months);
  if (days !== undefined) return words.within.days(days);
  return words.within.workingDays(workingDays ?? 0);
}

export interface ExplainedStep {
  readonly text: string;
  readonly article: string;
  /** The rule was not checked against the text of the law. */
  readonly unchecked: boolean;
}

/**
 * How a request's reply-by date came about, sentence by sentence with its rule's source. Empty when the policy's rules
 * have changed since and would give another date: the date that was promised stays.
 */
export function deadlineInWords(state: RequestState, organisation: Organisation, words: Words): ExplainedStep[] {
  const clock = clockOf(state, organisation);
  if (clock?.replyBy !== state.replyBy) return [];
  return clock.explanation
    .filter(({ of }) => of === 'start' || of === 'due' || (of === 'extension' && state.extension))
    .map((step) => ({
      text: stepInWords(step, words),
      article: step.article,
      unchecked: step.verification !== 'statute',
    }));
}

function stepInWords({ of, rule, date, amount = 0, setByPolicy }: DeadlineStep, words: Words): string {
  const isExtension = of === 'extension' && (rule === 'months_added' || rule === 'days_added');
  const said = words.deadline[isExtension ? 'extended' : rule](dateInWords(date, words.locale), amount);
  return setByPolicy ? `${said} ${words.deadline.setByPolicy}` : said;
}
