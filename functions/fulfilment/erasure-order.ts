import { planWaves } from '../discovery/index.ts';
import type { CollectionBinding, DataMap } from '../shared/organisation.ts';

/**
 * All collections in the order in which they are erased: what was found through something goes before it, and the account
 * directory last, so that a crash leaves nothing that can't be found any more.
 *
 * @throws Error named `ErasureUnplannable` when the data map has faults
 */
export function erasureOrder(dataMap: DataMap): readonly (readonly CollectionBinding[])[] {
  const gathering = planWaves(dataMap);
  if (!gathering.ok) throw new ErasureUnplannable(gathering.refusal.map(({ kind }) => kind).join(', '));
  const isDirectory = ({ id }: CollectionBinding) => id === dataMap.accountDirectory.collection;
  const waves = [...gathering.value].reverse().map((wave) => wave.filter((one) => !isDirectory(one)));
  return [...waves, dataMap.collections.filter(isDirectory)].filter((wave) => wave.length > 0);
}

/** The function that changes a store. @throws Error named `ErasureUnplannable` when there is none */
export function eraserOf(store: string, erasers: Readonly<Record<string, string>>): string {
  const eraser = erasers[store];
  if (eraser === undefined) throw new ErasureUnplannable(`no eraser for store ${store}`);
  return eraser;
}

/** Policy and deployment don't fit together; retrying does not help. */
export class ErasureUnplannable extends Error {
  override readonly name = 'ErasureUnplannable';
}
