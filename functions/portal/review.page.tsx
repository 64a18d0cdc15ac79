import type { FollowUpRight, RequestState } from '../requests/index.ts';
import { dateInWords } from './dates.ts';
import { ErrorSummary, type ShownProblem, TextArea } from './form-fields.page.tsx';
import { Layout, type Site } from './layout.page.tsx';
import { Complaints } from './outcome.page.tsx';

export interface ReviewPageProps {
  readonly site: Site;
  readonly state: RequestState;
  /** What it would be under the law of the request. */
  readonly right: FollowUpRight;
  /** The last day for it, a plain ISO date, where the law names one. */
  readonly until?: string | undefined;
  /** The form's one-time id. */
  readonly formId: string;
  readonly typed: string;
  readonly problems: readonly ShownProblem[];
}

/** What is wrong with an answer, for somebody else of staff to look at; and the ways that do not lead through us. */
export function ReviewPage({ site, state, right, until, formId, typed, problems }: ReviewPageProps) {
  const { words, language } = site;
  const { review } = words;
  return (
    <Layout site={site} title={review.title} path="/complain" failed={problems.length > 0}>
      <ErrorSummary words={words} problems={problems} />
      <h1>{review.title}</h1>
      <p>
        {words.status.reference}: <span class="reference">{state.reference}</span>
      </p>
      <p>
        {review.text[right]}
        {until !== undefined && (
          <>
            {words.gap}
            {review.until(dateInWords(until, words.locale))}
          </>
        )}
      </p>
      <form method="post" action={`/${language}/complain`} novalidate>
        <input type="hidden" name="form_id" value={formId} />
        <TextArea
          words={words}
          name="complaint"
          label={review.label}
          hint={review.hint}
          problem={problems.find(({ field }) => field === 'complaint')?.text}
          value={typed}
        />
        <button type="submit" class="button">
          {review.send[right]}
        </button>
      </form>
      <Complaints site={site} law={state.law} title={review.elsewhere} />
      <p>
        <a href={`/${language}/status`}>{words.status.title}</a>
      </p>
    </Layout>
  );
}

/** Once the law's time for an appeal is over: the ways that are left. */
export function ReviewOverPage({
  site,
  state,
  until,
}: Pick<ReviewPageProps, 'site' | 'state'> & { readonly until: string }) {
  const { words, language } = site;
  return (
    <Layout site={site} title={words.review.overTitle} path="/complain">
      <h1>{words.review.overTitle}</h1>
      <p>
        {words.status.reference}: <span class="reference">{state.reference}</span>
      </p>
      <p>{words.review.over(dateInWords(until, words.locale))}</p>
      <Complaints site={site} law={state.law} appealOver />
      <p>
        <a href={`/${language}/status`}>{words.status.title}</a>
      </p>
    </Layout>
  );
}
