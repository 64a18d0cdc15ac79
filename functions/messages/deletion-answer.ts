import { closing, explainTreatment, type FieldOutcome, ownSourcesOf, treatmentsFor } from '../fulfilment/index.ts';
import {
  type CollectionErasure,
  closesCompany,
  grantedPart,
  type RequestState,
  type Right,
} from '../requests/index.ts';
import { citing } from '../shared/citations.ts';
import type { LawProfile } from '../shared/law-profile.ts';
import type {
  CategoryRule,
  CollectionBinding,
  KeepReason,
  Organisation,
  Recipient,
  RightRule,
} from '../shared/organisation.ts';

/** What a deletion does to one category, in the words of the policy. Each collection is named once in each list. */
export interface CategoryAnswer {
  readonly category: CategoryRule;
  /** Where values of it are gone, with their records or out of them. */
  readonly deleted: readonly CollectionBinding[];
  /** What stays, or stays only as a code, by its reason. */
  readonly kept: readonly KeptPart[];
  /** Where records of it stay because of a legal hold. */
  readonly held: readonly CollectionBinding[];
}

export interface KeptPart {
  /** The value itself is gone; what is left of it can't be read back. */
  readonly replaced: boolean;
  /** Only in records of which the reason is true. */
  readonly inPart: boolean;
  readonly reason: KeepReason;
  readonly collections: readonly CollectionBinding[];
}

/** What a deletion of these categories (all when empty) would do, by the policy alone: told before it is asked for. */
export function deletionByPolicy(
  organisation: Organisation,
  categories: readonly string[],
  right: Right,
): CategoryAnswer[] {
  const rule = organisation.rights.find((one) => one.right === right);
  return answerFrom(organisation, rule, categories, ({ possible }) => ({ outcomes: possible.flat(), held: [] }));
}

/**
 * What a deletion did, by category, from the records counted while erasing and what the policy does with them (GDPR
 * Art. 12(4), 17(3)). A category of which nothing was found is not in it.
 */
export function deletionAnswer(organisation: Organisation, asked: RequestState): CategoryAnswer[] {
  const state = grantedPart(asked);
  const name = state.rights.includes('account_cancellation') ? 'account_cancellation' : 'deletion';
  const rule = organisation.rights.find(({ right }) => right === name);
  const carriedOut = rule && closesCompany(state) ? closing(rule) : rule;
  return answerFrom(
    organisation,
    carriedOut,
    state.categories,
    ({ collection, possible }) => {
      const counts = state.erasing?.collections[collection.id];
      return counts ? outcomesOf(counts, possible) : { outcomes: [], held: [] };
    },
    organisation.laws[state.law],
  );
}

/** Who may have received what was deleted or changed (GDPR Art. 19). */
export function recipientsOf({ recipients }: Organisation, answers: readonly CategoryAnswer[]): Recipient[] {
  const changed = answers.filter(({ deleted, kept }) => deleted.length > 0 || kept.some(({ replaced }) => replaced));
  return recipients.filter(({ key }) => changed.some(({ category }) => category.recipients.includes(key)));
}

/** How a recipient was told, in the answer to the member. What is not known to have arrived is with staff. */
export function toldOf({ erasing }: RequestState, recipient: string): 'yes' | 'by_hand' | 'failed' {
  const outcome = erasing?.recipients?.[recipient]?.outcome;
  if (outcome === 'told' || outcome === 'completed' || outcome === 'cancelled') return 'yes';
  return outcome === 'not_told' ? 'failed' : 'by_hand';
}

interface Treated {
  readonly collection: CollectionBinding;
  /** What the rule does with the fields of a record that has them all: as the data subject's own, and as someone else's. */
  readonly possible: readonly (readonly FieldOutcome[])[];
}

interface Told {
  readonly outcomes: readonly FieldOutcome[];
  readonly held: readonly FieldOutcome[];
}

