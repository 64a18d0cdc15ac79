import { join } from 'node:path';
import { isOwnCollection } from '../../functions/fulfilment/index.ts';
import type { DataMap, NamedPerson, ThirdParties } from '../../functions/shared/organisation.ts';
import type { PolicyError } from './policy-error.ts';
import { thirdPartiesSchema } from './policy-schemas.ts';
import type { ReadCollection } from './read-datasets.ts';
import { complain, type Path, readAs, type ValidSource, type YamlSource } from './yaml-source.file.ts';

const personFields = ['name', 'email', 'phone', 'id'] as const satisfies readonly (keyof NamedPerson)[];

export interface ReadThirdParties {
  readonly source: YamlSource;
  readonly value: ThirdParties;
}

/** Reads third-parties.yaml. */
export function readThirdParties(folder: string, errors: PolicyError[]): ReadThirdParties | undefined {
  const read = readAs(join(folder, 'third-parties.yaml'), thirdPartiesSchema, errors);
  return read && { source: read.source, value: { people: withoutAbsent(read), search: read.value.search } };
}

/** What it names is in the data map, and a number that tells who somebody is refers to something. */
export function checkThirdParties(errors: PolicyError[], read: ReadThirdParties, dataMap: DataMap): void {
  const { people, search } = read.value;
  const told = (path: Path, message: string) => complain(errors, read, path, message);
  const collectionOf = (id: string) => dataMap.collections.find((collection) => collection.id === id);

  search.forEach((id, index) => {
    if (!collectionOf(id)) told(['search', index], `unknown collection "${id}"`);
    if (search.indexOf(id) < index) told(['search', index], `"${id}" stands here twice`);
  });
  for (const [id, persons] of Object.entries(people)) {
    const collection = collectionOf(id);
    if (!collection) {
      told(['people', id], `unknown collection "${id}"`);
      continue;
    }
    persons.forEach((person, index) => {
      for (const key of personFields) {
        const name = person[key];
        if (name === undefined) continue;
        const at = ['people', id, index, key];
        const field = collection.fields.find((known) => known.name === name);
        if (!field) told(at, `"${id}" has no field "${name}"`);
        else if (key === 'id' && !field.references?.length)
          told(at, `"${id}.${name}" refers to no other collection, so it cannot tell who somebody is`);
        else if (key !== 'id' && !field.dataCategories)
          told(at, `"${id}.${name}" has no data category, so no copy holds it`);
      }
    });
  }
}

/** What a mail is written to as the data subject's own address names nobody else. */
export function checkOwnAddresses(
  errors: PolicyError[],
  collections: readonly ReadCollection[],
  { people }: ThirdParties,
  dataMap: DataMap,
): void {
  for (const { id, entry, entryAt } of collections) {
    const binding = dataMap.collections.find((collection) => collection.id === id);
    if (!binding || isOwnCollection(binding, dataMap)) continue;
    entry.own_addresses?.forEach((name, index) => {
      if (people[id]?.some(({ email }) => email === name)) {
        const message = `"${id}.${name}" names other people too (third-parties.yaml), so it is no address of the data subject`;
        errors.push({ ...entryAt('own_addresses', index), message });
      }
    });
  }
}

function withoutAbsent({ value }: ValidSource<{ people: Record<string, object[]> }>): ThirdParties['people'] {
  return JSON.parse(JSON.stringify(value.people)) as ThirdParties['people'];
}
