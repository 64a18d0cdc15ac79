import { edgesOf, type Finding, type StoredRecord, textsAt } from '../discovery/index.ts';
import type { Identifiers } from '../identity/index.ts';
import type { CollectionBinding, DataMap, OwnCondition, RightRule } from '../shared/organisation.ts';

/** Values that are the data subject's own, by source: an identity, or `<dataset>.<collection>.<field>`. */
export type OwnValues = ReadonlyMap<string, OwnValue>;

export interface OwnValue {
  readonly values: ReadonlySet<string>;
  /** Identities are compared without regard to case, as they are searched; `values` are lower case then. */
  readonly ignoreCase: boolean;
}

/** Where a source of own values lies; undefined for one that the data map does not have. */
export type OwnSource =
  | { readonly identity: string }
  | { readonly collection: CollectionBinding; readonly field: string };

export function ownSource(source: string, dataMap: DataMap): OwnSource | undefined {
  if (dataMap.collections.some(({ fields }) => fields.some(({ identity }) => identity === source)))
    return { identity: source };
  for (const collection of dataMap.collections) {
    const field = collection.fields.find(({ name }) => `${collection.id}.${name}` === source);
    if (field) return { collection, field: field.name };
  }
  return undefined;
}

/**
 * Whether every record of a collection that was found is about the data subject alone: an identity leads there, and
 * nothing else does.
 */
export function isOwnCollection({ id, fields }: CollectionBinding, dataMap: DataMap): boolean {
  return fields.some(({ identity }) => identity) && !edgesOf(dataMap).some(({ to }) => to.collection === id);
}

/** The sources that a right's conditions name, each once. */
export function ownSourcesOf(right: RightRule): readonly string[] {
  const conditions = Object.values(right.overrides ?? {}).flatMap(({ onlyIf }) => onlyIf ?? []);
  return [...new Set(conditions.flatMap((condition) => Object.values(condition)))];
}

/**
 * Reads what a right's conditions are compared with.
 * @param findingsOf what was found of the data subject in a collection, with the fields named
 */
export async function readOwnValues(
  right: RightRule,
  dataMap: DataMap,
  identifiers: Identifiers,
  findingsOf: (collection: string) => AsyncIterable<Pick<Finding, 'fields'>>,
): Promise<OwnValues> {
  const own = new Map<string, OwnValue>();
  const wanted = new Map<string, { readonly field: string; readonly values: Set<string> }[]>();
  for (const name of ownSourcesOf(right)) {
    const source = ownSource(name, dataMap);
    if (!source) continue;
    if ('identity' in source) {
      const verified = identifiers[source.identity] ?? [];
      own.set(name, { values: new Set(verified.map((value) => value.toLowerCase())), ignoreCase: true });
      continue;
    }
    const { collection, field } = source;
    const values = new Set<string>();
    own.set(name, { values, ignoreCase: false });
    wanted.set(collection.id, [...(wanted.get(collection.id) ?? []), { field, values }]);
  }
  for (const [collection, fields] of wanted)
    for await (const found of findingsOf(collection))
      for (const { field, values } of fields) for (const text of textsAt(found.fields, field)) values.add(text);
  return own;
}

/** Whether a record meets any of the conditions. */
export function meetsAny(conditions: readonly OwnCondition[], record: StoredRecord, own: OwnValues): boolean {
  const meets = ([field, source]: [string, string]) => {
    const wanted = own.get(source);
    if (!wanted) return false;
    return textsAt(record, field).some((text) => wanted.values.has(wanted.ignoreCase ? text.toLowerCase() : text));
  };
  return conditions.some((condition) => Object.entries(condition).every(meets));
}
