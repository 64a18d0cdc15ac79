import type { RequestState } from '../requests/index.ts';
import type { CategoryRule, CollectionBinding, Localised, Organisation, RightRule } from '../shared/organisation.ts';
import { type FieldActions, fieldActions, isAsked, possibleActions } from './right-actions.ts';

/** What goes into a copy that a request asked for, decided before anything is read. */
export interface PackageContents {
  readonly collections: readonly PackagedCollection[];
  /** In the policy's order; only those in which something was found. */
  readonly categories: readonly PackagedCategory[];
}

export interface PackagedCollection {
  readonly id: string;
  readonly title: string;
  /** Records found. */
  readonly count: number;
  /** Conditions of the right may leave some of them out. */
  readonly partly: boolean;
  readonly fields: readonly PackagedField[];
}

export interface PackagedField {
  /** Name in the store, as in the JSON file. */
  readonly name: string;
  /** In the member's language. */
  readonly title: string;
  readonly category: string;
}

export interface PackagedCategory {
  readonly rule: CategoryRule;
  readonly collections: readonly PackagedCollection[];
}

/**
 * Picks what a right to a copy releases: of each collection found, the fields that it returns, if not of every record,
 * and whose category the member asked for. A field without a category is plumbing of the store and says nothing of the
 * person; it stays out.
 */
export function planPackage(organisation: Organisation, state: RequestState, right: RightRule): PackageContents {
  const collections = organisation.dataMap.collections.flatMap((collection): PackagedCollection[] => {
    const progress = state.collections[collection.id];
    const fields = packagedFields(organisation, state, right, collection);
    const partly = fieldActions(right, collection, organisation.dataMap).some(({ rule }) => rule?.onlyIf);
    if (progress?.outcome !== 'found' || fields.length === 0) return [];
    return [
      {
        id: collection.id,
        title: collection.title[state.language] ?? collection.id,
        count: progress.count,
        partly,
        fields,
      },
    ];
  });
  const categories = organisation.categories.flatMap((rule): PackagedCategory[] => {
    const within = collections
      .map((collection) => ({
        ...collection,
        fields: collection.fields.filter(({ category }) => category === rule.key),
      }))
      .filter(({ fields }) => fields.length > 0);
    return within.length > 0 ? [{ rule, collections: within }] : [];
  });
  return { collections, categories };
}

/** Why something that was found is not in the copy, by the policy; each reason once. */
export interface NotPackaged {
  readonly basis: Localised;
  readonly collections: readonly CollectionBinding[];
}

export function notPackaged(organisation: Organisation, state: RequestState, right: RightRule): NotPackaged[] {
  const { dataMap } = organisation;
  const found = dataMap.collections.filter(({ id }) => state.collections[id]?.outcome === 'found');
  const reasons = new Map<Localised, Set<CollectionBinding>>();
  for (const collection of found)
    for (const { field, rule } of fieldActions(right, collection, dataMap))
      for (const { action, basis } of rule ? [rule, ...(rule.otherwise ? [rule.otherwise] : [])] : [])
        if (action !== 'return' && basis && isAsked(field, state.categories))
          reasons.set(basis, (reasons.get(basis) ?? new Set()).add(collection));
  return [...reasons].map(([basis, collections]) => ({ basis, collections: [...collections] }));
}

function packagedFields(
  { dataMap }: Organisation,
  { categories, language }: RequestState,
  right: RightRule,
  collection: CollectionBinding,
): readonly PackagedField[] {
  return fieldActions(right, collection, dataMap).flatMap((actions) => {
    const { name, title, category } = actions.field;
    const isReturned = mayBeReturned(actions) && isAsked(actions.field, categories);
    return category !== undefined && isReturned ? [{ name, title: title?.[language] ?? name, category }] : [];
  });
}

function mayBeReturned({ rule }: FieldActions): boolean {
  return rule !== undefined && possibleActions(rule).includes('return');
}
