import type { Organisation } from '../shared/organisation.ts';
import { inStaffLanguage } from './in-staff-language.ts';
import type { PolicyView } from './views.ts';

/** Names of what staff can choose from. */
export function policyView(organisation: Organisation): PolicyView {
  const { stores, collections } = organisation.dataMap;
  return {
    stores: stores.map(({ id }) => id),
    collections: collections.map(({ id, title, store }) => ({
      key: id,
      name: inStaffLanguage(title, organisation),
      store,
    })),
    categories: organisation.categories.map(({ key, name }) => ({ key, name: inStaffLanguage(name, organisation) })),
    messageTexts: organisation.messageTexts.map(({ key, name, text }) => ({
      key,
      name: inStaffLanguage(name, organisation),
      text,
    })),
    refusalReasons: Object.fromEntries(
      Object.entries(organisation.refusalReasons).map(([code, text]) => [code, inStaffLanguage(text, organisation)]),
    ),
  };
}
