import type { CollectionBinding, DataMap } from '../shared/organisation.ts';
import { entrancesOf } from './data-map.ts';
import type { Criterion } from './store-connector.ts';

export interface BatchSources {
  /** Verified values by identity. */
  readonly identifiers: Readonly<Record<string, readonly string[]>>;
  /** Distinct values of a field read before. */
  readonly references: (collection: string, field: string) => AsyncIterable<string>;
}

/**
 * Everything a collection has to be asked for, in queries of at most `valuesAtOnce` values. The order is the same each
 * time, so a batch is known by its number.
 */
export async function* queryBatches(
  collection: CollectionBinding,
  dataMap: DataMap,
  { identifiers, references }: BatchSources,
  valuesAtOnce: number,
): AsyncIterable<readonly Criterion[]> {
  let batch = new Map<string, Criterion & { values: string[] }>();
  let size = 0;
  for (const entrance of entrancesOf(collection, dataMap)) {
    const ignoreCase = 'identity' in entrance && entrance.identity === 'email';
    const values =
      'identity' in entrance
        ? (identifiers[entrance.identity] ?? [])
        : references(entrance.from.collection, entrance.from.field);
    const key = `${entrance.field}:${ignoreCase}`;
    for await (const value of values) {
      const criterion = batch.get(key) ?? { field: entrance.field, values: [], ...(ignoreCase ? { ignoreCase } : {}) };
      criterion.values.push(value);
      batch.set(key, criterion);
      if (++size < valuesAtOnce) continue;
      yield [...batch.values()];
      batch = new Map();
      size = 0;
    }
  }
  if (size > 0) yield [...batch.values()];
}
