import { textsAt } from './field-values.ts';
import { type Criterion, type StoredRecord, StoreRefusal } from './store-connector.ts';

/** More values than this are looked up after parsing instead of searched for in each line. */
const SEARCHED_VALUES = 32;

export interface RecordMatch {
  /** Compared with values. */
  readonly fields: readonly string[];
  matches(record: StoredRecord): boolean;
  /** The record in a line of JSON, if it meets the criteria. Lines that cannot hold a value are not parsed. */
  matchLine(line: string): StoredRecord | undefined;
}

/** Finds by criteria what a store cannot be asked for. */
export function recordMatch(criteria: readonly Criterion[] | 'everything'): RecordMatch {
  if (criteria === 'everything') return { fields: [], matches: () => true, matchLine: (line) => recordIn(line).record };
  const wanted = criteria.map(({ field, values, ignoreCase = false }) => ({
    field,
    ignoreCase,
    values: new Set(ignoreCase ? values.map((value) => value.toLowerCase()) : values),
  }));
  const all = wanted.flatMap(({ values }) => [...values]);
  const searchable = all.length <= SEARCHED_VALUES && wanted.every(({ ignoreCase }) => !ignoreCase);
  return { fields: criteria.map(({ field }) => field), matches, matchLine };

  function matches(record: StoredRecord): boolean {
    return wanted.some(({ field, values, ignoreCase }) =>
      textsAt(record, field).some((text) => values.has(ignoreCase ? text.toLowerCase() : text)),
    );
  }

  function matchLine(line: string): StoredRecord | undefined {
    if (line.trim() === '') return undefined;
    // JSON may spell a character as an escape, so only a line without any can be judged by its text.
    if (searchable && !line.includes('\\') && !mayHold(line)) return undefined;
    const { record, isBroken } = recordIn(line);
    // A broken line that names a value may be the data subject's: that must not go unnoticed.
    if (isBroken && mayHold(line)) throw new StoreRefusal('record_unreadable');
    return record && matches(record) ? record : undefined;
  }

  function mayHold(line: string): boolean {
    return all.some((value) => line.includes(value));
  }
}

function recordIn(line: string): { readonly record?: StoredRecord; readonly isBroken?: true } {
  if (line.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(line);
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRecord ? { record: value as StoredRecord } : {};
  } catch {
    return { isBroken: true };
  }
}
