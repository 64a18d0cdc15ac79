import * as z from 'zod/mini';
import { typedChangesSchema } from './asked-changes.ts';

/** Name of the sealed item that holds who asked. */
export const subjectItem = 'subject';

/** Who asked, as typed into the form: personal data, so only ever sealed. */
export const subjectSchema = z.object({
  /** Where the code and every answer go; lower-cased, as identifiers are compared. */
  email: z.string(),
  name: z.optional(z.string()),
  /** Someone acting for the data subject, in their own words. */
  agent: z.optional(z.object({ name: z.string(), statement: z.string() })),
  /** A complaint or question, and the reference of the request it is about, as typed. */
  complaint: z.optional(z.object({ words: z.string(), reference: z.optional(z.string()) })),
  /** What was typed of each single change, by its id. */
  changes: z.optional(typedChangesSchema),
  /** Why they object, in their own words. */
  objection: z.optional(z.string()),
  /** What a restriction is about, in their own words. */
  restriction: z.optional(z.string()),
  /** What else the member wants us to know. */
  note: z.optional(z.string()),
});

export type Subject = z.infer<typeof subjectSchema>;
