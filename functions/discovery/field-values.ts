import type { StoredRecord } from './store-connector.ts';

/** The value of a field; `outer.inner` looks inside objects, unless the record has a field of just that name. */
export function valueAt(record: StoredRecord, field: string): unknown {
  if (field in record) return record[field];
  let value: unknown = record;
  for (const part of field.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = (value as StoredRecord)[part];
  }
  return value;
}

/** A field's values as text, as criteria compare them: each element of a list, nothing for null, empty and objects. */
export function textsAt(record: StoredRecord, field: string): string[] {
  const value = valueAt(record, field);
  return (Array.isArray(value) ? value : [value]).flatMap((item: unknown) => {
    if (typeof item === 'string') return item === '' ? [] : [item];
    return typeof item === 'number' || typeof item === 'bigint' || typeof item === 'boolean' ? [String(item)] : [];
  });
}
