import { type Finding, type StoredRecord, textsAt } from '../discovery/index.ts';
import type { Identifiers } from '../identity/index.ts';
import type { DataMap, NamedPerson, ThirdParties } from '../shared/organisation.ts';
import { isOwnCollection } from './own-values.ts';
import { comparable, isTelling, placeFinder, type ValueKind } from './redact-text.ts';
import { type ProposedValue, valueKey } from './redaction-list.ts';

/** The findings of one request, by collection; gone through more than once. */
export type FindingsOf = (collection: string) => AsyncIterable<Finding>;

export interface ThirdPartySearch {
  readonly thirdParties: ThirdParties;
  readonly dataMap: DataMap;
  readonly identifiers: Identifiers;
  readonly findingsOf: FindingsOf;
  /** Names of the fields of a finding that go into a copy: values are looked for in these. */
  readonly inCopies: (collection: string, finding: Finding) => readonly string[];
}

const kinds = ['name', 'email', 'phone'] as const satisfies readonly (ValueKind & keyof NamedPerson)[];

interface PersonValue {
  readonly kind: ValueKind;
  readonly value: string;
}

/**
 * Finds other people's names, email addresses and telephone numbers by value: first who is named where the policy says
 * that people are, then in which records of the searched collections any of their values occurs, in whole fields or
 * within texts. The data subject's own values are nobody else's: the verified identifiers, those of their own account,
 * and those that stand in a record beside their address or name. Keeps distinct values in memory, not records.
 */
export async function findThirdParties(input: ThirdPartySearch): Promise<readonly ProposedValue[]> {
  const { thirdParties, dataMap, identifiers, findingsOf } = input;
  const { people } = thirdParties;
  const own = await ownOf(people, dataMap, identifiers, findingsOf);
  const others = new Map<string, PersonValue>();
  for (const [collection, persons] of Object.entries(people)) {
    const binding = dataMap.collections.find(({ id }) => id === collection);
    if (!binding || isOwnCollection(binding, dataMap)) continue;
    for await (const { fields } of findingsOf(collection))
      for (const person of persons) {
        const values = valuesOf(person, fields);
        const isOwn = own.isOwnId(collection, person, fields) || own.isNamed(values);
        for (const value of values) {
          if (isOwn) own.values.add(valueKey(value));
          else if (isTelling(value.kind, value.value) && !others.has(valueKey(value)))
            others.set(valueKey(value), value);
        }
      }
  }
  for (const key of own.values) others.delete(key);
  return occurrences([...others.values()], input);
}

/** In how many records of which collections each value occurs; values that occur nowhere are left out. */
async function occurrences(
  values: readonly PersonValue[],
  { thirdParties, findingsOf, inCopies }: ThirdPartySearch,
): Promise<readonly ProposedValue[]> {
  if (values.length === 0) return [];
  const found = values.map((value) => ({ ...value, records: {} as Record<string, number> }));
  const find = placeFinder(found.map(({ kind, value }, key) => ({ key, kind, value })));
  for (const collection of thirdParties.search) {
    for await (const finding of findingsOf(collection)) {
      const copied = inCopies(collection, finding);
      const here = new Set(copied.flatMap((name) => textsIn(finding.fields[name]).flatMap(find)).map(({ key }) => key));
      for (const key of here) {
        const records = found[key]?.records;
        if (records) records[collection] = (records[collection] ?? 0) + 1;
      }
    }
  }
  return found.filter(({ records }) => Object.keys(records).length > 0);
}

/** Every text inside a value, and numbers as they are written. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [...(Array.isArray(value) ? [] : [key]), ...textsIn(item)]);
}

function valuesOf(person: NamedPerson, record: StoredRecord): PersonValue[] {
  return kinds.flatMap((kind) => {
    const field = person[kind];
    return field === undefined ? [] : textsAt(record, field).map((value) => ({ kind, value }));
  });
}

interface Own {
  /** By address, or by name where there is none; numbers are shared by colleagues. */
  readonly isNamed: (values: readonly PersonValue[]) => boolean;
  /** Keys of values. */
  readonly values: Set<string>;
  readonly isOwnId: (collection: string, person: NamedPerson, record: StoredRecord) => boolean;
}

async function ownOf(
  people: ThirdParties['people'],
  dataMap: DataMap,
  identifiers: Identifiers,
  findingsOf: FindingsOf,
): Promise<Own> {
  const kindOf = (identity: string): ValueKind => (identity === 'phone' ? 'phone' : 'email');
  const values = new Set(
    Object.entries(identifiers).flatMap(([identity, verified]) =>
      verified.map((value) => valueKey({ kind: kindOf(identity), value })),
    ),
  );
  const ids = new Set<string>();
  for (const collection of dataMap.collections.filter((binding) => isOwnCollection(binding, dataMap)))
    for await (const { fields } of findingsOf(collection.id)) {
      for (const person of people[collection.id] ?? [])
        for (const value of valuesOf(person, fields))
          if (comparable(value.kind, value.value)) values.add(valueKey(value));
      for (const key of collection.primaryKey)
        for (const text of textsAt(fields, key)) ids.add(`${collection.id}.${key} ${text}`);
    }
  return {
    values,
    isNamed: (person) => {
      const addresses = person.filter(({ kind }) => kind === 'email');
      const telling = addresses.length > 0 ? addresses : person.filter(({ kind }) => kind === 'name');
      return telling.some((value) => values.has(valueKey(value)));
    },
    isOwnId: (collection, { id }, record) => {
      if (id === undefined) return false;
      const field = dataMap.collections
        .find((binding) => binding.id === collection)
        ?.fields.find(({ name }) => name === id);
      return (field?.references ?? []).some((reference) =>
        textsAt(record, id).some((text) => ids.has(`${reference.collection}.${reference.field} ${text}`)),
      );
    },
  };
}
