import * as z from 'zod/mini';
import { daysLeft } from '../deadlines/index.ts';
import { normaliseEmail } from '../identity/index.ts';
import { isChoice, type Relation } from '../requests/index.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import type { Fields } from './form-body.ts';
import { inOrder, type OfferedRight } from './offered-rights.ts';
import type { ProblemCode } from './words.ts';

/** The pages of the form, in order. Each checks what it asks and everything before it. */
export const steps = ['what', 'who', 'email', 'data', 'check'] as const;
export type Step = (typeof steps)[number];

export function isStep(text: string): text is Step {
  return (steps as readonly string[]).includes(text);
}

/** The fields each page asks for; on every other page they travel hidden. */
export const fieldsOf: Readonly<Record<Step, readonly string[]>> = {
  what: ['right'],
  who: ['relation', 'acting', 'agent_name', 'agent_statement'],
  email: ['email', 'name'],
  data: ['category', 'from_day', 'from_month', 'from_year', 'to_day', 'to_month', 'to_year'],
  check: [],
};

export const limitsOf = { name: 200, statement: 2000, email: 320 } as const;

export interface Problem {
  /** Name of the field to go to. */
  readonly field: string;
  readonly code: ProblemCode;
}

/** What a member asks, read and found right. */
export interface Answers {
  /** Each once, in the order they are carried out. */
  readonly rights: readonly OfferedRight[];
  readonly relation: Relation;
  readonly agent?: { readonly name: string; readonly statement: string };
  readonly email: string;
  readonly name?: string;
  /** Category keys; empty means all. */
  readonly categories: readonly string[];
  /** Of the records copied; a deletion has none. */
  readonly period?: { readonly from?: string; readonly to?: string };
}

export interface AnswersContext {
  /** Rights that can be chosen. */
  readonly rights: readonly OfferedRight[];
  /** Category keys that can be chosen. */
  readonly categories: readonly string[];
  /** Instant, ISO in UTC, and the zone whose day it is. */
  readonly now: string;
  readonly timeZone: string;
}

/** Zod messages are our problem codes; anything else can't reach a page. */
const says = (code: ProblemCode): ProblemCode => code;

/** A field that is given once. Absent counts as empty; ends are trimmed. */
const once = z.pipe(
  z._default(z.array(z.string()).check(z.maxLength(1, says('given_twice'))), []),
  z.transform(([value = '']: string[]) => value.trim()),
);

/** Controls and direction overrides can make a name look like another; emoji and right-to-left letters can't. */
const invisible = /[\p{Cc}\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB\uFFFD]/u;
const line = (most: number, tooLong: ProblemCode) =>
  z.pipe(
    once,
    z.string().check(
      z.refine((text) => [...text].length <= most, says(tooLong)),
      z.refine((text) => !invisible.test(text), says('control_characters')),
    ),
  );

/** Several things chosen from a list, each counted once. */
const several = (known: readonly string[], unknown: ProblemCode, missing: ProblemCode) =>
  z.pipe(
    z.pipe(
      z._default(z.array(z.string()), []),
      z.transform((chosen: string[]) => [...new Set(chosen)]),
    ),
    z
      .array(z.string().check(z.refine((key) => known.includes(key), says(unknown))))
      .check(z.minLength(1, says(missing))),
  );

const what = (context: AnswersContext) =>
  z.object({ right: several(context.rights, 'right_unknown', 'right_missing') });

/** The rights chosen so far, for the pages that ask on; unknown ones are told of on their own page. */
export function chosenRights(fields: Fields): readonly OfferedRight[] {
  return inOrder(fields.right ?? []);
}

/** A choice is noted without asking which data it is about. */
export function asksForData(chosen: readonly OfferedRight[]): boolean {
  return chosen.length === 0 || !chosen.every(isChoice);
}

/** The pages that have something to ask, given what was chosen. */
export function stepsFor(fields: Fields): readonly Step[] {
  return asksForData(chosenRights(fields)) ? steps : steps.filter((step) => step !== 'data');
}

/** Only what is copied can be of a period: what is deleted goes whatever its date. */
export function asksForPeriod(chosen: readonly OfferedRight[]): boolean {
  return chosen.includes('access');
}

/** The agent's fields count only when someone acts; every problem of the page is found at once. */
const who = (fields: Fields) => {
  const acts = fields.acting?.[0] === 'someone_else';
  const needed = (text: string): boolean => !acts || text !== '';
  return z.object({
    relation: z.pipe(once, z.enum(['member', 'former_member', 'non_member'], { error: says('relation_missing') })),
    acting: z.pipe(once, z.enum(['myself', 'someone_else'], { error: says('acting_missing') })),
    agent_name: line(limitsOf.name, 'agent_name_too_long').check(z.refine(needed, says('agent_name_missing'))),
    agent_statement: z
      .pipe(
        once,
        z.transform((text: string) => text.replaceAll('\r\n', '\n')),
      )
      .check(
        z.refine((text) => [...text].length <= limitsOf.statement, says('agent_statement_too_long')),
        z.refine((text) => !invisible.test(text.replaceAll(/[\n\t]/g, '')), says('control_characters')),
        z.refine(needed, says('agent_statement_missing')),
      ),
  });
};

