import { entrancesOf } from '../discovery/index.ts';
import { changesToCarryOut, type RequestState } from '../requests/index.ts';
import { daysLeft } from '../shared/days.ts';
import type { CollectionBinding, Organisation } from '../shared/organisation.ts';
import { inStaffLanguage } from './in-staff-language.ts';
import { optional } from './optional.ts';
import type { ByHandView } from './views.ts';

/** What staff need to look through a source that only people reach, or to erase and correct in it; undefined of any other source. */
export function byHandView(
  state: RequestState,
  binding: CollectionBinding,
  organisation: Organisation,
  words: ReadonlyMap<string, string>,
  now: string,
): ByHandView | undefined {
  const lookup = state.collections[binding.id];
  const erasure = state.erasing?.collections[binding.id];
  const due = (erasure?.outcome === 'by_hand' ? erasure.due : undefined) ?? lookup?.due;
  if (due === undefined) return undefined;
  const isOpen = lookup?.outcome === 'by_hand' || erasure?.outcome === 'by_hand';
  const named = (name: string) => {
    const title = binding.fields.find((field) => field.name === name)?.title;
    return { key: name, name: title ? inStaffLanguage(title, organisation) : name };
  };
  const entrances = entrancesOf(binding, organisation.dataMap).map(({ field }) => field);
  return {
    due,
    late: isOpen && daysLeft(due, now, state.timeZone) < 0,
    place: binding.location,
    searchedBy: [...new Set(entrances)].map(named),
    fields: binding.fields.map(({ name }) => ({ ...named(name), isKey: binding.primaryKey.includes(name) })),
    corrections: erasure?.outcome === 'by_hand' ? changesToCarryOut(state, binding.id).map(({ id }) => id) : [],
    ...optional('words', lookup?.words === undefined ? undefined : words.get(lookup.words)),
  };
}
