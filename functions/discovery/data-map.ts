import type { CollectionBinding, DataMap } from '../shared/organisation.ts';
import { accepted, type Result, refused } from '../shared/result.ts';

/** How a collection is entered: by a verified identity, or by the values of a field read before. */
export type Entrance =
  | { readonly field: string; readonly identity: string }
  | { readonly field: string; readonly from: CollectionField };

export interface CollectionField {
  readonly collection: string;
  readonly field: string;
}

/** `from`'s values lead to `to`: the collection of `from` is read first. */
export interface Edge {
  readonly from: CollectionField;
  readonly to: CollectionField;
}

export type DataMapFault =
  /** The collections lead to each other in a ring; the first stands again at the end. */
  | { readonly kind: 'cycle'; readonly collections: readonly string[] }
  /** No identity leads to the collection, so it would be silently missing from every answer. */
  | { readonly kind: 'unreachable'; readonly collection: string };

/** Collections that may be read at the same time, once all waves before are read. */
export type Wave = readonly CollectionBinding[];

const knownEdges = new WeakMap<DataMap, readonly Edge[]>();

/** Every reference of the map as an edge in reading order, each once. Worked out once for a map: nobody changes one. */
export function edgesOf(dataMap: DataMap): readonly Edge[] {
  const known = knownEdges.get(dataMap) ?? findEdges(dataMap);
  knownEdges.set(dataMap, known);
  return known;
}

function findEdges(dataMap: DataMap): Edge[] {
  const edges = new Map<string, Edge>();
  for (const collection of dataMap.collections)
    for (const field of collection.fields)
      for (const reference of field.references ?? []) {
        const here = { collection: collection.id, field: field.name };
        const there = { collection: reference.collection, field: reference.field };
        const edge = reference.direction === 'from' ? { from: there, to: here } : { from: here, to: there };
        edges.set(JSON.stringify(edge), edge);
      }
  return [...edges.values()];
}

/** Every way into a collection, in the order of its fields. */
export function entrancesOf(collection: CollectionBinding, dataMap: DataMap): Entrance[] {
  const edges = edgesOf(dataMap).filter((edge) => edge.to.collection === collection.id);
  return collection.fields.flatMap((field): Entrance[] => [
    ...(field.identity ? [{ field: field.name, identity: field.identity }] : []),
    ...edges.filter((edge) => edge.to.field === field.name).map((edge) => ({ field: field.name, from: edge.from })),
  ]);
}

/** Fields of a collection whose values lead to other collections. */
export function leadingFields(collection: string, dataMap: DataMap): string[] {
  const fields = edgesOf(dataMap).filter((edge) => edge.from.collection === collection);
  return [...new Set(fields.map((edge) => edge.from.field))];
}

/** Collections whose values lead straight into this one. */
export function upstreamOf(collection: string, dataMap: DataMap): string[] {
  const edges = edgesOf(dataMap).filter((edge) => edge.to.collection === collection);
  return [...new Set(edges.map((edge) => edge.from.collection))];
}

/** These collections and all that are reached through them. */
export function withDownstream(collections: Iterable<string>, dataMap: DataMap): Set<string> {
  const reached = new Set(collections);
  const edges = edgesOf(dataMap);
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const edge of edges) if (reached.has(edge.from.collection)) reached.add(edge.to.collection);
  }
  return reached;
}

/**
 * The reading order: each collection stands exactly once, in the first wave after all collections that lead to it,
 * so one reached by two paths is read once and with the values of both.
 *
 * @returns the waves, none of them empty; or every fault of the map
 */
export function planWaves(dataMap: DataMap): Result<Wave[], DataMapFault[]> {
  const faults: DataMapFault[] = [...unreachable(dataMap), ...cycles(dataMap)];
  if (faults.length > 0) return refused(faults);
  const edges = edgesOf(dataMap);
  const waves: Wave[] = [];
  let left = dataMap.collections;
  while (left.length > 0) {
    const waiting = new Set(left.map(({ id }) => id));
    const isBlocked = (id: string) =>
      edges.some((edge) => edge.to.collection === id && waiting.has(edge.from.collection));
    const wave = left.filter(({ id }) => !isBlocked(id));
    // Without cycles something is always free; a map that says otherwise must not be walked for ever.
    if (wave.length === 0) throw new Error('the data map has a cycle that was not found');
    waves.push(wave);
    left = left.filter(({ id }) => isBlocked(id));
  }
  return accepted(waves);
}

function unreachable(dataMap: DataMap): DataMapFault[] {
  const entered = dataMap.collections.filter((collection) => collection.fields.some((field) => field.identity));
  const reached = withDownstream(
    entered.map(({ id }) => id),
    dataMap,
  );
  return dataMap.collections
    .filter(({ id }) => !reached.has(id))
    .map(({ id }) => ({ kind: 'unreachable', collection: id }));
}

/** One fault per ring: what is left when everything outside rings is peeled off from both ends. */
function cycles(dataMap: DataMap): DataMapFault[] {
  const ids = new Set(dataMap.collections.map(({ id }) => id));
  let edges = edgesOf(dataMap).filter((edge) => ids.has(edge.from.collection) && ids.has(edge.to.collection));
  for (let before = -1; before !== edges.length; ) {
    before = edges.length;
    const sources = new Set(edges.map((edge) => edge.from.collection));
    const targets = new Set(edges.map((edge) => edge.to.collection));
    edges = edges.filter((edge) => targets.has(edge.from.collection) && sources.has(edge.to.collection));
  }
  const faults: DataMapFault[] = [];
  const told = new Set<string>();
  for (const { from } of edges) {
    if (told.has(from.collection)) continue;
    const ring = ringFrom(from.collection, edges);
    if (!ring) continue;
    for (const id of ring) told.add(id);
    faults.push({ kind: 'cycle', collections: ring });
  }
  return faults;
}

/** The shortest way from a collection back to itself. */
function ringFrom(start: string, edges: readonly Edge[]): string[] | undefined {
  const queue: string[][] = [[start]];
  const seen = new Set<string>();
  for (let path = queue.shift(); path; path = queue.shift()) {
    const end = path.at(-1);
    for (const edge of edges) {
      if (edge.from.collection !== end) continue;
      if (edge.to.collection === start) return [...path, start];
      if (seen.has(edge.to.collection)) continue;
      seen.add(edge.to.collection);
      queue.push([...path, edge.to.collection]);
    }
  }
  return undefined;
}
