import type { RequestState } from '../requests/index.ts';
import type { DataMap } from '../shared/organisation.ts';
import type { HoldPeriod, HoldScope, HoldState } from './hold.ts';

/** What of a request a hold can be about. */
export interface HeldFacts {
  readonly subjectKey: string;
  /** Numbers of the companies the data subject acts for, as far as gathering found them; `unknown` once that is gone. */
  readonly companies: readonly string[] | 'unknown';
  readonly collections: readonly HeldCollection[];
  /** The period asked for; absent means all times. */
  readonly period?: HoldPeriod;
}

export interface HeldCollection {
  readonly id: string;
  readonly store: string;
  readonly categories: readonly string[];
}

export interface HoldMatch {
  readonly matter: string;
  /** Collections of the request that the hold covers, in the order of the facts. */
  readonly collections: readonly string[];
}

/** Which active holds cover a request, and which of its collections. In the order of the holds. */
export function matchHolds(holds: readonly HoldState[], facts: HeldFacts): readonly HoldMatch[] {
  return holds.flatMap((hold) => {
    if (hold.status !== 'active') return [];
    const scopes = hold.scopes.filter((scope) => coversPerson(scope, facts));
    const collections = facts.collections
      .filter((collection) => scopes.some((scope) => coversCollection(scope, collection)))
      .map(({ id }) => id);
    // A hold on a person stands even when nothing was found yet.
    const wholePerson = scopes.some(({ store, collection, category }) => !store && !collection && !category);
    return collections.length > 0 || wholePerson ? [{ matter: hold.matter, collections }] : [];
  });
}

function coversPerson(scope: HoldScope, facts: HeldFacts): boolean {
  return (
    (scope.subjectKey === undefined || scope.subjectKey === facts.subjectKey) &&
    (scope.company === undefined || facts.companies === 'unknown' || facts.companies.includes(scope.company)) &&
    overlap(scope.period, facts.period)
  );
}

function coversCollection(scope: HoldScope, collection: HeldCollection): boolean {
  return (
    (scope.store === undefined || scope.store === collection.store) &&
    (scope.collection === undefined || scope.collection === collection.id) &&
    (scope.category === undefined || collection.categories.includes(scope.category))
  );
}

/** Plain ISO dates compare as text; an open end reaches for ever. */
function overlap(a: HoldPeriod | undefined, b: HoldPeriod | undefined): boolean {
  const startsBeforeEnd = (start?: string, end?: string) => start === undefined || end === undefined || start <= end;
  return startsBeforeEnd(a?.from, b?.to) && startsBeforeEnd(b?.from, a?.to);
}

/**
 * The facts of a request. Before its collections are known all of the data map count; afterwards those in which
 * nothing was found don't. A category asked for narrows what a collection is about.
 */
export function heldFacts(state: RequestState, dataMap: DataMap, companies: HeldFacts['companies']): HeldFacts {
  const planned = Object.keys(state.collections).length > 0;
  const collections = dataMap.collections
    .filter(({ id }) => !planned || (state.collections[id]?.outcome ?? 'nothing') !== 'nothing')
    .map(({ id, store, fields }) => {
      const all = new Set(fields.flatMap(({ category }) => category ?? []));
      const asked = state.categories.length === 0 ? all : new Set(state.categories);
      return { id, store, categories: [...all].filter((category) => asked.has(category)) };
    });
  return {
    subjectKey: state.subjectKey,
    companies,
    collections,
    ...(state.period ? { period: state.period } : {}),
  };
}

/** The fields that number companies: primary keys of the data category that the policy says is a company's. */
export function companyFields(dataMap: DataMap): readonly { readonly collection: string; readonly field: string }[] {
  const { companyCategory } = dataMap;
  if (companyCategory === undefined) return [];
  return dataMap.collections.flatMap(({ id, primaryKey, fields }) =>
    fields
      .filter(({ name, dataCategories }) => primaryKey.includes(name) && dataCategories?.includes(companyCategory))
      .map(({ name }) => ({ collection: id, field: name })),
  );
}
