import { join } from 'node:path';
import type { DataMap, NamedPerson, ThirdParties } from '../../functions/shared/organisation.ts';
import type { PolicyError } from './policy-error.ts';
import { thirdPartiesSchema } from './policy-schemas.ts';
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

function withoutAbsent({ value }: ValidSource<{ people: Record<string, object[]> }>): ThirdParties['people'] {
  return JSON.parse(JSON.stringify(value.people)) as ThirdParties['people'];
}
