import { isDeepStrictEqual } from 'node:util';
import { type StoredRecord, StoreRefusal } from '../discovery/index.ts';
import type { FieldTreatment, ValueSources } from './store-eraser.ts';
import { dependsOnValue, treatValue } from './treat-value.ts';

/** One value to be written. */
export interface FieldChange {
  /** The field, or the way to it inside objects. */
  readonly path: readonly string[];
  readonly now: unknown;
  /** Null where the field is to be empty. */
  readonly next: unknown;
  /** The change is right only while the field holds `now`. */
  readonly onlyIfNow: boolean;
}

/**
 * What has to be written into a record for its treatment: nothing when it is as wanted already, and `stale` when a field
 * no longer holds what it must hold.
 *
 * @param place names the record in the whole company
 * @param asJson the JSON form of a store's own value, compared with `ifNow`
 */
export async function changesOf(
  record: StoredRecord,
  fields: Readonly<Record<string, FieldTreatment>>,
  place: string,
  sources: ValueSources,
  asJson: (value: unknown) => unknown = (value) => value,
): Promise<readonly FieldChange[] | 'stale'> {
  const changes: FieldChange[] = [];
  for (const [field, treatment] of Object.entries(fields)) {
    const { path, now } = wayTo(record, field);
    const next = await treatValue(now, treatment, `${place}\0${field}`, sources);
    if (isSame(now, next)) continue;
    const isConditional = treatment.to === 'value' && treatment.ifNow !== undefined;
    if (isConditional && !isSame(asJson(now), treatment.ifNow)) return 'stale';
    changes.push({ ...withMissingOuter(record, path, next), now, onlyIfNow: dependsOnValue(treatment) });
  }
  return changes;
}

/** The record with its changes in place. */
export function withChanges(record: StoredRecord, changes: readonly FieldChange[]): StoredRecord {
  const changed: Record<string, unknown> = { ...record };
  for (const { path, next } of changes) {
    let inner = changed;
    for (const outer of path.slice(0, -1)) {
      const copy = { ...(inner[outer] as StoredRecord) };
      inner[outer] = copy;
      inner = copy;
    }
    inner[path.at(-1) ?? ''] = next;
  }
  return changed;
}

/** Null and absent are both nothing. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one ?? null, other ?? null);
}

/** As `valueAt` reads: a field of just that name first, then `outer.inner` inside objects. */
function wayTo(record: StoredRecord, field: string): { path: readonly string[]; now: unknown } {
  if (Object.hasOwn(record, field) || !field.includes('.')) return { path: [field], now: record[field] };
  const path = field.split('.');
  let now: unknown = record;
  for (const part of path) now = isObject(now) && Object.hasOwn(now, part) ? now[part] : undefined;
  return { path, now };
}

/** A value inside an object that is not there brings the object along. */
function withMissingOuter(record: StoredRecord, path: readonly string[], next: unknown) {
  let inner: unknown = record;
  for (const [depth, part] of path.entries()) {
    // A list or a text where the data map sees an object: nothing can be put inside.
    if (!isObject(inner)) throw new StoreRefusal('value_not_accepted');
    inner = Object.hasOwn(inner, part) ? inner[part] : undefined;
    if (inner !== undefined && inner !== null) continue;
    const wrapped = path.slice(depth + 1).reduceRight<unknown>((value, name) => ({ [name]: value }), next);
    return { path: path.slice(0, depth + 1), next: wrapped };
  }
  return { path, next };
}

function isObject(value: unknown): value is StoredRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set);
}
