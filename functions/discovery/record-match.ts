import { textsAt } from './field-values.ts';
import { type Criterion, type StoredRecord, StoreRefusal } from './store-connector.ts';

/** More values than this are looked up after parsing instead of searched for in each line. */
const SEARCHED_VALUES = 32;

export interface RecordMatch {
  matches(record: StoredRecord): boolean;
  /** The record in a line of JSON, if it meets the criteria. Lines that cannot hold a value are not parsed. */
  matchLine(line: string): StoredRecord | undefined;
}

/** Finds by criteria what a store cannot be asked for. */
export function recordMatch(criteria: readonly Criterion[]): RecordMatch {
  const wanted = criteria.map(({ field, values, ignoreCase = false }) => ({
    field,
    ignoreCase,
    values: new Set(ignoreCase ? values.map((value) => value.toLowerCase()) : values),
  }));
  const all = wanted.flatMap(({ values }) => [...values]);
  const searchable = all.length <= SEARCHED_VALUES && wanted.every(({ ignoreCase }) => !ignoreCase);
  return { matches, matchLine };

  function matches(record: StoredRecord): boolean {
    return wanted.some(({ field, values, ignoreCase }) =>
      textsAt(record, field).some((text) => values.has(ignoreCase ? text.toLowerCase() : text)),
    );
  }

  function matchLine(line: string): StoredRecord | undefined {
    if (line.trim() === '') return undefined;
    // JSON may spell a character as an escape, so only a line without any can be judged by its text.
    if (searchable && !line.includes('\\') && !mayHold(line)) return undefined;
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch {
      // A broken line that names a value may be the data subject's: that must not go unnoticed.
      if (mayHold(line)) throw new StoreRefusal('record_unreadable');
      return undefined;
    }
    if (typeof record !== 'object' || record === null || Array.isArray(record)) return undefined;
    return matches(record as StoredRecord) ? (record as StoredRecord) : undefined;
  }

  function mayHold(line: string): boolean {
    return all.some((value) => line.includes(value));
  }
}
