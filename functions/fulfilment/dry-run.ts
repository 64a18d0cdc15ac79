import type { Finding, StoredRecord } from '../discovery/index.ts';
import type { CollectionBinding, DataMap, KeepReason, RightRule, SetValues } from '../shared/organisation.ts';
import type { OwnValues } from './own-values.ts';
import { explainTreatment, type FieldEnd, treatmentsFor } from './treat-record.ts';

/** What carrying out a right would do to one collection. Counts are of records. */
export interface CollectionPreview {
  readonly collection: string;
  readonly records: number;
  /** Go whole. */
  readonly deleted: number;
  /** Stay, with fields emptied or replaced. */
  readonly changed: number;
  /** Stay as they are, because of the policy. */
  readonly unchanged: number;
  /** Would go or change, and stay because of a legal hold; values that the policy sets are put in all the same. */
  readonly held: number;
  /** What goes, by category: records that lose something of it. */
  readonly gone: readonly { readonly category: string; readonly count: number }[];
  /** Values that would be put into fields of records that stay. */
  readonly set: readonly { readonly field: string; readonly value: SetValue; readonly count: number }[];
  readonly kept: readonly KeptPart[];
  readonly fields: readonly { readonly field: string; readonly end: FieldEnd; readonly count: number }[];
}

/** Null empties the field. */
export type SetValue = SetValues[string] | null;

/** What stays of a category, and why; `replaced` when only as a hash. */
export interface KeptPart extends Partial<KeepReason> {
  readonly category: string;
  readonly why: 'rule' | 'key' | 'not_asked';
  readonly replaced: boolean;
  readonly count: number;
}

export interface DryRun {
  readonly right: RightRule;
  readonly dataMap: DataMap;
  readonly own: OwnValues;
  /** Categories the request is about; all when empty. */
  readonly categories: readonly string[];
  /** Collections in which something was found. */
  readonly found: readonly {
    readonly collection: CollectionBinding;
    readonly findings: AsyncIterable<Finding>;
    readonly isHeld: (record: StoredRecord) => boolean;
  }[];
}

/** What carrying out a right would do, collection by collection in the order given; nothing is touched. */
export async function* dryRun({ found, ...treating }: DryRun): AsyncGenerator<CollectionPreview> {
  for (const { collection, findings, isHeld } of found) {
    const rule = treatmentsFor({ ...treating, collection });
    const count = { records: 0, deleted: 0, changed: 0, unchanged: 0, held: 0 };
    const gone = new Counter<{ readonly category: string }>();
    const set = new Counter<{ readonly field: string; readonly value: SetValue }>();
    const kept = new Counter<Omit<KeptPart, 'count'>>();
    const ends = new Counter<{ readonly field: string; readonly end: FieldEnd }>();
    const reasons: KeepReason[] = [];
    const numberOf = (reason: KeepReason | undefined) => {
      if (!reason) return -1;
      return reasons.includes(reason) ? reasons.indexOf(reason) : reasons.push(reason) - 1;
    };
    for await (const { fields: record } of findings) {
      const { treatment, fields } = explainTreatment(record, rule, isHeld(record));
      count.records++;
      if (treatment.kind === 'delete') count.deleted++;
      else if (fields.some(({ end }) => end === 'held')) count.held++;
      else if (treatment.kind === 'change') count.changed++;
      else count.unchanged++;
      if (treatment.kind === 'change')
        for (const [field, change] of Object.entries(treatment.fields)) {
          const { to } = change;
          if (to === 'value') set.add(count.records, field, () => ({ field, value: change.value }));
        }
      for (const { field, category, end, why = 'rule', reason } of fields) {
        ends.add(count.records, `${field.name} ${end}`, () => ({ field: field.name, end }));
        if (end === 'deleted' || end === 'emptied' || end === 'replaced')
          gone.add(count.records, category, () => ({ category }));
        if (end === 'kept' || end === 'replaced')
          kept.add(count.records, `${category} ${why} ${end} ${numberOf(reason)}`, () => {
            const told = reason ? { basis: reason.basis, until: reason.until } : {};
            return { category, why, replaced: end === 'replaced', ...told };
          });
      }
    }
    yield {
      collection: collection.id,
      ...count,
      gone: gone.counts(),
      set: set.counts(),
      kept: kept.counts(),
      fields: ends.counts(),
    };
  }
}

/** Counts records by what they have in common, in the order it first came; what a record has twice counts once. */
class Counter<Item extends object> {
  readonly #counts = new Map<string, { readonly item: Item; count: number; last: number }>();

  add(record: number, key: string, item: () => Item): void {
    const counted = this.#counts.get(key) ?? { item: item(), count: 0, last: 0 };
    if (counted.last !== record) counted.count++;
    counted.last = record;
    this.#counts.set(key, counted);
  }

  counts(): (Item & { readonly count: number })[] {
    return [...this.#counts.values()].map(({ item, count }) => ({ ...item, count }));
  }
}
