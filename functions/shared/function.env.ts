import * as z from 'zod';
import { logLevels } from './log.ts';

/** What every function is told. A function's own `*.env.ts` extends it. */
export const functionEnvironment = z.object({
  /** Path of the compiled policy, beside the bundle. */
  ORGANISATION_FILE: z.string().min(1),
  LOG_LEVEL: z.enum(logLevels).default('info'),
});

/**
 * The environment as a schema reads it.
 * @throws Error named `EnvironmentInvalid`, naming the variables but never their values
 */
export function readEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.output<Schema> {
  const parsed = schema.safeParse(environment);
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
