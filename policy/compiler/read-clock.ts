import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LawProfile, WorkCalendar } from '../../functions/shared/law-profile.ts';
import { lawSchema } from './law-schema.ts';
import type { PolicyError } from './policy-error.ts';
import { calendarSchema } from './policy-schemas.ts';
import { complain, firstExisting, type Path, readAs, type ValidSource } from './yaml-source.file.ts';

/** Laws and calendars that come with the product; a folder's own `laws/` and `calendars/` go before them. */
const PRODUCT_POLICY = fileURLToPath(new URL('..', import.meta.url));

interface Named {
  readonly law: string;
  readonly office: { readonly calendar: string; readonly country: string };
  readonly other_laws: readonly {
    readonly law: string;
    readonly calendar?: string | undefined;
    readonly place: string;
  }[];
}

/**
 * Reads every law and calendar that an organisation names. A law must apply where it is said to: the first one at the
 * office, each other one at its place.
 */
export function readClocks(
  folder: string,
  organisation: ValidSource<Named>,
  errors: PolicyError[],
): { readonly laws: Record<string, LawProfile>; readonly calendars: Record<string, WorkCalendar> } {
  const { law: own, office, other_laws: others } = organisation.value;
  const laws: Record<string, LawProfile> = {};
  const calendars: Record<string, WorkCalendar> = {};
  const unknown = (what: string, id: string, path: Path) => () => {
    if (id) complain(errors, organisation, path, `unknown ${what} "${id}"`);
  };
  const addLaw = (id: string, place: string, path: Path): LawProfile | undefined => {
    const law = laws[id] ?? readLaw(folder, id, unknown('law', id, path), errors);
    if (!law) return undefined;
    laws[id] = law;
    if (place && !applies(law, place)) complain(errors, organisation, path, `law "${id}" does not apply in ${place}`);
    return law;
  };
  const addCalendar = (id: string, path: Path): void => {
    const calendar = calendars[id] ?? readCalendar(folder, id, unknown('calendar', id, path), errors);
    if (calendar) calendars[id] = calendar;
  };

  addLaw(own, office.country, ['law']);
  addCalendar(office.calendar, ['office', 'calendar']);
  for (const [index, { law: id, calendar, place }] of others.entries()) {
    const path = ['other_laws', index];
    if (id === own || others.slice(0, index).some((other) => other.law === id || other.place === place))
      complain(errors, organisation, path, 'this law or place stands here twice');
    const law = addLaw(id, place, [...path, 'law']);
    if (law) addCalendar(calendar ?? law.calendar, [...path, 'calendar']);
  }
  return { laws, calendars };
}

/** A law of a country applies in its parts, too. */
function applies({ territory }: LawProfile, place: string): boolean {
  return territory.some((one) => place === one || place.startsWith(`${one}-`));
}

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
