import type { ChangeProgress, RequestState } from '../requests/index.ts';
import { citedReason } from '../shared/citations.ts';
import type {
  CategoryRule,
  CollectionBinding,
  FieldBinding,
  Localised,
  Organisation,
  Recipient,
} from '../shared/organisation.ts';

/**
 * What became of one change that was asked for. `done` as asked, `otherwise` than asked, `refused`, `held` until a legal
 * hold ends, `stale` when the record was another by then.
 */
export type ChangeEnd = 'done' | 'otherwise' | 'refused' | 'held' | 'stale';

export interface ChangeAnswer {
  readonly change: ChangeProgress;
  readonly end: ChangeEnd;
  /** Where it was written. */
  readonly collection?: CollectionBinding;
  readonly fields: readonly FieldBinding[];
  /** Of a correction: what it was said to be about. */
  readonly category?: CategoryRule;
  /** Why it is refused. */
  readonly reason?: Localised;
}

/** What became of every change that was asked for, in the order of the form. Those not decided on are not in it. */
export function changeAnswers(organisation: Organisation, { changes = [], law }: RequestState): ChangeAnswer[] {
  return changes.flatMap((change): ChangeAnswer[] => {
    const end = endOf(change);
    if (!end) return [];
    const collection = organisation.dataMap.collections.find(({ id }) => id === change.collection);
    const category = organisation.categories.find(({ key }) => key === change.category);
    const reason = citedReason(organisation, law, change.reason);
    return [
      {
        change,
        end,
        fields: collection?.fields.filter(({ name }) => change.fields?.includes(name)) ?? [],
        ...(collection ? { collection } : {}),
        ...(category ? { category } : {}),
        ...(reason ? { reason } : {}),
      },
    ];
  });
}

function endOf({ decision, outcome }: ChangeProgress): ChangeEnd | undefined {
  if (decision === 'refused') return 'refused';
  if (decision === undefined || outcome === undefined) return undefined;
  if (outcome !== 'done') return outcome;
  return decision === 'accepted' ? 'done' : 'otherwise';
}

/**
 * Who may have received what was corrected or taken down (GDPR Art. 19): by the categories of the fields that were written
 * since `from`, an instant; at any time when it is absent.
 */
export function recipientsOfChanges(organisation: Organisation, state: RequestState, from = ''): Recipient[] {
  const written = changeAnswers(organisation, state)
    .filter(({ change }) => change.outcome === 'done' && (change.carriedOutAt ?? '') >= from)
    .flatMap(({ fields }) => fields.map(({ category }) => category));
  const keys = new Set(
    organisation.categories.filter(({ key }) => written.includes(key)).flatMap(({ recipients }) => recipients),
  );
  return organisation.recipients.filter(({ key }) => keys.has(key));
}
