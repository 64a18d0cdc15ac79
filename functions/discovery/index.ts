export {
  type CollectionField,
  type DataMapFault,
  type Edge,
  type Entrance,
  edgesOf,
  planWaves,
  type Wave,
  withDownstream,
} from './data-map.ts';
export { textsAt, valueAt } from './field-values.ts';
export { type FindingsOptions, s3Findings } from './findings.s3.ts';
export type { CollectionFindings, Finding, FindingsPage, FindingsReader, FindingsWriter } from './findings-store.ts';
export type { FindQuery, PageRequest, StoredRecord } from './store-connector.ts';
