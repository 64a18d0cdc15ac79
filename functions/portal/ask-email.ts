import * as z from 'zod/mini';
import { normaliseEmail } from '../identity/index.ts';
import type { AskStep } from './ask-step.ts';
import { line, once, readWith, says } from './form-schema.ts';

const fields = ['email', 'name'];

export interface EmailTold {
  readonly email: string;
  readonly name?: string;
}

const schema = z.object({
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
  name: line(200, 'name_too_long'),
});

/** What is your email address? */
export const emailStep: AskStep<EmailTold> = {
  fields,
  isAsked: () => true,
  read: (typed) => {
    const read = readWith(schema, { ...typed }, fields);
    if (!read.ok) return read;
    const { email, name } = read.value;
    return { ok: true, value: { email, ...(name === '' ? {} : { name }) } };
  },
  asked: (told) => ({ subject: told }),
  filledIn: (_, { email, name }) => ({ email: [email], ...(name === undefined ? {} : { name: [name] }) }),
};
