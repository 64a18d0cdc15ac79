import type { RequestState, Subject } from '../requests/index.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { complaintStep } from './ask-complaint.ts';
import { correctionStep } from './ask-correction.ts';
import { dataStep } from './ask-data.ts';
import { emailStep } from './ask-email.ts';
import { functionsStep } from './ask-functions.ts';
import { listingStep } from './ask-listing.ts';
import { objectionStep } from './ask-objection.ts';
import { restrictionStep } from './ask-restriction.ts';
import type { AnswersContext, Asked, AskStep } from './ask-step.ts';
import { chosenRights, whatStep } from './ask-what.ts';
import { whoStep } from './ask-who.ts';
import { yourselfStep } from './ask-yourself.ts';
import type { Fields } from './form-body.ts';
import type { Problem } from './form-schema.ts';

/** Asked of everybody. */
const alwaysAsked = { what: whatStep, who: whoStep, email: emailStep } as const;
/** Asked where a right that was chosen needs it, in this order. */
const details = {
  data: dataStep,
  yourself: yourselfStep,
  correction: correctionStep,
  listing: listingStep,
  complaint: complaintStep,
  functions: functionsStep,
  objection: objectionStep,
  restriction: restrictionStep,
} as const;
const questions = { ...alwaysAsked, ...details } as const;

export type Question = keyof typeof questions;
/** A page of the form, by the last part of its path. */
export type Step = Question | 'check';

type ToldBy<Of> = Of extends AskStep<infer Told> ? Told : never;
/** What a member asks, read and found right, by the page that asks it. */
export type Answers = { readonly [Name in keyof typeof alwaysAsked]: ToldBy<(typeof alwaysAsked)[Name]> } & {
  readonly [Name in keyof typeof details]?: ToldBy<(typeof details)[Name]>;
};

const allQuestions = Object.keys(questions) as Question[];

export function isStep(text: string): text is Step {
  return text === 'check' || (allQuestions as string[]).includes(text);
}

/** The fields a page asks for. */
export function fieldsOf(step: Step): readonly string[] {
  return step === 'check' ? [] : questions[step].fields;
}

/** Every field of the form, page by page. */
export const allFields: readonly string[] = allQuestions.flatMap((name) => questions[name].fields);

/** The pages that have something to ask, given what was chosen, and the one that shows all answers. */
export function stepsFor(fields: Fields): readonly Step[] {
  return [...questionsFor(fields), 'check'];
}

function questionsFor(fields: Fields): readonly Question[] {
  const chosen = chosenRights(fields);
  return allQuestions.filter((name) => questions[name].isAsked(chosen));
}

export interface StepProblems {
  readonly step: Question;
  readonly problems: readonly Problem[];
}

/** The first page up to `last` whose answers are not right, with what is wrong; undefined when all are. */
export function problemsUpTo(last: Step, fields: Fields, context: AnswersContext): StepProblems | undefined {
  const asked = questionsFor(fields);
  const upTo = last === 'check' ? asked : asked.slice(0, asked.indexOf(last) + 1);
  for (const step of upTo) {
    const read = questions[step].read(fields, context);
    if (!read.ok) return { step, problems: read.refusal };
  }
  return undefined;
}

/** All answers, or the first page with a problem. */
export function readAnswers(fields: Fields, context: AnswersContext): Result<Answers, StepProblems> {
  const told: Partial<Record<Question, unknown>> = {};
  for (const step of questionsFor(fields)) {
    const read = questions[step].read(fields, context);
    if (!read.ok) return refused({ step, problems: read.refusal });
    told[step] = read.value;
  }
  return accepted(told as Answers);
}

/** What the answers become in a request. */
export function askedBy(answers: Answers): Required<Pick<Asked, 'ask' | 'subject'>> {
  const parts = allQuestions.map((name) => {
    const told = answers[name];
    return told === undefined ? {} : (questions[name] as AskStep<unknown>).asked(told);
  });
  const changes = parts.flatMap(({ changes: some = [] }: Asked) => some);
  const typed = Object.fromEntries(changes.map((change) => [change.id, change.typed]));
  return {
    ask: Object.assign(
      {},
      ...parts.map(({ ask }: Asked) => ask),
      changes.length > 0 ? { changes: changes.map(({ typed: _, ...change }) => change) } : {},
    ),
    subject: Object.assign(
      {},
      ...parts.map(({ subject }: Asked) => subject),
      changes.length > 0 ? { changes: typed } : {},
    ),
  };
}

/** The form as it was filled in for a request. */
export function fieldsFrom(state: RequestState, subject: Subject, context: AnswersContext): Fields {
  return Object.assign({}, ...allQuestions.map((name) => questions[name].filledIn(state, subject, context)));
}
