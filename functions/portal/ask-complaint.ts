import * as z from 'zod/mini';
import { readReference } from '../requests/index.ts';
import type { AskStep } from './ask-step.ts';
import { lines, once, readWith, says } from './form-schema.ts';

const fields = ['complaint', 'complaint_reference'];

/** What a member complains of or asks. */
export interface Complaint {
  readonly words: string;
  /** Of an earlier request it is about. Whether there is one is not looked up: that would tell strangers. */
  readonly reference?: string;
}

const schema = z.object({
  complaint: lines(4000, 'complaint_too_long').check(z.refine((text) => text !== '', says('complaint_missing'))),
  complaint_reference: z.pipe(
    once,
    z.transform((typed: string, context) => {
      const reference = typed === '' ? '' : readReference(typed);
      if (reference !== undefined) return reference;
      context.issues.push({ code: 'custom', message: says('reference_malformed'), input: typed });
      return z.NEVER;
    }),
  ),
});

/** What do you want to tell or ask us? */
export const complaintStep: AskStep<Complaint> = {
  fields,
  isAsked: (chosen) => chosen.includes('complaint'),
  read: (typed) => {
    const read = readWith(schema, { ...typed }, fields);
    if (!read.ok) return read;
    const { complaint: words, complaint_reference: reference } = read.value;
    return { ok: true, value: { words, ...(reference === '' ? {} : { reference }) } };
  },
  asked: (complaint) => ({ subject: { complaint } }),
  filledIn: (_, { complaint }) => ({
    ...(complaint ? { complaint: [complaint.words] } : {}),
    ...(complaint?.reference === undefined ? {} : { complaint_reference: [complaint.reference] }),
  }),
};
