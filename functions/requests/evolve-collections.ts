import type { ChangeDecision, ChangeOutcome } from './asked-changes.ts';
import type { CollectionErasure, CollectionProgress, RecipientNotice, RequestState, Right } from './request-state.ts';

/** The parts of a state that events about single collections, changes, rights and recipients lead to. */

/** Fields that an event sets, or takes back where they are undefined. */
export type Change = { -readonly [Key in keyof RequestState]?: RequestState[Key] | undefined };

export const untouched: CollectionErasure = { outcome: 'waiting', deleted: 0, changed: 0, kept: 0, held: 0 };

export function withErasures(
  { erasing, changedAt }: RequestState,
  erasures: readonly (readonly [string, CollectionErasure])[],
): NonNullable<RequestState['erasing']> {
  const before = erasing ?? { from: changedAt, collections: {} };
  return { ...before, collections: { ...before.collections, ...Object.fromEntries(erasures) } };
}

/** A decision takes the place of the one before, with what had become of that. */
export function withDecision(
  { changes = [] }: RequestState,
  id: string,
  decision: ChangeDecision,
): NonNullable<RequestState['changes']> {
  return changes.map((change) => {
    if (change.id !== id) return change;
    const { right, category, extent } = change;
    return { id, right, ...(category ? { category } : {}), ...(extent ? { extent } : {}), ...decision };
  });
}

/** Absent once no refusal of a single right is left. */
export function withoutRefusal({ rightRefusals = {} }: RequestState, right: Right): RequestState['rightRefusals'] {
  const { [right]: _, ...left } = rightRefusals;
  return Object.keys(left).length > 0 ? left : undefined;
}

export function withOutcomes(
  { changes = [] }: RequestState,
  outcomes: Readonly<Record<string, ChangeOutcome>>,
  at: string,
): NonNullable<RequestState['changes']> {
  return changes.map((change) => {
    const outcome = outcomes[change.id];
    return outcome ? { ...change, ...outcome, carriedOutAt: at } : change;
  });
}

export function withNotices(
  { erasing, changedAt }: RequestState,
  notices: readonly (readonly [string, RecipientNotice])[],
): NonNullable<RequestState['erasing']> {
  const before = erasing ?? { from: changedAt, collections: {} };
  return { ...before, recipients: { ...before.recipients, ...Object.fromEntries(notices) } };
}

/** What a collection that people look through keeps from one gathering to the next. */
export function byHandOf(before: CollectionProgress | undefined): Pick<CollectionProgress, 'due' | 'submission'> {
  const { due, submission } = before ?? {};
  return { ...(due ? { due } : {}), ...(submission ? { submission } : {}) };
}

export function waiting(
  collections: readonly string[],
  gathering: number,
  before: RequestState['collections'] = {},
): RequestState['collections'] {
  return Object.fromEntries(
    collections.map((id) => [id, { outcome: 'waiting', count: 0, gathering, ...byHandOf(before[id]) }]),
  );
}
