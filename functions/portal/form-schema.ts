import * as z from 'zod/mini';
import { accepted, type Result, refused } from '../shared/result.ts';
import type { ProblemCode } from './words.ts';

export interface Problem {
  /** Name of the field to go to. */
  readonly field: string;
  readonly code: ProblemCode;
}

/** Zod messages are our problem codes; anything else can't reach a page. */
export const says = (code: ProblemCode): ProblemCode => code;

/** A field that is given once. Absent counts as empty; ends are trimmed. */
export const once = z.pipe(
  z._default(z.array(z.string()).check(z.maxLength(1, says('given_twice'))), []),
  z.transform(([value = '']: string[]) => value.trim()),
);

/** Controls and direction overrides can make a name look like another; emoji and right-to-left letters can't. */
const invisible = /[\p{Cc}\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB\uFFFD]/u;

/** One line of text, at most so many characters. */
export const line = (most: number, tooLong: ProblemCode) =>
  z.pipe(
    once,
    z.string().check(
      z.refine((text) => [...text].length <= most, says(tooLong)),
      z.refine((text) => !invisible.test(text), says('control_characters')),
    ),
  );

/** Text of any number of lines, at most so many characters. */
export const lines = (most: number, tooLong: ProblemCode) =>
  z.pipe(
    z.pipe(
      once,
      z.transform((text: string) => text.replaceAll('\r\n', '\n')),
    ),
    z.string().check(
      z.refine((text) => [...text].length <= most, says(tooLong)),
      z.refine((text) => !invisible.test(text.replaceAll(/[\n\t]/g, '')), says('control_characters')),
    ),
  );

/** Several things chosen from a list, each counted once. */
export const several = (known: readonly string[], unknown: ProblemCode, missing: ProblemCode) =>
  z.pipe(
    z.pipe(
      z._default(z.array(z.string()), []),
      z.transform((chosen: string[]) => [...new Set(chosen)]),
    ),
    z
      .array(z.string().check(z.refine((key) => known.includes(key), says(unknown))))
      .check(z.minLength(1, says(missing))),
  );

/** What was read, or one problem per question, in the order of `fields`. */
export function readWith<Told>(
  schema: z.ZodMiniType<Told>,
  input: unknown,
  fields: readonly string[],
): Result<Told, readonly Problem[]> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return accepted(parsed.data);
  const found = new Map<string, Problem>();
  for (const { path, message } of parsed.error.issues) {
    // A question of several fields, such as a date, is named by the beginning of their names.
    const question = String(path[0]);
    const field = fields.includes(question) ? question : fields.find((name) => name.startsWith(`${question}_`));
    if (field === undefined) throw new TypeError(`no field of the page is ${question}`);
    if (!found.has(field)) found.set(field, { field, code: message as ProblemCode });
  }
  return refused([...found.values()].toSorted((a, b) => fields.indexOf(a.field) - fields.indexOf(b.field)));
}
