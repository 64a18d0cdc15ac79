import type { RequestState } from '../requests/index.ts';
import type { CategoryRule, CollectionBinding, Organisation } from '../shared/organisation.ts';

/** What goes into the package of one request, decided before anything is read. */
export interface PackageContents {
  readonly collections: readonly PackagedCollection[];
  /** In the policy's order; only those in which something was found. */
  readonly categories: readonly PackagedCategory[];
}

export interface PackagedCollection {
  readonly id: string;
  readonly title: string;
  readonly count: number;
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
 * Picks what a request releases: of each collection found, the fields whose category the right returns and the member
 * asked for. A field without a category is plumbing of the store and says nothing of the person; it stays out.
 */
export function planPackage(organisation: Organisation, state: RequestState): PackageContents {
  const released = releasedCategories(organisation, state);
  const collections = organisation.dataMap.collections.flatMap((collection): PackagedCollection[] => {
    const progress = state.collections[collection.id];
    const fields = packagedFields(collection, released, state.language);
    if (progress?.outcome !== 'found' || fields.length === 0) return [];
    return [
      {
        id: collection.id,
        title: collection.title[state.language] ?? collection.id,
        count: progress.count,
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

function releasedCategories(organisation: Organisation, state: RequestState): ReadonlySet<string> {
  const returned = organisation.rights
    .filter(({ right }) => state.rights.some((asked) => asked === right))
    .flatMap(({ actions }) => Object.entries(actions))
    .filter(([, { action }]) => action === 'return')
    .map(([category]) => category);
  const asked = new Set(state.categories);
  return new Set(asked.size === 0 ? returned : returned.filter((category) => asked.has(category)));
}

function packagedFields(
  collection: CollectionBinding,
  released: ReadonlySet<string>,
  language: string,
): readonly PackagedField[] {
  return collection.fields.flatMap(({ name, title, category }) =>
    category !== undefined && released.has(category) ? [{ name, title: title?.[language] ?? name, category }] : [],
  );
}
