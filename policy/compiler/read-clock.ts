import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LawProfile, WorkCalendar } from '../../functions/shared/law-profile.ts';
import { lawSchema } from './law-schema.ts';
import type { PolicyError } from './policy-error.ts';
import { calendarSchema } from './policy-schemas.ts';
import { firstExisting, readAs } from './yaml-source.file.ts';

/** Laws and calendars that come with the product; a folder's own `laws/` and `calendars/` go before them. */
const PRODUCT_POLICY = fileURLToPath(new URL('..', import.meta.url));

/** Reads the profile of a law; `unknown` is called when there is none. */
export function readLaw(
  folder: string,
  id: string,
  unknown: () => void,
  errors: PolicyError[],
): LawProfile | undefined {
  const file = firstExisting([folder, PRODUCT_POLICY].map((root) => join(root, 'laws', `${id}.yaml`)));
  if (!file) return nothing(unknown);
  const law = readAs(file, lawSchema, errors);
  if (!law) return undefined;
  const { value, source } = law;
  if (value.id !== id) errors.push({ file, line: source.lineOf(['id']), message: `id must be "${id}", as the file` });
  return value;
}

/** Reads a calendar of holidays; `unknown` is called when there is none. */
export function readCalendar(
  folder: string,
  id: string,
  unknown: () => void,
  errors: PolicyError[],
): WorkCalendar | undefined {
  const file = firstExisting([folder, PRODUCT_POLICY].map((root) => join(root, 'calendars', `${id}.json`)));
  if (!file) return nothing(unknown);
  // JSON is YAML, so its lines are known too.
  const calendar = readAs(file, calendarSchema, errors);
  if (!calendar) return undefined;
  const { weekend, holidays, first_year, last_year, note } = calendar.value;
  return {
    id,
    weekend,
    holidays: [...holidays].sort(),
    ...(first_year === undefined ? {} : { firstYear: first_year }),
    ...(last_year === undefined ? {} : { lastYear: last_year }),
    ...(note === undefined ? {} : { note }),
  };
}

function nothing(unknown: () => void): undefined {
  unknown();
  return undefined;
}
