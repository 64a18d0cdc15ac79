import type { FollowUpRight, RequestState } from '../requests/index.ts';
import { ErrorSummary, type ShownProblem, TextArea } from './form-fields.page.tsx';
import { Layout, type Site } from './layout.page.tsx';
import { Complaints } from './outcome.page.tsx';

export interface ReviewPageProps {
  readonly site: Site;
  readonly state: RequestState;
  /** What it would be under the law of the request. */
  readonly right: FollowUpRight;
  /** The form's one-time id. */
  readonly formId: string;
  readonly typed: string;
  readonly problems: readonly ShownProblem[];
}

/** What is wrong with an answer, for somebody else of staff to look at; and the ways that do not lead through us. */
export function ReviewPage({ site, state, right, formId, typed, problems }: ReviewPageProps) {
  const { words, language } = site;
  const { review } = words;
  return (
    <Layout site={site} title={review.title} path="/complain" failed={problems.length > 0}>
      <ErrorSummary words={words} problems={problems} />
      <h1>{review.title}</h1>
      <p>
        {words.status.reference}: <span class="reference">{state.reference}</span>
      </p>
      <p>{review.text[right]}</p>
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
