import { leadingFields, planWaves } from '../../functions/discovery/index.ts';
import type { CollectionBinding, DataMap, FieldBinding, FieldReference } from '../../functions/shared/organisation.ts';
import { orientReferences, type Reference } from './orient-references.ts';
import type { PolicyError } from './policy-error.ts';
import type { ReadCollection, ReadDatasets, ReadField } from './read-datasets.ts';
import { unknownDataCategory, type Vocabulary } from './read-rules.ts';

/** Puts the datasets together to one data map; everything that does not fit goes to `errors`. */
export function compileDataMap(
  datasets: ReadDatasets,
  accountDirectory: DataMap['accountDirectory'],
  vocabulary: Vocabulary | undefined,
  errors: PolicyError[],
): DataMap {
  const { companyCategory } = vocabulary ?? {};
  const references = resolveReferences(datasets, errors);
  const oriented = orientReferences(datasets.collections, references);
  const collections = datasets.collections.map((collection) => {
    const fields = collection.fields.map((field): FieldBinding => {
      const own = oriented.filter(
        (reference) => reference.collection === collection.id && reference.field === field.name,
      );
      return compileField(collection, field, own.map(toFieldReference), vocabulary, errors);
    });
    return compileCollection(collection, fields, errors);
  });
  const dataMap: DataMap = {
    stores: datasets.stores,
    collections,
    accountDirectory,
    ...(companyCategory === undefined ? {} : { companyCategory }),
  };
  if (datasets.complete) checkTraversal(datasets.collections, dataMap, errors);
  checkEntrances(datasets.collections, dataMap, oriented, errors);
  checkManual(datasets.collections, dataMap, errors);
  return dataMap;
}

function resolveReferences(datasets: ReadDatasets, errors: PolicyError[]): Reference[] {
  const known = new Map(datasets.collections.map((collection) => [collection.id, collection]));
  return datasets.collections.flatMap((collection) =>
    collection.fields.flatMap((field) =>
      (field.meta.references ?? []).flatMap((reference, index): Reference[] => {
        const [name = '', ...path] = reference.field.split('.');
        const target = `${reference.dataset}.${name}`;
        const targetField = path.join('.');
        const at = field.at('fides_meta', 'references', index);
        const found = known.get(target);
        if (!found) {
          if (datasets.complete)
            errors.push({ ...at, message: `the reference leads nowhere: there is no collection "${target}"` });
          return [];
        }
        if (!found.fields.some(({ name }) => name === targetField)) {
          errors.push({ ...at, message: `the reference leads nowhere: "${target}" has no field "${targetField}"` });
          return [];
        }
        const direction = reference.direction ?? undefined;
        return [
          { collection: collection.id, field: field.name, toCollection: target, toField: targetField, direction },
        ];
      }),
    ),
  );
}

function toFieldReference(reference: Reference & { direction: 'from' | 'to' }): FieldReference {
  return { collection: reference.toCollection, field: reference.toField, direction: reference.direction };
}

function compileField(
  collection: ReadCollection,
  field: ReadField,
  references: readonly FieldReference[],
  vocabulary: Vocabulary | undefined,
  errors: PolicyError[],
): FieldBinding {
  for (const [index, dataCategory] of field.dataCategories.entries()) {
    const at = field.at('data_categories', index);
    if (!vocabulary) break;
    if (!vocabulary.isKnown(dataCategory)) errors.push({ ...at, message: unknownDataCategory(dataCategory) });
    else if (dataCategory.startsWith('user') && !vocabulary.categoryOf(dataCategory))
      errors.push({ ...at, message: `data category "${dataCategory}" is described by no category of categories.yaml` });
  }
  const title = collection.entry.fields[field.name];
  if (!title) {
    const message = `field "${field.name}" of "${collection.id}" has no title`;
    errors.push({ ...collection.entryAt('fields'), message });
  }
  const category = field.dataCategories.map((key) => vocabulary?.categoryOf(key)).find((key) => key !== undefined);
  return {
    name: field.name,
    ...(category ? { category } : {}),
    ...(field.dataCategories.length > 0 ? { dataCategories: field.dataCategories } : {}),
    ...(title ? { title } : {}),
    ...(field.meta.data_type ? { dataType: field.meta.data_type } : {}),
    ...(field.meta.identity ? { identity: field.meta.identity } : {}),
    ...(references.length > 0 ? { references } : {}),
  };
}

