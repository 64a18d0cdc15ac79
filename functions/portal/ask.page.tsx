import type { Child } from 'hono/jsx';
import { type Answers, allFields, fieldsOf, type Question, type Step, stepsFor } from './answers.ts';
import { complaintPage } from './ask-complaint.page.tsx';
import { correctionPage } from './ask-correction.page.tsx';
import { dataPage } from './ask-data.page.tsx';
import { emailPage } from './ask-email.page.tsx';
import { functionsPage } from './ask-functions.page.tsx';
import { listingPage } from './ask-listing.page.tsx';
import { objectionPage } from './ask-objection.page.tsx';
import { restrictionPage } from './ask-restriction.page.tsx';
import { whatPage } from './ask-what.page.tsx';
import { whoPage } from './ask-who.page.tsx';
import { yourselfPage } from './ask-yourself.page.tsx';
import { CheckStep } from './check.page.tsx';
import type { Fields } from './form-body.ts';
import { ErrorSummary, inWords, type ShownProblem } from './form-fields.page.tsx';
import type { Problem } from './form-schema.ts';
import { Layout, type Site } from './layout.page.tsx';
import type { StepPage } from './step.page.tsx';

/** How each page looks that `answers.ts` asks. */
const pages = {
  what: whatPage,
  who: whoPage,
  email: emailPage,
  data: dataPage,
  complaint: complaintPage,
  yourself: yourselfPage,
  correction: correctionPage,
  listing: listingPage,
  functions: functionsPage,
  objection: objectionPage,
  restriction: restrictionPage,
} as const satisfies { readonly [Name in Question]: StepPage<NonNullable<Answers[Name]>> };

export interface AskPageProps {
  readonly site: Site;
  readonly step: Step;
  readonly fields: Fields;
  readonly problems: readonly Problem[];
  readonly formId: string;
  /** Came from "Check your answers" and goes back there. */
  readonly returning: boolean;
  /** On "Check your answers": the answers as they were understood. */
  readonly answers?: Answers;
}

/** One page of the form. What other pages asked travels in hidden fields: nothing is kept before it is sent. */
export function AskPage(props: AskPageProps) {
  const { site, step, fields, problems, formId, returning } = props;
  const { words, language } = site;
  const action = `/${language}/request/${step === 'check' ? 'send' : step}`;
  const asked = stepsFor(fields);
  const previous = returning ? 'check' : asked[asked.indexOf(step) - 1];
  const shownProblems = inWords(words, problems);
  return (
    <Layout
      site={site}
      title={titleOf(props)}
      path="/request"
      failed={problems.length > 0}
      form={{ id: 'answers', action: `/request/${step}`, show: step }}
      before={
        previous ? (
          <button
            type="submit"
            class="link back"
            form="answers"
            formaction={`/${language}/request/${step}`}
            formnovalidate
            name="show"
            value={previous}
          >
            {words.back}
          </button>
        ) : (
          <a class="back" href={`/${language}`}>
            {words.back}
          </a>
        )
      }
    >
      <ErrorSummary words={words} problems={shownProblems} />
      <h1>{titleOf(props)}</h1>
      <form id="answers" method="post" action={action} novalidate>
        {hiddenFields(step, fields).map(({ name, value }) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="form_id" value={formId} />
        {returning && <input type="hidden" name="return" value="check" />}
        {questionsOf(props, shownProblems)}
        <button type="submit" class="button">
          {step === 'check' ? words.check.send : words.continue}
        </button>
      </form>
    </Layout>
  );
}

/** Everything the other pages asked, as far as it was answered. */
function hiddenFields(step: Step, fields: Fields): { readonly name: string; readonly value: string }[] {
  const own = fieldsOf(step);
  return allFields
    .filter((name) => !own.includes(name))
    .flatMap((name) => (fields[name] ?? []).map((value) => ({ name, value })));
}

function titleOf({ site, step, fields }: AskPageProps): string {
  return step === 'check' ? site.words.check.title : pages[step].title(site.words, fields);
}

function questionsOf({ site, step, fields, answers }: AskPageProps, problems: readonly ShownProblem[]): Child {
  if (step !== 'check') return pages[step].Questions({ site, fields, problems });
  return answers ? <CheckStep site={site} answers={answers} pages={pages} /> : null;
}
