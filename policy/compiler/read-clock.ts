import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LawProfile, WorkCalendar } from '../../functions/shared/organisation.ts';
import type { PolicyError } from './policy-error.ts';
import { calendarSchema, lawSchema } from './policy-schemas.ts';
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
  const { answer_within, rolls_to_working_day, ...profile } = law.value;
  if (profile.id !== id)
    errors.push({ file, line: law.source.lineOf(['id']), message: `id must be "${id}", as the file` });
  return { ...profile, answerWithin: span(answer_within), rollsToWorkingDay: rolls_to_working_day };
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
  return { id, weekend: calendar.value.weekend, holidays: [...calendar.value.holidays].sort() };
}

function span(within: { months?: number | undefined; days?: number | undefined; working_days?: number | undefined }) {
  if (within.months !== undefined) return { months: within.months };
  if (within.days !== undefined) return { days: within.days };
  return within.working_days === undefined ? {} : { workingDays: within.working_days };
}

function nothing(unknown: () => void): undefined {
  unknown();
  return undefined;
}
