import type { Child } from 'hono/jsx';
import type { Right } from '../requests/index.ts';
import type { Step } from './answers.ts';
import { type Fields, shown } from './form-body.ts';
import type { ShownProblem } from './form-fields.page.tsx';
import type { Site } from './layout.page.tsx';
import type { Words } from './words.ts';

export interface StepProps {
  readonly site: Site;
  readonly fields: Fields;
  readonly problems: readonly ShownProblem[];
}

/** How a page of the form looks: its heading, its questions, and its rows on "Check your answers". */
export interface StepPage<Told> {
  readonly title: (words: Words, fields: Fields) => string;
  readonly Questions: (props: StepProps) => Child;
  readonly Rows: (props: RowsProps<Told>) => Child;
}

export interface RowsProps<Told> {
  readonly site: Site;
  readonly told: Told;
  /** The rights chosen. */
  readonly rights: readonly Right[];
}

export function problemOf({ problems }: StepProps, field: string): string | undefined {
  return problems.find((found) => found.field === field)?.text;
}

/** What a text field shows: what was typed, and what is wrong with it. */
export function typedIn(props: StepProps, name: string) {
  return { words: props.site.words, name, value: shown(props.fields, name), problem: problemOf(props, name) };
}

interface RowProps {
  readonly site: Site;
  readonly step: Step;
  readonly label: string;
  readonly value: Child;
}

/** An answer as it was understood, with a way to change it. */
export function Row({ site, step, label, value }: RowProps) {
  const { words, language } = site;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
      <dd class="change">
        <button
          type="submit"
          class="link"
          formaction={`/${language}/request/check`}
          formnovalidate
          name="change"
          value={step}
        >
          {words.change}
          <span class="visually-hidden"> {label}</span>
        </button>
      </dd>
    </div>
  );
}

/** Text as somebody wrote it, with its lines. */
export function Written({ text }: { readonly text: string }) {
  return (
    <span class="written" dir="auto">
      {text}
    </span>
  );
}