function answerFrom(
  organisation: Organisation,
  right: RightRule | undefined,
  categories: readonly string[],
  tell: (treated: Treated) => Told,
  law?: LawProfile,
): CategoryAnswer[] {
  if (!right) return [];
  const told = organisation.dataMap.collections.map((collection) => {
    const possible = outcomesByRule(organisation, right, collection, categories);
    return { collection, possible, ...tell({ collection, possible }) };
  });
  return organisation.categories.flatMap((category): CategoryAnswer[] => {
    if (categories.length > 0 && !categories.includes(category.key)) return [];
    const ours = ({ category: key }: FieldOutcome): boolean => key === category.key;
    const deleted = told.filter(({ outcomes }) => outcomes.some((outcome) => ours(outcome) && isGone(outcome)));
    const held = told.filter((one) => one.held.some(ours));
    const kept = told.flatMap(({ collection, outcomes, possible }) =>
      outcomes.filter(ours).flatMap((outcome): KeptPart[] => {
        const { reason, end } = outcome;
        const inPart = !isAlways(outcome, possible);
        return reason
          ? [{ reason: cited(reason, law), replaced: end === 'replaced', inPart, collections: [collection] }]
          : [];
      }),
    );
    const named = (parts: readonly { readonly collection: CollectionBinding }[]) => [
      ...new Set(parts.map(({ collection }) => collection)),
    ];
    const answer = { category, deleted: named(deleted), kept: byReason(kept), held: named(held) };
    return answer.deleted.length + answer.kept.length + answer.held.length > 0 ? [answer] : [];
  });
}

/** The reason with the article of the law of the request. */
function cited({ basis, until, ground }: KeepReason, law: LawProfile | undefined): KeepReason {
  return { basis: citing(basis, law, ground), until };
}

/** The policy's own rule, applied to a record that has every field: once all of it the data subject's, once none. */
function outcomesByRule(
  { dataMap }: Organisation,
  right: RightRule,
  collection: CollectionBinding,
  categories: readonly string[],
): FieldOutcome[][] {
  const example = Object.fromEntries(collection.fields.map(({ name }) => [name, 'x']));
  const everything = new Map(
    ownSourcesOf(right).map((source) => [source, { values: new Set(['x']), ignoreCase: false }]),
  );
  return [everything, new Map<string, never>()].map((own) => {
    const rule = treatmentsFor({ right, collection, dataMap, own, categories });
    return [...explainTreatment(example, rule, false).fields];
  });
}

function outcomesOf({ deleted, changed, kept, held }: CollectionErasure, possible: Treated['possible']): Told {
  const goesWhole = (outcomes: readonly FieldOutcome[]): boolean => outcomes.some(({ end }) => end === 'deleted');
  const whole = possible.filter(goesWhole).flat();
  const staying = possible.filter((outcomes) => !goesWhole(outcomes)).flat();
  return {
    outcomes: [
      ...(deleted > 0 ? whole : []),
      ...(changed > 0 ? staying : []),
      ...(kept > 0 ? staying.filter(({ end }) => end === 'kept') : []),
    ],
    held: held > 0 ? possible.flat().filter(({ end }) => end !== 'kept') : [],
  };
}

function isGone({ end }: FieldOutcome): boolean {
  return end === 'deleted' || end === 'emptied';
}

/** Whether a field ends this way in every record that stays. */
function isAlways({ field, end }: FieldOutcome, possible: Treated['possible']): boolean {
  return possible.every((outcomes) => outcomes.some((other) => other.field === field && other.end === end));
}

/** What stays, each reason once. */
export function byReason(parts: readonly KeptPart[]): KeptPart[] {
  const found = new Map<string, KeptPart>();
  for (const part of parts) {
    const { reason, replaced } = part;
    const key = JSON.stringify([reason.basis, reason.until, replaced]);
    const known = found.get(key);
    found.set(key, {
      reason,
      replaced,
      inPart: part.inPart && (known?.inPart ?? true),
      collections: [...new Set([...(known?.collections ?? []), ...part.collections])],
    });
  }
  return [...found.values()];
}
