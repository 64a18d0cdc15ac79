import { basename, join } from 'node:path';
import type { z } from 'zod';
import type { StoreBinding } from '../../functions/shared/organisation.ts';
import { type DatasetField, datasetFile, type FieldMeta, storeFile, storeKind } from './dataset-schemas.ts';
import type { PolicyError } from './policy-error.ts';
import { filesEnding, type Path, readAs, type YamlSource } from './yaml-source.file.ts';

/** A collection of a dataset file, with its entry in the store file and where both were read. */
export interface ReadCollection {
  readonly id: string;
  readonly dataset: string;
  readonly name: string;
  readonly fields: readonly ReadField[];
  readonly at: Position;
  readonly store: StoreBinding;
  readonly entry: StoreEntry;
  readonly entryAt: (...path: PropertyKey[]) => Position;
}

export interface ReadField {
  /** Dotted, for a field inside an object. */
  readonly name: string;
  /** Its own categories, or those of the collection or dataset it is in. */
  readonly dataCategories: readonly string[];
  readonly meta: FieldMeta;
  readonly at: (...path: PropertyKey[]) => Position;
}

export interface Position {
  readonly file: string;
  readonly line: number;
}

type StoreFiles = ReturnType<typeof storeFile>;
type DynamoEntry = z.output<StoreFiles['dynamodb']>['collections'][string];
type PostgresEntry = z.output<StoreFiles['postgres']>['collections'][string];
type S3Entry = z.output<StoreFiles['s3']>['collections'][string];
type ManualEntry = z.output<StoreFiles['manual']>['collections'][string];
export type StoreEntry =
  | ({ readonly kind: 'dynamodb' } & DynamoEntry)
  | ({ readonly kind: 'postgres' } & PostgresEntry)
  | ({ readonly kind: 's3' } & S3Entry)
  | ({ readonly kind: 'manual' } & ManualEntry);

export interface ReadDatasets {
  readonly collections: readonly ReadCollection[];
  readonly stores: readonly StoreBinding[];
  /** False when a file could not be read, so that what seems missing may only be unread. */
  readonly complete: boolean;
}

/** Reads `datasets/*.yml` and the `*.store.yml` beside each; what is wrong inside one file goes to `errors`. */
export function readDatasets(folder: string, languages: readonly string[], errors: PolicyError[]): ReadDatasets {
  const files = [...filesEnding(folder, '.yml'), ...filesEnding(folder, '.yaml')].filter(
    (file) => !/\.store\.ya?ml$/.test(file),
  );
  if (files.length === 0) errors.push({ file: folder, line: 1, message: 'there is no dataset (*.yml) in this folder' });
  const collections: ReadCollection[] = [];
  const stores: StoreBinding[] = [];
  const taken = new Map<string, Position>();
  let complete = files.length > 0;
  for (const file of files) {
    const datasets = readAs(file, datasetFile, errors);
    const store = readStore(storeFileOf(file), languages, errors);
    if (!datasets || !store) {
      complete = false;
      continue;
    }
    claim(taken, `store "${store.binding.id}"`, store.at('store', 'id'), errors);
    stores.push(store.binding);
    const named = new Set<string>();
    for (const [d, dataset] of datasets.value.dataset.entries()) {
      const at = positions(datasets.source, ['dataset', d]);
      claim(taken, `dataset "${dataset.fides_key}"`, at('fides_key'), errors);
      for (const [c, collection] of dataset.collections.entries()) {
        const path = ['collections', c] as const;
        const id = `${dataset.fides_key}.${collection.name}`;
        const isNew = claim(taken, `collection "${id}"`, at(...path, 'name'), errors);
        if (!isNew) continue;
        named.add(collection.name);
        const entry = store.entries[collection.name];
        if (!entry) {
          const message = `collection "${id}" stands in no store: ${basename(store.file)} has no entry for it`;
          errors.push({ ...at(...path, 'name'), message });
          complete = false;
          continue;
        }
        const inherited = [...(dataset.data_categories ?? []), ...(collection.data_categories ?? [])];
        collections.push({
          id,
          dataset: dataset.fides_key,
          name: collection.name,
          fields: readFields(collection.fields, positions(datasets.source, ['dataset', d, ...path]), inherited, errors),
          at: at(...path, 'name'),
          store: store.binding,
          entry,
          entryAt: (...inner) => store.at('collections', collection.name, ...inner),
        });
      }
    }
    for (const name of Object.keys(store.entries))
      if (!named.has(name))
        errors.push({
          ...store.at('collections', name),
          message: `there is no collection "${name}" in ${basename(file)}`,
        });
  }
  return { collections, stores, complete };
}

function readStore(file: string, languages: readonly string[], errors: PolicyError[]) {
  const kind = readAs(file, storeKind, errors)?.value.store.kind;
  if (!kind) return undefined;
  const schemas = storeFile(languages);
  const read = readAs<z.ZodType<{ store: StoreBinding; collections: Record<string, object> }>>(
    file,
    schemas[kind] as unknown as z.ZodType<{ store: StoreBinding; collections: Record<string, object> }>,
    errors,
  );
  if (!read) return undefined;
  const entries: Record<string, StoreEntry> = {};
  for (const [name, entry] of Object.entries(read.value.collections)) entries[name] = { kind, ...entry } as StoreEntry;
  return { file, binding: read.value.store, entries, at: positions(read.source, []) };
}

function readFields(
  fields: readonly DatasetField[],
  at: (...path: PropertyKey[]) => Position,
  inherited: readonly string[],
  errors: PolicyError[],
  outer = '',
  taken = new Map<string, Position>(),
): ReadField[] {
  return fields.flatMap((field, index): ReadField[] => {
    const here = (...path: PropertyKey[]) => at('fields', index, ...path);
    const name = outer ? `${outer}.${field.name}` : field.name;
    claim(taken, `field "${name}"`, here('name'), errors);
    const own = [...inherited, ...(field.data_categories ?? [])];
    if (field.fields && field.fields.length > 0) return readFields(field.fields, here, own, errors, name, taken);
    const metaKey = field.fides_meta ? 'fides_meta' : 'fidesops_meta';
    return [
      {
        name,
        dataCategories: field.data_categories?.length ? field.data_categories : inherited,
        meta: field.fides_meta ?? field.fidesops_meta ?? {},
        at: (...path) => here(...path.map((segment) => (segment === 'fides_meta' ? metaKey : segment))),
      },
    ];
  });
}

function claim(taken: Map<string, Position>, what: string, at: Position, errors: PolicyError[]): boolean {
  const first = taken.get(what);
  if (first) errors.push({ ...at, message: `${what} is already declared at ${first.file}:${first.line}` });
  else taken.set(what, at);
  return first === undefined;
}

function positions(source: YamlSource, base: Path): (...path: PropertyKey[]) => Position {
  return (...path) => ({ file: source.file, line: source.lineOf([...base, ...path]) });
}

function storeFileOf(file: string): string {
  const name = basename(file).replace(/\.ya?ml$/, '');
  return join(file, '..', `${name}.store.yml`);
}
