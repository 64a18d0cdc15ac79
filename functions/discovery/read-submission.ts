import type { CollectionBinding, FieldBinding } from '../shared/organisation.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { valueAt } from './field-values.ts';
import type { StoredRecord } from './store-connector.ts';

/** What a person may hand in at once of what they found. `characters` of the file's text. */
export const submissionLimits = { characters: 1_000_000, records: 5_000 } as const;

/** Why a file can't be taken; `line` counts from 1, the header of a CSV file included. */
export interface SubmissionFault {
  readonly code: 'empty' | 'too_large' | 'unreadable' | 'unknown_field' | 'no_key' | 'wrong_type';
  readonly line: number;
  readonly field?: string;
}

export type SubmissionFormat = 'jsonl' | 'csv';

/**
 * Reads a file of a person: JSON lines, or CSV whose header names the fields of the data map (RFC 4180; `outer.inner` for a
 * field inside an object). Every record has its key, and no field that the data map does not have; what the map says is a
 * number or truth value is one.
 *
 * @returns the records, at least one; or the first fault
 */
export async function readSubmission(
  collection: CollectionBinding,
  format: SubmissionFormat,
  text: string,
): Promise<Result<readonly StoredRecord[], SubmissionFault>> {
  if (text.length > submissionLimits.characters) return refused({ code: 'too_large', line: 1 });
  const read = format === 'csv' ? await rowsIn(text) : linesIn(text);
  if (!read.ok) return read;
  const records: StoredRecord[] = [];
  for (const { line, record } of read.value) {
    const checked = check(collection, record, format);
    if (!checked.ok) return refused({ ...checked.refusal, line });
    records.push(checked.value);
    if (records.length > submissionLimits.records) return refused({ code: 'too_large', line });
  }
  return records.length > 0 ? accepted(records) : refused({ code: 'empty', line: 1 });
}

interface ReadLine {
  readonly line: number;
  readonly record: StoredRecord;
}

function linesIn(text: string): Result<readonly ReadLine[], SubmissionFault> {
  const lines: ReadLine[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue;
    const record = recordOf(line);
    if (!record) return refused({ code: 'unreadable', line: index + 1 });
    lines.push({ line: index + 1, record });
  }
  return accepted(lines);
}

function recordOf(line: string): StoredRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as StoredRecord) : undefined;
  } catch {
    return undefined;
  }
}

async function rowsIn(text: string): Promise<Result<readonly ReadLine[], SubmissionFault>> {
  const { parse } = await import('csv-parse/sync');
  try {
    const rows = parse<{ readonly record: Record<string, string>; readonly info: { readonly lines: number } }>(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      info: true,
    });
    return accepted(rows.map(({ record, info }) => ({ line: info.lines, record })));
  } catch (error) {
    const line = error instanceof Error && 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
    return refused({ code: 'unreadable', line });
  }
}

function check(
  { fields, primaryKey }: CollectionBinding,
  record: StoredRecord,
  format: SubmissionFormat,
): Result<StoredRecord, Omit<SubmissionFault, 'line'>> {
  const names = fields.map(({ name }) => name);
  const unknown = Object.keys(record).find(
    (name) => !names.some((known) => known === name || known.startsWith(`${name}.`)),
  );
  if (unknown !== undefined) return refused({ code: 'unknown_field', field: unknown });
  const taken: Record<string, unknown> = {};
  for (const field of fields) {
    const given = valueAt(record, field.name);
    const value = format === 'csv' && typeof given === 'string' ? cellOf(field, given) : given;
    if (value === undefined || value === null) continue;
    if (!fits(field, value)) return refused({ code: 'wrong_type', field: field.name });
    taken[field.name] = value;
  }
  const missing = primaryKey.find((name) => taken[name] === undefined);
  return missing === undefined ? accepted(taken) : refused({ code: 'no_key', field: missing });
}

/** A cell as the value of its field; one that is no number where a number belongs stays text, and is refused. */
function cellOf({ dataType }: FieldBinding, cell: string): unknown {
  const text = cell.trim();
  if (text === '') return undefined;
  if (isNumeric(dataType) && Number.isFinite(Number(text))) return Number(text);
  if (dataType === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function fits({ dataType = 'string' }: FieldBinding, value: unknown): boolean {
  if (dataType === 'integer') return Number.isSafeInteger(value);
  if (isNumeric(dataType)) return typeof value === 'number';
  return dataType === 'boolean' ? typeof value === 'boolean' : true;
}

function isNumeric(dataType: string | undefined): boolean {
  return dataType === 'integer' || dataType === 'float' || dataType === 'number';
}
