import type { RedactionReason, Redactions } from '../requests/index.ts';
import { comparable, kindOf, type ValueKind } from './redact-text.ts';

/** What is left out of one copy, and what was proposed to be. Personal data: kept with the findings, and goes with them. */
export interface RedactionList {
  /** The list that the last change was made to; what an undo goes back to. */
  readonly previous?: string;
  readonly values: readonly RedactedValue[];
  /** Fields of single records that staff left out whole, or show although they hold a redacted value. */
  readonly fields: readonly RedactedField[];
}

/** A value redacted in every field of the copy that holds it. */
export interface RedactedValue {
  /** Same in all later lists of the request. */
  readonly id: string;
  readonly kind: ValueKind;
  readonly value: string;
  readonly origin: 'proposed' | 'by_hand';
  readonly reason: RedactionReason;
  readonly decision: 'undecided' | 'redact' | 'keep';
  /** Records that hold it, by collection; what staff redact by hand is not counted. */
  readonly records: Readonly<Record<string, number>>;
}

export interface RedactedField {
  readonly id: string;
  readonly collection: string;
  /** Id of the finding. */
  readonly finding: string;
  readonly field: string;
  readonly decision: 'redact' | 'show';
  readonly reason: RedactionReason;
}

export const emptyList: RedactionList = { values: [], fields: [] };

/** Another person whose value was found. */
export type ProposedValue = Pick<RedactedValue, 'kind' | 'value' | 'records'>;

/** Proposals, with what staff decided of the same values before and what they redacted by hand. */
export function proposedList(proposals: readonly ProposedValue[], before: RedactionList): RedactionList {
  const decided = new Map(before.values.map((value) => [valueKey(value), value]));
  const proposed = proposals.map((proposal) => decided.get(valueKey(proposal)));
  let next = nextNumber(before);
  return {
    ...before,
    values: [
      ...proposals.map((proposal, index): RedactedValue => {
        const known = proposed[index];
        if (known) return { ...known, records: proposal.records };
        return { id: `v${next++}`, origin: 'proposed', reason: 'third_party', decision: 'undecided', ...proposal };
      }),
      // What is not found any more may be again; a decision stands.
      ...before.values.filter((value) => !proposed.includes(value) && value.decision !== 'undecided'),
    ],
  };
}

/** A change of staff. */
export type ListChange =
  | {
      readonly type: 'decide';
      readonly ids: readonly string[];
      readonly decision: 'redact' | 'keep';
      readonly reason?: RedactionReason;
    }
  /** Everything undecided that this collection holds. */
  | { readonly type: 'accept_all'; readonly collection: string }
  | { readonly type: 'redact_value'; readonly value: string; readonly reason: RedactionReason }
  | ({ readonly type: 'redact_field' | 'show_field' } & Omit<RedactedField, 'id' | 'decision'>)
  | { readonly type: 'remove'; readonly ids: readonly string[] };

/** The list after a change; undefined when it names what is not there. A change that is already made changes nothing. */
export function changeList(list: RedactionList, change: ListChange): RedactionList | undefined {
  switch (change.type) {
    case 'decide': {
      const ids = new Set(change.ids);
      if (list.values.filter(({ id }) => ids.has(id)).length !== ids.size) return undefined;
      const { decision, reason } = change;
      const decided = (value: RedactedValue) => ({ ...value, decision, reason: reason ?? value.reason });
      return { ...list, values: list.values.map((value) => (ids.has(value.id) ? decided(value) : value)) };
    }
    case 'accept_all':
      return {
        ...list,
        values: list.values.map((value) =>
          value.decision === 'undecided' && change.collection in value.records
            ? { ...value, decision: 'redact' }
            : value,
        ),
      };
    case 'redact_value': {
      const { value, reason } = change;
      const kind = kindOf(value);
      if (comparable(kind, value).length < 2) return undefined;
      const known = list.values.find((other) => valueKey(other) === valueKey({ kind, value }));
      const added: RedactedValue = {
        id: `v${nextNumber(list)}`,
        kind,
        value,
        origin: 'by_hand',
        reason,
        decision: 'redact',
        records: {},
      };
      return known
        ? {
            ...list,
            values: list.values.map((other) => (other === known ? { ...known, reason, decision: 'redact' } : other)),
          }
        : { ...list, values: [...list.values, added] };
    }
    case 'redact_field':
    case 'show_field': {
      const { type, collection, finding, field, reason } = change;
      const decision = type === 'redact_field' ? 'redact' : 'show';
      const others = list.fields.filter(
        (other) => other.collection !== collection || other.finding !== finding || other.field !== field,
      );
      return {
        ...list,
        fields: [...others, { id: `f${nextNumber(list)}`, collection, finding, field, decision, reason }],
      };
    }
    case 'remove': {
      const ids = new Set(change.ids);
      const removable = [...list.fields, ...list.values.filter(({ origin }) => origin === 'by_hand')];
      if (removable.filter(({ id }) => ids.has(id)).length !== ids.size) return undefined;
      return {
        ...list,
        values: list.values.filter(({ id }) => !ids.has(id)),
        fields: list.fields.filter(({ id }) => !ids.has(id)),
      };
    }
  }
}

/** The counts that the request is told: nothing of what was found. */
export function countsOf(name: string, { values, fields }: RedactionList): Redactions {
  const redacted: Partial<Record<RedactionReason, number>> = {};
  for (const { decision, reason } of [...values, ...fields])
    if (decision === 'redact') redacted[reason] = (redacted[reason] ?? 0) + 1;
  const decided = (decision: RedactedValue['decision']) => values.filter((value) => value.decision === decision).length;
  return { list: name, undecided: decided('undecided'), kept: decided('keep'), redacted };
}

export function valueKey({ kind, value }: Pick<RedactedValue, 'kind' | 'value'>): string {
  return `${kind === 'phone' ? 'phone' : 'text'} ${comparable(kind, value)}`;
}

function nextNumber({ values, fields }: RedactionList): number {
  return Math.max(0, ...[...values, ...fields].map(({ id }) => Number(id.slice(1)))) + 1;
}
