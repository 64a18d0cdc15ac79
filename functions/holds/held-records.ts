import { edgesOf, type StoredRecord, textsAt, valueAt } from '../discovery/index.ts';
import type { RequestState } from '../requests/index.ts';
import { addDays, dayInZone } from '../shared/days.ts';
import type { CollectionBinding, DataMap } from '../shared/organisation.ts';
import type { CompaniesOf } from './check-holds.ts';
import type { HoldPeriod, HoldScope, HoldState } from './hold.ts';
import { companyFields, type HeldCollection } from './match-holds.ts';

/** What of a collection a hold can tell its records by. */
export interface CollectionUnderHold extends HeldCollection {
  readonly timeField?: string;
  /** Fields that hold the number of a company the record belongs to. */
  readonly companyFields: readonly string[];
  /** IANA zone of the office, whose days a hold's period counts. */
  readonly timeZone: string;
}

export function collectionUnderHold(
  collection: CollectionBinding,
  dataMap: DataMap,
  timeZone: string,
): CollectionUnderHold {
  const { id, store, fields, timeField } = collection;
  const companies = companyNumbers(dataMap);
  return {
    id,
    store,
    categories: [...new Set(fields.flatMap(({ category }) => category ?? []))],
    companyFields: fields
      .map(({ name }) => name)
      .filter((name) => companies.has(placeOf({ collection: id, field: name }))),
    timeZone,
    ...(timeField ? { timeField } : {}),
  };
}

/**
 * Whether an active hold covers a record of the data subject. Every part of a scope must fit:
 * - a company: the record names it; one that names no company counts as of those the subject acts for. So a hold can
 *   cover a record whose other side it is about, though `matchHolds`, which knows only the subject, does not tell of it.
 *   Where those are not known any more, the hold counts as covering it
 * - a category: the collection has a field of it
 * - a period: the record's day at the office is in it; a record without a day that can be read counts as in it
 */
export function recordHeld(
  holds: readonly HoldState[],
  subject: HeldSubject,
  collection: CollectionUnderHold,
  record: StoredRecord,
): boolean {
  return holds.some(
    ({ status, scopes }) =>
      status === 'active' && scopes.some((scope) => coversRecord(scope, subject, collection, record)),
  );
}

function coversRecord(
  scope: HoldScope,
  subject: HeldSubject,
  collection: CollectionUnderHold,
  record: StoredRecord,
): boolean {
  return (
    (scope.subjectKey === undefined || scope.subjectKey === subject.subjectKey) &&
    (scope.store === undefined || scope.store === collection.store) &&
    (scope.collection === undefined || scope.collection === collection.id) &&
    (scope.category === undefined || collection.categories.includes(scope.category)) &&
    (scope.company === undefined || mayBeOf(scope.company, subject, collection, record)) &&
    (scope.period === undefined || mayBeWithin(record, scope.period, collection))
  );
}

function mayBeOf(
  company: string,
  { companies }: HeldSubject,
  { companyFields }: CollectionUnderHold,
  record: StoredRecord,
): boolean {
  const named = companyFields.flatMap((field) => textsAt(record, field));
  if (named.length > 0) return named.includes(company);
  return companies === 'unknown' || companies.includes(company);
}

/** Plain ISO dates compare as text. */
function mayBeWithin(record: StoredRecord, period: HoldPeriod, { timeField, timeZone }: CollectionUnderHold): boolean {
  const days = timeField === undefined ? undefined : daysOf(valueAt(record, timeField), timeZone);
  if (!days) return true;
  const [first, last] = days;
  return (period.from === undefined || period.from <= last) && (period.to === undefined || first <= period.to);
}

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** The days a time may be on: one, or those around it where the time does not say its zone. */
function daysOf(value: unknown, timeZone: string): readonly [string, string] | undefined {
  const [text, day, zone] = (typeof value === 'string' && TIME.exec(value)) || [];
  if (text === undefined || day === undefined || Number.isNaN(Date.parse(day))) return undefined;
  if (text === day) return [day, day];
  if (zone === undefined) return [addDays(day, -1), addDays(day, 1)];
  // ECMAScript reads an offset only with its minutes.
  const instant = Date.parse(
    text
      .replace(/([+-]\d\d)$/, '$1:00')
      .replace(/([+-]\d\d)(\d\d)$/, '$1:$2')
      .replace(' ', 'T'),
  );
  if (Number.isNaN(instant)) return undefined;
  const there = dayInZone(new Date(instant).toISOString(), timeZone);
  return [there, there];
}

interface Place {
  readonly collection: string;
  readonly field: string;
}

/** The fields that number companies, and all that equal them by reference, at however many removes. */
function companyNumbers(dataMap: DataMap): ReadonlySet<string> {
  const numbers = new Set(companyFields(dataMap).map(placeOf));
  const edges = edgesOf(dataMap).map(({ from, to }) => [placeOf(from), placeOf(to)] as const);
  for (let before = -1; before !== numbers.size; ) {
    before = numbers.size;
    for (const [from, to] of edges) if (numbers.has(from) || numbers.has(to)) numbers.add(from).add(to);
  }
  return numbers;
}

function placeOf({ collection, field }: Place): string {
  return JSON.stringify([collection, field]);
}

/** What of a data subject a hold can tell their records by. */
export interface HeldSubject {
  readonly subjectKey: string;
  /** Numbers of the companies they act for; `unknown` once what gathering found is gone. */
  readonly companies: readonly string[] | 'unknown';
}

export interface HeldRecordDependencies {
  readonly companiesOf: CompaniesOf;
  readonly dataMap: DataMap;
}

/** For a request: which records the holds of a register cover. Companies are read only when a hold asks for one. */
export function heldRecordFinder({ companiesOf, dataMap }: HeldRecordDependencies) {
  return async (
    holds: readonly HoldState[],
    { id, subjectKey, timeZone, exportDeletedAt }: RequestState,
  ): Promise<(collection: CollectionBinding, record: StoredRecord) => boolean> => {
    const active = holds.filter(({ status }) => status === 'active');
    const asksForCompany = active.some(({ scopes }) => scopes.some(({ company }) => company !== undefined));
    const companies = exportDeletedAt !== undefined ? 'unknown' : asksForCompany ? await companiesOf(id) : [];
    const subject: HeldSubject = { subjectKey, companies };
    const known = new Map<string, CollectionUnderHold>();
    return (collection, record) => {
      const underHold = known.get(collection.id) ?? collectionUnderHold(collection, dataMap, timeZone);
      known.set(collection.id, underHold);
      return recordHeld(active, subject, underHold, record);
    };
  };
}
