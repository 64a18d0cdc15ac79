import type { ReadCollection } from './read-datasets.ts';

/** A reference as a dataset gives it, between two collections that exist. */
export interface Reference {
  readonly collection: string;
  readonly field: string;
  readonly toCollection: string;
  readonly toField: string;
  readonly direction: 'from' | 'to' | undefined;
}

/**
 * Gives every reference a direction. Fideslang lets one be left out, meaning that either end may be read first: then
 * the end that fewer references separate from an identity is, and of two equally far the one first in the alphabet.
 */
export function orientReferences(
  collections: readonly Pick<ReadCollection, 'id' | 'fields'>[],
  references: readonly Reference[],
): (Reference & { direction: 'from' | 'to' })[] {
  const distance = new Map<string, number>();
  let edge = collections
    .filter((collection) => collection.fields.some((field) => field.meta.identity))
    .map(({ id }) => id);
  for (let steps = 0; edge.length > 0; steps++) {
    for (const id of edge) distance.set(id, steps);
    edge = [...new Set(edge.flatMap((id) => references.flatMap((reference) => leadsFrom(id, reference))))].filter(
      (id) => !distance.has(id),
    );
  }
  return references.map((reference) => ({ ...reference, direction: reference.direction ?? oriented(reference) }));

  function oriented({ collection, toCollection }: Reference): 'from' | 'to' {
    const here = distance.get(collection) ?? Number.POSITIVE_INFINITY;
    const there = distance.get(toCollection) ?? Number.POSITIVE_INFINITY;
    if (here !== there) return here < there ? 'to' : 'from';
    return collection < toCollection ? 'to' : 'from';
  }
}

function leadsFrom(id: string, { collection, toCollection, direction }: Reference): string[] {
  if (id === collection && direction !== 'from') return [toCollection];
  if (id === toCollection && direction !== 'to') return [collection];
  return [];
}
