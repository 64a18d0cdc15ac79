import * as z from 'zod/mini';
import { logLevels } from './log.ts';

/** A setting that must be there. */
export const setting = z.string().check(z.minLength(1));

/** A setting that is JSON text, read as `schema` says. */
export function jsonSetting<Schema extends z.ZodMiniType>(schema: Schema) {
  const read = z.transform((text: string, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.issues.push({ code: 'custom', message: 'not JSON', input: text });
      return z.NEVER;
    }
  });
  return z.pipe(z.pipe(z.string(), read), schema);
}

/** What every function is told. A function's own `*.env.ts` extends it. */
export const functionEnvironment = z.object({
  /** Path of the compiled policy, beside the bundle. */
  ORGANISATION_FILE: setting,
  LOG_LEVEL: z._default(z.enum(logLevels), 'info'),
});

/**
 * The environment as a schema reads it.
 * @throws Error named `EnvironmentInvalid`, naming the variables but never their values
 */
export function readEnvironment<Schema extends z.core.$ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.output<Schema> {
  const parsed = z.safeParse(schema, environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`);
  throw new EnvironmentInvalid(`environment: ${problems.join(', ')}`);
}

/** The function was deployed without something it needs; retrying does not help. */
export class EnvironmentInvalid extends Error {
  override readonly name = 'EnvironmentInvalid';
}

/** The level the process was told to log at; `info` when it was told nothing. */
export function logLevelOf(environment: Readonly<Record<string, string | undefined>> = process.env) {
  return logLevels.find((level) => level === environment.LOG_LEVEL) ?? 'info';
}
