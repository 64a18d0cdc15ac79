import { type ChangeAnswer, changeAnswers, deletionAnswer, recipientsOf } from '../messages/index.ts';
import { asksForDeletion, grantedRights, isLifting, type RequestState } from '../requests/index.ts';
import type { NoticeType, Organisation, Recipient } from '../shared/organisation.ts';

/** What one recipient has to be told of a request (GDPR Art. 19). */
export interface Telling {
  readonly recipient: Recipient;
  /** What it has to understand; never empty. A recipient that deletes needs no correction. */
  readonly types: readonly NoticeType[];
  /** Fields that were written, of categories that this recipient got. */
  readonly corrected: readonly CorrectedField[];
  /** Whether the use is restricted from now on; false when a restriction is lifted. */
  readonly restricted: boolean;
}

export interface CorrectedField {
  /** Id of the change that was asked for. */
  readonly change: string;
  /** Name of the sealed item with what was written. */
  readonly sealed: string;
  /** Key of the policy. */
  readonly category: string;
  /** `<dataset>.<collection>.<field>` is `collection` and `field`. */
  readonly collection: string;
  readonly field: string;
}

/** Who has to be told what of a request, in the order of the policy; those who need not be told are not in it. */
export function whatToTell(organisation: Organisation, state: RequestState): readonly Telling[] {
  // Who was told of a restriction is told of its end; what else was asked they know.
  if (isLifting(state))
    return organisation.recipients.map((recipient) => ({
      recipient,
      types: ['restriction'],
      corrected: [],
      restricted: false,
    }));
  const rights = grantedRights(state);
  const erased = asksForDeletion(rights) ? recipientsOf(organisation, deletionAnswer(organisation, state)) : [];
  const restricts = rights.includes('restriction');
  const corrected = correctedFields(organisation, state);
  return organisation.recipients.flatMap((recipient): Telling[] => {
    if (erased.includes(recipient)) return [{ recipient, types: ['erasure'], corrected: [], restricted: false }];
    const got = organisation.categories.filter(({ recipients }) => recipients.includes(recipient.key));
    const told = corrected.filter(({ category }) => got.some(({ key }) => key === category));
    const types: readonly NoticeType[] = [
      ...(told.length > 0 ? (['rectification'] as const) : []),
      ...(restricts ? (['restriction'] as const) : []),
    ];
    return types.length > 0 ? [{ recipient, types, corrected: told, restricted: restricts }] : [];
  });
}

/** What was written for single changes since erasing began: what was written before, recipients know. */
function correctedFields(organisation: Organisation, state: RequestState): readonly CorrectedField[] {
  const from = state.erasing?.startedAt ?? '';
  return changeAnswers(organisation, state)
    .filter(({ change }) => change.outcome === 'done' && (change.carriedOutAt ?? '') >= from)
    .flatMap(fieldsOf);
}

function fieldsOf({ change, collection, fields }: ChangeAnswer): readonly CorrectedField[] {
  const { id, sealed } = change;
  if (!collection || sealed === undefined) return [];
  return fields.flatMap(({ name, category }) =>
    category === undefined ? [] : [{ change: id, sealed, category, collection: collection.id, field: name }],
  );
}
