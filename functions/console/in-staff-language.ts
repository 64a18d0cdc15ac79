import type { Localised, Organisation } from '../shared/organisation.ts';

/** Staff read English until they can choose. */
const staffLanguage = 'en';

export function inStaffLanguage(text: Localised, organisation: Organisation): string {
  return text[staffLanguage] ?? text[organisation.defaultLanguage] ?? Object.values(text)[0] ?? '';
}
