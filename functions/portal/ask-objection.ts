import * as z from 'zod/mini';
import type { Organisation, RightOption } from '../shared/organisation.ts';
import type { AskStep } from './ask-step.ts';
import { lines, readWith, several } from './form-schema.ts';

const fields = ['use', 'objection_statement'];

export interface Objection {
  /** Keys of the policy. */
  readonly uses: readonly string[];
  /** Why, in the member's words. */
  readonly statement?: string;
}

/** The uses of data that can be objected to. */
export function usesOf({ rights }: Organisation): readonly RightOption[] {
  return rights.find(({ right }) => right === 'objection')?.uses ?? [];
}

/** Which uses are objected to, and why (GDPR Art. 21(1))? */
export const objectionStep: AskStep<Objection> = {
  fields,
  isAsked: (chosen) => chosen.includes('objection'),
  read: (typed, { organisation }) => {
    const keys = usesOf(organisation).map(({ key }) => key);
    const schema = z.object({
      use: several(keys, 'use_unknown', 'use_missing'),
      objection_statement: lines(2000, 'statement_too_long'),
    });
    const read = readWith(schema, { ...typed }, fields);
    if (!read.ok) return read;
    const { use, objection_statement: statement } = read.value;
    const uses = keys.filter((key) => use.includes(key));
    return { ok: true, value: { uses, ...(statement === '' ? {} : { statement }) } };
  },
  asked: ({ uses, statement }) => ({
    ask: { uses },
    ...(statement === undefined ? {} : { subject: { objection: statement } }),
  }),
  filledIn: ({ uses }, { objection }) => ({
    ...(uses ? { use: uses } : {}),
    ...(objection === undefined ? {} : { objection_statement: [objection] }),
  }),
};
