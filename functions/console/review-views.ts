import type { ChangeProgress, RedactionReason, TypedChange } from '../requests/index.ts';
import type { NamedKey } from './views.ts';

/** What staff look through and decide on, as the console API answers it. */

export interface FindingsView {
  readonly columns: readonly { readonly name: string; readonly title: string; readonly category?: NamedKey }[];
  readonly findings: readonly {
    readonly id: string;
    readonly fields: Readonly<Record<string, unknown>>;
    readonly file?: string;
  }[];
  readonly cursor?: string;
  /** The reading itself was an event. */
  readonly version: number;
}

/** What is left out of a copy, as far as one source is concerned. */
export interface RedactionView {
  /** Names the list; a change says which it was made to. Null before there is one. */
  readonly list: string | null;
  /** Those found in this source, and those that staff redact by hand wherever they occur. */
  readonly values: readonly {
    readonly id: string;
    readonly kind: 'name' | 'email' | 'phone' | 'text';
    readonly value: string;
    readonly origin: 'proposed' | 'by_hand';
    readonly reason: RedactionReason;
    readonly decision: 'undecided' | 'redact' | 'keep';
    /** Of this source; 0 for what was added by hand. */
    readonly records: number;
    /** In other sources. */
    readonly elsewhere: number;
  }[];
  readonly fields: readonly {
    readonly id: string;
    readonly finding: string;
    readonly field: string;
    readonly decision: 'redact' | 'show';
    readonly reason: RedactionReason;
  }[];
  readonly undoable: boolean;
  readonly version: number;
}

/** The single changes of a request, with what the member typed: personal data. */
export interface ChangesView {
  readonly changes: readonly ChangeView[];
  /** Sources in which something was found, with their fields; `obstacle` says why one can't be corrected. */
  readonly sources: readonly {
    readonly collection: string;
    readonly title: string;
    readonly fields: readonly { readonly name: string; readonly title: string; readonly obstacle?: string }[];
  }[];
  readonly version: number;
}

export interface TitledValue {
  readonly title: string;
  readonly value: unknown;
}

export interface ChangeView extends ChangeProgress {
  readonly typed: TypedChange;
  /** Name of the category it is said to be about. */
  readonly categoryName?: string;
  /** What staff decided: the record, and by field what it held and what is written. */
  readonly decided?: {
    readonly finding?: string;
    readonly source?: string;
    readonly writes: readonly {
      readonly field: string;
      readonly title: string;
      /** Absent where it does not matter. */
      readonly seen?: unknown;
      readonly value: string | number | boolean | null;
    }[];
    readonly words?: string;
  };
  /** Of one that a person has to write now, because no system reaches it. */
  readonly byHand?: {
    readonly place: string;
    /** The key of the record, as far as it is known still. */
    readonly record: readonly TitledValue[];
    /** A legal hold covers the record now: it stays as it is. */
    readonly held: boolean;
  };
  /** Of a stale one: what the record holds instead. */
  readonly instead?: { readonly gone: boolean; readonly values: readonly TitledValue[] };
  /** Of a take-down: the listing, if it was found for this person, and what they may have done with it. */
  readonly listing?: {
    readonly values: readonly TitledValue[];
    readonly allowed: { readonly listing: boolean; readonly contact: boolean };
  };
}

/** What a deletion or a note would do to one source, counted in records. */
export interface DryRunView {
  readonly records: number;
  /** False when there are more records than were counted. */
  readonly complete: boolean;
  /** Go whole. */
  readonly deleted: number;
  /** Stay, with fields emptied or replaced. */
  readonly changed: number;
  readonly unchanged: number;
  /** Stay as they are because of a legal hold. */
  readonly held: number;
  readonly gone: readonly { readonly category: NamedKey; readonly count: number }[];
  /** Fields into which a value is put. */
  readonly set: readonly { readonly field: string; readonly value: string; readonly count: number }[];
  readonly kept: readonly {
    readonly category: NamedKey;
    /** A rule of the policy; the key of a record that stays; or not asked for. */
    readonly why: 'rule' | 'key' | 'not_asked';
    /** Only as a hash. */
    readonly replaced: boolean;
    readonly count: number;
    readonly basis?: string;
    readonly until?: string;
  }[];
}

/** What the cancellation of an account means: what is lost, with how many records found; null for what is only said. */
export interface ConsequencesView {
  readonly consequences: readonly { readonly key: string; readonly text: string; readonly count: number | null }[];
}
