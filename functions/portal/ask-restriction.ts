import * as z from 'zod/mini';
import { type RestrictionGround, restrictionGrounds } from '../requests/index.ts';
import type { AskStep } from './ask-step.ts';
import { lines, once, readWith, says } from './form-schema.ts';

const fields = ['restriction_ground', 'restriction_statement'];

export interface Restriction {
  readonly ground: RestrictionGround;
  /** What it is about, in the member's words. */
  readonly statement: string;
}

const schema = z.object({
  restriction_ground: z.pipe(once, z.enum(restrictionGrounds, { error: says('restriction_ground_missing') })),
  restriction_statement: lines(2000, 'statement_too_long').check(
    z.refine((text) => text !== '', says('restriction_statement_missing')),
  ),
});

/** Which of the grounds of GDPR Art. 18(1) applies, and to what? */
export const restrictionStep: AskStep<Restriction> = {
  fields,
  isAsked: (chosen) => chosen.includes('restriction'),
  read: (typed) => {
    const read = readWith(schema, { ...typed }, fields);
    if (!read.ok) return read;
    const { restriction_ground: ground, restriction_statement: statement } = read.value;
    return { ok: true, value: { ground, statement } };
  },
  asked: ({ ground, statement }) => ({ ask: { restrictionGround: ground }, subject: { restriction: statement } }),
  filledIn: ({ restrictionGround }, { restriction }) => ({
    ...(restrictionGround ? { restriction_ground: [restrictionGround] } : {}),
    ...(restriction === undefined ? {} : { restriction_statement: [restriction] }),
  }),
};
