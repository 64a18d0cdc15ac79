import { type Child, Fragment } from 'hono/jsx';
import { mostFileBytes, mostFiles } from '../messages/index.ts';
import type { Problem } from './form-schema.ts';
import type { Words } from './words.ts';

/** Problems first, in focus, each leading to its field (the pattern of GOV.UK's error summary). */
export function ErrorSummary({
  words,
  problems,
}: {
  readonly words: Words;
  readonly problems: readonly ShownProblem[];
}) {
  if (problems.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabindex={-1} autofocus aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">{words.errorSummary}</h2>
      <ul>
        {problems.map(({ field, text }) => (
          <li key={field}>
            <a href={`#${field}`}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A problem with its words, the same in the summary and beside the field. */
export interface ShownProblem {
  readonly field: string;
  readonly text: string;
}

export function inWords(words: Words, problems: readonly Problem[]): readonly ShownProblem[] {
  return problems.map(({ field, code }) => ({ field, text: words.problems[code] }));
}

interface FieldProps {
  readonly words: Words;
  readonly name: string;
  readonly label: Child;
  readonly hint?: Child;
  readonly problem?: string | undefined;
}

function Hint({ name, hint }: { readonly name: string; readonly hint?: Child }) {
  return hint ? (
    <p id={`${name}-hint`} class="hint">
      {hint}
    </p>
  ) : null;
}

function FieldError({ words, name, problem }: Pick<FieldProps, 'words' | 'name' | 'problem'>) {
  return problem ? (
    <p id={`${name}-error`} class="error-message">
      <span class="visually-hidden">{words.errorPrefix}</span>
      {problem}
    </p>
  ) : null;
}

function describedBy(name: string, hint: Child | undefined, problem: string | undefined): string | undefined {
  const ids = [...(hint ? [`${name}-hint`] : []), ...(problem ? [`${name}-error`] : [])];
  return ids.length > 0 ? ids.join(' ') : undefined;
}

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly type?: 'text' | 'email';
  readonly autocomplete?: string;
  readonly inputmode?: 'text' | 'numeric' | 'email';
  readonly spellcheck?: false;
  /** Characters it is wide enough for. */
  readonly width?: 6 | 16;
  readonly large?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { words, name, label, hint, problem, value, type = 'text', autocomplete = 'off', inputmode, width } = props;
  return (
    <div class={problem ? 'field failed' : 'field'}>
      <label for={name} class={props.large ? 'large' : undefined}>
        {label}
      </label>
      <Hint name={name} hint={hint} />
      <FieldError words={words} name={name} problem={problem} />
      <input
        id={name}
        name={name}
        type={type}
        value={value}
        autocomplete={autocomplete}
        inputmode={inputmode}
        spellcheck={props.spellcheck}
        autocapitalize={type === 'email' ? 'none' : undefined}
        class={width ? `width-${width}` : undefined}
        aria-invalid={problem ? 'true' : undefined}
        aria-describedby={describedBy(name, hint, problem)}
        dir="auto"
      />
    </div>
  );
}

export function TextArea(props: FieldProps & { readonly value: string }) {
  const { words, name, label, hint, problem, value } = props;
  return (
    <div class={problem ? 'field failed' : 'field'}>
      <label for={name}>{label}</label>
      <Hint name={name} hint={hint} />
      <FieldError words={words} name={name} problem={problem} />
      <textarea
        id={name}
        name={name}
        rows={4}
        aria-invalid={problem ? 'true' : undefined}
        aria-describedby={describedBy(name, hint, problem)}
        dir="auto"
      >
        {value}
      </textarea>
    </div>
  );
}

/** Files from the member's device, as many as one form can bring. */
export function FilesField({ words, problem }: Pick<FieldProps, 'words' | 'problem'>) {
  const name = 'files';
  const hint = words.messages.filesHint(mostFiles, mostFileBytes / 1_000_000);
  return (
    <div class={problem ? 'field failed' : 'field'}>
      <label for={name}>
        {words.messages.files} {words.optional}
      </label>
      <Hint name={name} hint={hint} />
      <FieldError words={words} name={name} problem={problem} />
      <input
        id={name}
        name={name}
        type="file"
        multiple
        accept=".pdf,.png,.jpg,.jpeg,.txt,.csv"
        aria-invalid={problem ? 'true' : undefined}
        aria-describedby={describedBy(name, hint, problem)}
      />
    </div>
  );
}

interface SelectProps extends FieldProps {
  readonly value: string;
  /** What no choice is called. */
  readonly none: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** One of many, where radio buttons would fill the page. */
export function Select({ words, name, label, hint, problem, value, none, choices }: SelectProps) {
  return (
    <div class={problem ? 'field failed' : 'field'}>
      <label for={name}>{label}</label>
      <Hint name={name} hint={hint} />
      <FieldError words={words} name={name} problem={problem} />
      <select
        id={name}
        name={name}
        aria-invalid={problem ? 'true' : undefined}
        aria-describedby={describedBy(name, hint, problem)}
      >
        <option value="">{none}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ChoicesProps extends FieldProps {
  readonly type: 'radio' | 'checkbox';
  /** `heading`: what this choice and those after it belong to. */
  readonly choices: readonly {
    readonly value: string;
    readonly label: string;
    readonly hint?: string;
    readonly heading?: string;
  }[];
  readonly chosen: readonly string[];
}

/** Radio buttons or checkboxes under one question; the first has the question's id, so a problem leads to it. */
export function Choices({ words, name, label, hint, problem, type, choices, chosen }: ChoicesProps) {
  return (
    <div class={problem ? 'field failed' : 'field'}>
      <fieldset aria-describedby={describedBy(name, hint, problem)}>
        <legend>{label}</legend>
        <Hint name={name} hint={hint} />
        <FieldError words={words} name={name} problem={problem} />
        {choices.map((choice, index) => {
          const id = index === 0 ? name : `${name}-${index + 1}`;
          return (
            <Fragment key={id}>
              {choice.heading && <h2 class="minor">{choice.heading}</h2>}
              <div class="choice">
                <input
                  id={id}
                  name={name}
                  type={type}
                  value={choice.value}
                  checked={chosen.includes(choice.value)}
                  aria-describedby={choice.hint ? `${id}-choice-hint` : undefined}
                />
                <label for={id}>{choice.label}</label>
                {choice.hint && (
                  <p id={`${id}-choice-hint`} class="hint">
                    {choice.hint}
                  </p>
                )}
              </div>
            </Fragment>
          );
        })}
      </fieldset>
    </div>
  );
}

interface DateFieldProps extends FieldProps {
  /** Values of `<name>_day`, `<name>_month`, `<name>_year`. */
  readonly values: { readonly day: string; readonly month: string; readonly year: string };
}

/** A date as three numbers, which people fill in faster and more safely than a date picker. */
export function DateField({ words, name, label, hint, problem, values }: DateFieldProps) {
  return (
    <div class={problem ? 'field failed' : 'field'}>
      <fieldset aria-describedby={describedBy(name, hint, problem)}>
        <legend class="minor">{label}</legend>
        <Hint name={name} hint={hint} />
        <FieldError words={words} name={name} problem={problem} />
        <div class="date">
          {words.data.dateOrder.map((part) => (
            <div key={part}>
              <label for={`${name}_${part}`}>{words.data[part]}</label>
              <input
                id={`${name}_${part}`}
                name={`${name}_${part}`}
                type="text"
                inputmode="numeric"
                autocomplete="off"
                value={values[part]}
                class={part === 'year' ? 'width-4' : 'width-2'}
                aria-invalid={problem ? 'true' : undefined}
              />
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
