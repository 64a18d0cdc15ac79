import type { Child } from 'hono/jsx';
import {
  type Answers,
  asksForPeriod,
  chosenRights,
  fieldsOf,
  type Problem,
  type Step,
  steps,
  stepsFor,
} from './answers.ts';
import { CheckStep } from './check.page.tsx';
import { DeletionExplained } from './deletion.page.tsx';
import { type Fields, shown } from './form-body.ts';
import {
  Choices,
  DateField,
  ErrorSummary,
  inWords,
  type ShownProblem,
  TextArea,
  TextField,
} from './form-fields.page.tsx';
import { ContactLink, Layout, type Site } from './layout.page.tsx';
import { type OfferedRight, waitingDays } from './offered-rights.ts';
import { localised } from './words.ts';

export interface AskPageProps {
  readonly site: Site;
  readonly step: Step;
  readonly fields: Fields;
  readonly problems: readonly Problem[];
  readonly formId: string;
  /** Rights that can be chosen. */
  readonly rights: readonly OfferedRight[];
  /** Category keys that can be chosen. */
  readonly categories: readonly string[];
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
        {bodyOf(props, shownProblems)}
        <button type="submit" class="button">
          {step === 'check' ? words.check.send : words.continue}
        </button>
      </form>
    </Layout>
  );
}

/** Everything the other pages asked, as far as it was answered. */
function hiddenFields(step: Step, fields: Fields): { readonly name: string; readonly value: string }[] {
  return steps
    .filter((other) => other !== step)
    .flatMap((other) => fieldsOf[other])
    .flatMap((name) => (fields[name] ?? []).map((value) => ({ name, value })));
}

function titleOf({ site, step, fields }: AskPageProps): string {
  const { words } = site;
  if (step === 'email' && shown(fields, 'acting') === 'someone_else') return words.email.titleFor;
  if (step === 'data') {
    const { title, titleDeletion, titleBoth } = words.data;
    return { access: title, deletion: titleDeletion, both: titleBoth }[whatFor(chosenRights(fields))];
  }
  return words[step].title;
}

/** Which words fit what was asked for. */
function whatFor(chosen: readonly OfferedRight[]): 'access' | 'deletion' | 'both' {
  if (!chosen.includes('deletion')) return 'access';
  return chosen.includes('access') ? 'both' : 'deletion';
}

function bodyOf(props: AskPageProps, problems: readonly ShownProblem[]): Child {
  const { site, step, fields, rights, categories } = props;
  const { words, organisation, language } = site;
  const problem = (field: string): string | undefined => problems.find((found) => found.field === field)?.text;
  const text = (name: string) => ({ words, name, value: shown(fields, name), problem: problem(name) });
  const date = (which: 'from' | 'to') => ({
    words,
    name: which,
    problem: problem(`${which}_day`),
    values: {
      day: shown(fields, `${which}_day`),
      month: shown(fields, `${which}_month`),
      year: shown(fields, `${which}_year`),
    },
  });

  switch (step) {
    case 'what':
      return (
        <>
          <Choices
            words={words}
            name="right"
            type={rights.length > 1 ? 'checkbox' : 'radio'}
            label={<span class="visually-hidden">{words.what.title}</span>}
            hint={rights.length > 1 ? words.what.several : undefined}
            problem={problem('right')}
            choices={rights.map((right) => ({
              value: right,
              label: words.what[right],
              hint: words.what.hints[right](waitingDays(organisation)),
            }))}
            chosen={fields.right ?? (problems.length > 0 || rights.length > 1 ? [] : rights)}
          />
          {rights.includes('deletion') && <DeletionExplained site={site} categories={[]} />}
          <p>
            {words.what.elsewhere(rights)} <ContactLink organisation={organisation} />
          </p>
        </>
      );
    case 'who':
      return (
        <>
          <Choices
            words={words}
            name="relation"
            type="radio"
            label={words.who.relation}
            problem={problem('relation')}
            choices={(['member', 'former_member', 'non_member'] as const).map((value) => ({
              value,
              ...words.who.relations[value],
            }))}
            chosen={fields.relation ?? []}
          />
          <Choices
            words={words}
            name="acting"
            type="radio"
            label={words.who.acting}
            problem={problem('acting')}
            choices={(['myself', 'someone_else'] as const).map((value) => ({ value, ...words.who.actings[value] }))}
            chosen={fields.acting ?? []}
          />
          <div class="inset">
            <h2>{words.who.agentTitle}</h2>
            <TextField {...text('agent_name')} label={words.who.agentName} autocomplete="name" />
            <TextArea
              {...text('agent_statement')}
              label={words.who.agentStatement}
              hint={words.who.agentStatementHint}
            />
          </div>
        </>
      );
    case 'email': {
      const own = shown(fields, 'acting') !== 'someone_else';
      return (
        <>
          <TextField
            {...text('email')}
            label={words.email.email}
            hint={own ? words.email.hint : words.email.hintFor}
            type="email"
            inputmode="email"
            autocomplete={own ? 'email' : 'off'}
            spellcheck={false}
          />
          <TextField
            {...text('name')}
            label={`${own ? words.email.name : words.email.nameFor} ${words.optional}`}
            hint={own ? words.email.nameHint : undefined}
            autocomplete={own ? 'name' : 'off'}
          />
        </>
      );
    }
    case 'data':
      return (
        <>
          <Choices
            words={words}
            name="category"
            type="checkbox"
            label={words.data.categories}
            hint={words.data.categoriesHint}
            problem={problem('category')}
            choices={categories.map((key) => ({
              value: key,
              label: localised(organisation.categories.find((rule) => rule.key === key)?.name, language),
            }))}
            chosen={fields.category ?? (problems.length > 0 ? [] : categories)}
          />
          {asksForPeriod(chosenRights(fields)) && (
            <fieldset class="group">
              <legend>
                {words.data.period} {words.optional}
              </legend>
              <p class="hint">
                {words.data.periodHint}
                {words.gap}
                {whatFor(chosenRights(fields)) === 'both' && words.data.periodOfCopy}
              </p>
              <DateField {...date('from')} label={words.data.from} hint={words.data.dateHint} />
              <DateField {...date('to')} label={words.data.to} />
            </fieldset>
          )}
        </>
      );
    case 'check':
      return props.answers ? <CheckStep site={site} answers={props.answers} /> : null;
  }
}
