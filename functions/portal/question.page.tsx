import type { RequestState } from '../requests/index.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import { dateInWords } from './dates.ts';
import { ErrorSummary, FilesField, type ShownProblem, TextArea } from './form-fields.page.tsx';
import { Layout, type Site } from './layout.page.tsx';

export interface QuestionPageProps {
  readonly site: Site;
  readonly state: RequestState;
  readonly question: Sensitive<string>;
  /** Whether the law stops the time for our reply until the answer is here. */
  readonly paused: boolean;
  readonly typed: string;
  readonly problems: readonly ShownProblem[];
}

/** What staff want to know, what that does to the date, and room for an answer. */
export function QuestionPage({ site, state, question, paused, typed, problems }: QuestionPageProps) {
  const { words, language } = site;
  const date = dateInWords(state.replyBy, words.locale);
  return (
    <Layout site={site} title={words.question.title} path="/answer" failed={problems.length > 0}>
      <ErrorSummary words={words} problems={problems} />
      <h1>{words.question.title}</h1>
      <p>
        {words.status.reference}: <span class="reference">{state.reference}</span>
      </p>
      <h2>{words.question.asked}</h2>
      <p class="written" dir="auto">
        {question.reveal()}
      </p>
      <p class="notice">{paused ? words.question.paused(date) : words.question.notPaused(date)}</p>
      <form method="post" action={`/${language}/answer`} enctype="multipart/form-data" novalidate>
        <TextArea
          words={words}
          name="answer"
          label={words.question.label}
          hint={words.question.hint}
          problem={problems.find(({ field }) => field === 'answer')?.text}
          value={typed}
        />
        <FilesField words={words} problem={problems.find(({ field }) => field === 'files')?.text} />
        <button type="submit" class="button">
          {words.question.send}
        </button>
      </form>
      <p>
        <a href={`/${language}/status`}>{words.status.title}</a>
      </p>
    </Layout>
  );
}
