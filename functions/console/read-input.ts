import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';
import { accepted, type Result, refused } from '../shared/result.ts';
import type { ConsoleContext } from './console-api.ts';
import { badInput, problem } from './problem.ts';

/** The JSON body as a schema reads it, or the answer that says what is wrong with it. */
export async function readBody<Schema extends z.core.$ZodType>(
  c: ConsoleContext,
  schema: Schema,
): Promise<Result<z.output<Schema>, Response>> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
    return refused(problem(415, 'json_wanted', 'Send application/json.'));
  }
  let body: unknown;
  try {
    body = JSON.parse(await c.req.text());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused(problem(400, 'not_json', 'The body is not JSON.'));
  }
  return read(schema, body);
}

export function readQuery<Schema extends z.core.$ZodType>(
  c: ConsoleContext,
  schema: Schema,
): Result<z.output<Schema>, Response> {
  return read(schema, c.req.query());
}

/** What is wrong, in words for who reads the answer; elsewhere the code is enough. */
const inWords = english().localeError;

function read<Schema extends z.core.$ZodType>(schema: Schema, input: unknown): Result<z.output<Schema>, Response> {
  const parsed = z.safeParse(schema, input, { error: inWords });
  return parsed.success ? accepted(parsed.data) : refused(badInput(parsed.error));
}
