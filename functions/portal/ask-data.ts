import * as z from 'zod/mini';
import { asksForCopy, type Right } from '../requests/index.ts';
import { daysLeft } from '../shared/days.ts';
import type { AnswersContext, AskStep } from './ask-step.ts';
import { chosenRights } from './ask-what.ts';
import type { Fields } from './form-body.ts';
import { once, readWith, several } from './form-schema.ts';
import type { ProblemCode } from './words.ts';

const fields = ['category', 'from_day', 'from_month', 'from_year', 'to_day', 'to_month', 'to_year'];

/** Which data a copy or deletion is about. */
export interface DataTold {
  /** Category keys; empty means all. */
  readonly categories: readonly string[];
  /** Of the records copied; a deletion has none. */
  readonly period?: { readonly from?: string; readonly to?: string };
}

/** Only what is copied can be of a period: what is deleted goes whatever its date. */
export function asksForPeriod(chosen: readonly Right[]): boolean {
  return asksForCopy(chosen);
}

export const dataStep: AskStep<DataTold> = {
  fields,
  // An account goes with all its data.
  isAsked: (chosen) =>
    chosen.length === 0 ||
    (!chosen.includes('account_cancellation') && (asksForCopy(chosen) || chosen.includes('deletion'))),
  read: (typed, context) => {
    const read = readWith(schemaFor(context), withDates(typed), fields);
    if (!read.ok) return read;
    const { category, from, to } = read.value;
    const all = context.organisation.categories.map(({ key }) => key);
    const period = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    return {
      ok: true,
      value: {
        categories: all.every((key) => category.includes(key)) ? [] : all.filter((key) => category.includes(key)),
        ...(Object.keys(period).length > 0 ? { period } : {}),
      },
    };
  },
  asked: (told) => ({ ask: told }),
  filledIn: ({ categories, period }, _, { organisation }) => ({
    category: categories.length === 0 ? organisation.categories.map(({ key }) => key) : categories,
    ...dateFields('from', period?.from),
    ...dateFields('to', period?.to),
  }),
};

function schemaFor({ organisation, now }: AnswersContext) {
  const keys = organisation.categories.map(({ key }) => key);
  return z
    .object({
      category: several(keys, 'category_unknown', 'category_missing'),
      from: plainDate('from'),
      to: plainDate('to'),
    })
    .check(
      z.superRefine(({ from, to }, context) => {
        const problem = (field: string, code: ProblemCode): void =>
          context.addIssue({ code: 'custom', path: [field], message: code });
        if (from !== undefined && daysLeft(from, now, organisation.office.timeZone) > 0)
          problem('from', 'from_in_future');
        if (from !== undefined && to !== undefined && to < from) problem('to', 'to_before_from');
      }),
    );
}

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
function withDates(typed: Fields): Record<string, unknown> {
  if (!asksForPeriod(chosenRights(typed))) return { category: typed.category, from: {}, to: {} };
  const date = (which: string): Record<string, unknown> => ({
    day: typed[`${which}_day`],
    month: typed[`${which}_month`],
    year: typed[`${which}_year`],
  });
  return { category: typed.category, from: date('from'), to: date('to') };
}

function dateFields(which: 'from' | 'to', date: string | undefined): Fields {
  const [year, month, day] = date?.split('-') ?? [];
  if (!day || !month || !year) return {};
  return {
    [`${which}_day`]: [String(Number(day))],
    [`${which}_month`]: [String(Number(month))],
    [`${which}_year`]: [year],
  };
}
