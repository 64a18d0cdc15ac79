import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Organisation } from './organisation.ts';

const loaded = new Map<string, Organisation>();

/**
 * The compiled policy this function runs with, read once per process.
 *
 * The path is `ORGANISATION_FILE`, relative to the bundle (`LAMBDA_TASK_ROOT`) or, outside Lambda, to the working
 * directory. The file was validated when it was compiled; here only its presence and shape at the top are checked.
 *
 * @throws Error named `OrganisationFileUnreadable` when the variable is unset or the file is not a compiled policy
 */
export function loadOrganisation(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Organisation {
  const setting = environment.ORGANISATION_FILE;
  if (!setting) throw unreadable('ORGANISATION_FILE is not set');
  const path = resolve(environment.LAMBDA_TASK_ROOT ?? process.cwd(), setting);
  const known = loaded.get(path);
  if (known) return known;
  const organisation = read(path);
  loaded.set(path, organisation);
  return organisation;
}

function read(path: string): Organisation {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw unreadable(`${path} cannot be read as JSON`, cause);
  }
  if (!isOrganisation(parsed)) throw unreadable(`${path} is not a compiled policy`);
  return parsed;
}

function isOrganisation(value: unknown): value is Organisation {
  return typeof value === 'object' && value !== null && 'id' in value && 'dataMap' in value && 'rights' in value;
}

function unreadable(message: string, cause?: unknown): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.name = 'OrganisationFileUnreadable';
  return error;
}