const email = () =>
  z.object({
    email: z.pipe(
      once,
      z.transform((typed: string, context) => {
        const address = normaliseEmail(typed);
        if (address.ok) return address.value;
        const code = says(typed === '' ? 'email_missing' : 'email_malformed');
        context.issues.push({ code: 'custom', message: code, input: typed });
        return z.NEVER;
      }),
    ),
    name: line(limitsOf.name, 'name_too_long'),
  });

const data = ({ categories, now, timeZone }: AnswersContext) =>
  z
    .object({
      category: several(categories, 'category_unknown', 'category_missing'),
      from: plainDate('from'),
      to: plainDate('to'),
    })
    .check(
      z.superRefine(({ from, to }, context) => {
        const problem = (field: string, code: ProblemCode): void =>
          context.addIssue({ code: 'custom', path: [field], message: code });
        if (from !== undefined && daysLeft(from, now, timeZone) > 0) problem('from', 'from_in_future');
        if (from !== undefined && to !== undefined && to < from) problem('to', 'to_before_from');
      }),
    );

function plainDate(which: 'from' | 'to') {
  const parts = z.object({ day: once, month: once, year: once });
  const read = z.transform((typed: z.output<typeof parts>, context): string | undefined => {
    const [day, month, year] = [typed.day, typed.month, typed.year].map((part) => part.normalize('NFKC'));
    if (!day && !month && !year) return undefined;
    const problem = (code: ProblemCode): typeof z.NEVER => {
      context.issues.push({ code: 'custom', message: code, input: typed });
      return z.NEVER;
    };
    if (!day || !month || !year) return problem(`${which}_incomplete`);
    return realDate(day, month, year) ?? problem(`${which}_unreal`);
  });
  return z.pipe(parts, read);
}

function realDate(day: string, month: string, year: string): string | undefined {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^(19|20)\d\d$/.test(year)) return undefined;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? undefined : text;
}

/** Groups the three parts of each date, as the schema wants them. Dates of a page that does not ask for them don't count. */
function withDates(fields: Fields): Record<string, unknown> {
  if (!asksForPeriod(chosenRights(fields))) return { category: fields.category, from: {}, to: {} };
  const date = (which: string): Record<string, unknown> => ({
    day: fields[`${which}_day`],
    month: fields[`${which}_month`],
    year: fields[`${which}_year`],
  });
  return { category: fields.category, from: date('from'), to: date('to') };
}

export interface StepProblems {
  readonly step: Step;
  readonly problems: readonly Problem[];
}

/** The first page up to `last` whose answers are not right, with what is wrong; undefined when all are. */
export function problemsUpTo(last: Step, fields: Fields, context: AnswersContext): StepProblems | undefined {
  const asked = stepsFor(fields);
  for (const step of steps.slice(0, steps.indexOf(last) + 1).filter((one) => asked.includes(one))) {
    const parsed = parseStep(step, fields, context);
    if (parsed && !parsed.success) return { step, problems: problemsIn(parsed.error) };
  }
  return undefined;
}

function parseStep(step: Step, fields: Fields, context: AnswersContext) {
  switch (step) {
    case 'what':
      return what(context).safeParse({ ...fields });
    case 'who':
      return who(fields).safeParse({ ...fields });
    case 'email':
      return email().safeParse({ ...fields });
    case 'data':
      return data(context).safeParse(withDates(fields));
    case 'check':
      return undefined;
  }
}

/** One problem per question, in the order of the page. */
function problemsIn(error: z.core.$ZodError): Problem[] {
  const found = new Map<string, Problem>();
  for (const { path, message } of error.issues) {
    const question = String(path[0]);
    const field = question === 'from' || question === 'to' ? `${question}_day` : question;
    if (!found.has(field)) found.set(field, { field, code: message as ProblemCode });
  }
  const order = Object.values(fieldsOf).flat();
  return [...found.values()].toSorted((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
}

/** All answers, or the first page with a problem. */
export function readAnswers(fields: Fields, context: AnswersContext): Result<Answers, StepProblems> {
  const wrong = problemsUpTo('check', fields, context);
  if (wrong) return refused(wrong);
  const { relation, acting, agent_name, agent_statement } = who(fields).parse({ ...fields });
  const { email: address, name } = email().parse({ ...fields });
  const asker = {
    rights: chosenRights(fields),
    relation,
    ...(acting === 'someone_else' ? { agent: { name: agent_name, statement: agent_statement } } : {}),
    email: address,
    ...(name === '' ? {} : { name }),
  };
  if (!asksForData(asker.rights)) return accepted({ ...asker, categories: [] });
  const { category, from, to } = data(context).parse(withDates(fields));
  const all = context.categories.every((key) => category.includes(key));
  return accepted({
    ...asker,
    categories: all ? [] : context.categories.filter((key) => category.includes(key)),
    ...(from === undefined && to === undefined
      ? {}
      : { period: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } }),
  });
}
