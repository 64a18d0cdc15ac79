export {
  type CollectionField,
  type DataMapFault,
  type Edge,
  type Entrance,
  edgesOf,
  planWaves,
  upstreamOf,
  type Wave,
  withDownstream,
} from './data-map.ts';
export { BadFindingsCursor, type FindingsOptions, s3Findings } from './findings.s3.ts';
export type { CollectionFindings, Finding, FindingsPage, FindingsReader, FindingsWriter } from './findings-store.ts';
export { wantedCollections } from './plan-gathering.ts';
