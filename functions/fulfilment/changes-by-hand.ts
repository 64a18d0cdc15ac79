import type { FindingsReader, StoredRecord } from '../discovery/index.ts';
import type { HoldStore } from '../holds/index.ts';
import {
  changesToCarryOut,
  type DecidedChange,
  decidedChangeSchema,
  type FoundInstead,
  type RequestState,
  type RequestStore,
} from '../requests/index.ts';
import type { CollectionBinding, DataMap } from '../shared/organisation.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { ChangeErased, standingOf } from './carry-out-changes.ts';
import { readFieldValue } from './correctable-fields.ts';
import type { HeldRecords } from './erase-batch.ts';
import { gatheredFindings } from './gathered-findings.ts';

/** A change that a person has to write where no system reaches. */
export interface ChangeByHand {
  readonly id: string;
  readonly decided: DecidedChange;
  /** As it was gathered; absent once it is not among the findings any more. */
  readonly record?: StoredRecord;
  /** A legal hold covers the record as the register is now, and writing would lose what it says. */
  readonly held: boolean;
}

export interface ChangesByHand {
  /** Of the register of holds by which `held` was found. */
  readonly holdsVersion: number;
  readonly changes: readonly ChangeByHand[];
}

export interface ChangesByHandDependencies {
  readonly dataMap: DataMap;
  readonly findings: Pick<FindingsReader, 'streamFindings'>;
  readonly requests: Pick<RequestStore, 'readSealed'>;
  readonly holds: Pick<HoldStore, 'register'>;
  readonly heldRecords: HeldRecords;
}

/**
 * What staff decided on single changes in one collection and nobody has written yet, with the record that is meant. Personal
 * data. A record that is not known any more counts as covered by every hold that may cover one there.
 */
export function changesByHand({ dataMap, findings, requests, holds, heldRecords }: ChangesByHandDependencies) {
  return async (state: RequestState, collectionId: string): Promise<ChangesByHand> => {
    const { version, holds: known } = await holds.register();
    const collection = dataMap.collections.find(({ id }) => id === collectionId);
    const due = changesToCarryOut(state, collectionId);
    if (!collection || due.length === 0) return { holdsVersion: version, changes: [] };
    const isHeld = await heldRecords(known, state);
    const decided = await Promise.all(
      due.map(async ({ id, sealed }) => ({ id, decided: await decidedOn(id, sealed) })),
    );
    const records = new Map<string, StoredRecord>();
    const meant = new Set(decided.map((change) => change.decided.finding));
    for await (const { id, fields } of gatheredFindings(findings, state)(collectionId))
      if (meant.has(id)) records.set(id, fields);
    return {
      holdsVersion: version,
      changes: decided.map((change) => {
        const record = records.get(change.decided.finding ?? '');
        const held = standingOf(asSeen(change.decided), change.decided).loses && isHeld(collection, record ?? {});
        return { ...change, held, ...(record ? { record } : {}) };
      }),
    };

    async function decidedOn(id: string, sealed: string | undefined): Promise<DecidedChange> {
      const item = sealed === undefined ? undefined : await requests.readSealed(state.id, sealed);
      if (!item) throw new ChangeErased(id);
      return decidedChangeSchema.parse(item.reveal());
    }
  };
}

export type FindChangesByHand = ReturnType<typeof changesByHand>;

/** What the record held when staff decided, as far as it matters to the change. */
function asSeen({ writes = {} }: DecidedChange): StoredRecord {
  return Object.fromEntries(Object.entries(writes).map(([field, { ifNow }]) => [field, ifNow ?? null]));
}

/**
 * What a person says of a change. `otherwise`: the record no longer says what staff decided on; `values` has what it says
 * now, as typed, by field, empty where nothing stands there. `gone`: there is no such record any more. `held`: left as it is.
 */
export type AttestedChange =
  | { readonly answer: 'written' | 'gone' | 'held' }
  | { readonly answer: 'otherwise'; readonly values: Readonly<Record<string, string>> };

/**
 * `change_held`: a legal hold covers the record, so it has to stay as it is; `change_not_held`: none does, so it has to be
 * written; `change_as_seen`: the record still says what staff decided on.
 */
export interface AttestationFault {
  readonly code: 'change_held' | 'change_not_held' | 'change_as_seen';
  readonly change: string;
}

/** What became of a change; of a stale one with what was found instead. */
export interface AttestedOutcome {
  readonly change: string;
  readonly outcome: 'done' | 'held' | FoundInstead;
}

/** What becomes of changes by what a person says of each, under the rules that systems carry them out by. */
export function attestChanges(
  collection: CollectionBinding,
  due: readonly ChangeByHand[],
  attested: Readonly<Record<string, AttestedChange>>,
): Result<readonly AttestedOutcome[], AttestationFault> {
  const outcomes: AttestedOutcome[] = [];
  for (const change of due) {
    const said = attested[change.id];
    if (!said) continue;
    const outcome = outcomeOf(collection, change, said);
    if (!outcome.ok) return refused({ code: outcome.refusal, change: change.id });
    outcomes.push({ change: change.id, outcome: outcome.value });
  }
  return accepted(outcomes);
}

function outcomeOf(
  collection: CollectionBinding,
  { decided, held }: ChangeByHand,
  said: AttestedChange,
): Result<AttestedOutcome['outcome'], AttestationFault['code']> {
  switch (said.answer) {
    case 'written':
      return held ? refused('change_held') : accepted('done');
    case 'held':
      return held ? accepted('held') : refused('change_not_held');
    case 'gone':
      return accepted({ gone: true, values: {} });
    case 'otherwise': {
      const now = standingOf({ ...asSeen(decided), ...readValues(collection, said.values) }, decided);
      if (now.isDone) return accepted('done');
      return now.isStale ? accepted({ gone: false, values: now.values }) : refused('change_as_seen');
    }
  }
}

/** What was typed as the fields' values; as text where it is none of the field's type. */
function readValues({ fields }: CollectionBinding, typed: Readonly<Record<string, string>>): StoredRecord {
  return Object.fromEntries(
    Object.entries(typed).map(([name, text]) => {
      const field = fields.find((one) => one.name === name);
      const value = field && readFieldValue(field, text);
      return [name, value ?? (text.trim() === '' ? null : text.trim())];
    }),
  );
}