function compileCollection(
  collection: ReadCollection,
  fields: readonly FieldBinding[],
  errors: PolicyError[],
): CollectionBinding {
  const { entry, entryAt } = collection;
  const names = new Set(fields.map(({ name }) => name));
  const mustExist = (name: string, what: string, ...path: PropertyKey[]) => {
    if (!names.has(name))
      errors.push({ ...entryAt(...path), message: `${what}: "${collection.id}" has no field "${name}"` });
  };
  const primaryKey = collection.fields.filter(({ meta }) => meta.primary_key).map(({ name }) => name);
  if (primaryKey.length === 0)
    errors.push({ ...collection.at, message: `collection "${collection.id}" has no primary_key field` });
  for (const name of Object.keys(entry.fields)) mustExist(name, 'title of an unknown field', 'fields', name);
  if (entry.time_field) mustExist(entry.time_field, 'unknown time_field', 'time_field');
  for (const [index, name] of (entry.own_addresses ?? []).entries())
    mustExist(name, 'unknown own address', 'own_addresses', index);
  const base = {
    id: collection.id,
    store: collection.store.id,
    title: entry.title,
    primaryKey,
    fields,
    ...(entry.time_field ? { timeField: entry.time_field } : {}),
    ...(entry.own_addresses ? { ownAddresses: entry.own_addresses } : {}),
  };
  if (entry.kind === 'postgres') return { ...base, location: entry.table };
  if (entry.kind === 'manual') return { ...base, location: entry.place };
  if (entry.kind === 's3') {
    for (const [, name = ''] of entry.prefix.matchAll(/\{([^}]*)\}/g))
      if (name !== 'day') mustExist(name, 'unknown placeholder', 'prefix');
    return { ...base, location: entry.prefix, format: entry.format, ...(entry.gzip ? { gzip: true } : {}) };
  }
  const indexes = Object.entries(entry.indexes ?? {}).map(([field, index]) => {
    mustExist(field, 'index on an unknown field', 'indexes', field);
    return typeof index === 'string'
      ? { field, name: index, keysOnly: false }
      : { field, name: index.name, keysOnly: index.projection === 'keys' };
  });
  const keyOnlyIndexes = indexes.filter(({ keysOnly }) => keysOnly).map(({ name }) => name);
  return {
    ...base,
    location: entry.table,
    ...(indexes.length > 0 ? { indexes: Object.fromEntries(indexes.map(({ field, name }) => [field, name])) } : {}),
    ...(keyOnlyIndexes.length > 0 ? { keyOnlyIndexes } : {}),
  };
}

/** A store must be able to answer by each field that leads into it, or the gatherer would fail at run time. */
function checkEntrances(
  collections: readonly ReadCollection[],
  dataMap: DataMap,
  references: readonly (Reference & { direction: 'from' | 'to' })[],
  errors: PolicyError[],
): void {
  for (const collection of collections) {
    const binding = dataMap.collections.find(({ id }) => id === collection.id);
    for (const field of collection.fields) {
      const entered =
        field.meta.identity ||
        references.some((reference) =>
          reference.direction === 'from'
            ? reference.collection === collection.id && reference.field === field.name
            : reference.toCollection === collection.id && reference.toField === field.name,
        );
      if (!entered || !binding) continue;
      const at = field.at('name');
      if (
        collection.entry.kind === 'dynamodb' &&
        !binding.indexes?.[field.name] &&
        binding.primaryKey[0] !== field.name
      )
        errors.push({
          ...at,
          message: `"${collection.id}" cannot be asked by "${field.name}": neither partition key nor index`,
        });
      if (
        collection.entry.kind === 's3' &&
        collection.entry.format === 'object' &&
        !binding.location.includes(`{${field.name}}`)
      )
        errors.push({
          ...at,
          message: `"${collection.id}" cannot be asked by "${field.name}": its prefix lacks {${field.name}}`,
        });
    }
  }
}

/** What people look through comes later than what systems are asked for, so nothing else may be found through it. */
function checkManual(collections: readonly ReadCollection[], dataMap: DataMap, errors: PolicyError[]): void {
  for (const { id, entry, fields } of collections) {
    if (entry.kind !== 'manual') continue;
    const leading = leadingFields(id, dataMap);
    for (const field of fields)
      if (leading.includes(field.name)) {
        const message = `"${id}" is looked through by people, so "${field.name}" must not lead to other collections`;
        errors.push({ ...field.at('name'), message });
      }
  }
}

function checkTraversal(collections: readonly ReadCollection[], dataMap: DataMap, errors: PolicyError[]): void {
  const at = (id: string) => collections.find((collection) => collection.id === id)?.at;
  const waves = planWaves(dataMap);
  if (waves.ok) return;
  for (const fault of waves.refusal) {
    const [id = ''] = fault.kind === 'cycle' ? fault.collections : [fault.collection];
    const position = at(id);
    if (!position) continue;
    const message =
      fault.kind === 'cycle'
        ? `references form a cycle: ${fault.collections.join(' -> ')}`
        : `collection "${id}" cannot be reached from any identity`;
    errors.push({ ...position, message });
  }
}
