export { dynamoJson } from './attribute-values.dynamo.ts';
export { asDynamoFault, dynamoConnector } from './connector.dynamo.ts';
export {
  asPostgresFault,
  type ColumnTypes,
  castTo,
  postgresConnector,
  quoted,
  quotedTable,
  readColumnTypes,
  textAware,
} from './connector.postgres.ts';
export { dayTemplate, prefixesOf, s3Connector } from './connector.s3.ts';
export {
  type CollectionField,
  type DataMapFault,
  type Edge,
  type Entrance,
  edgesOf,
  entrancesOf,
  leadingFields,
  planWaves,
  type Wave,
  withDownstream,
} from './data-map.ts';
export { textsAt, valueAt } from './field-values.ts';
export { findingDigest, findingIdOf } from './finding-id.ts';
export { type FindingsOptions, s3Findings } from './findings.s3.ts';
export type { CollectionFindings, Finding, FindingsPage, FindingsReader, FindingsWriter } from './findings-store.ts';
export { asReadFault, asS3Fault, type OpenedRecords, openRecords, recordsIn } from './object-records.s3.ts';
export { postgresPool } from './postgres-pool.postgres.ts';
export { queryBatches } from './query-batches.ts';
export { readSubmission, type SubmissionFault, submissionLimits } from './read-submission.ts';
export { recordMatch } from './record-match.ts';
export { readSecret } from './secret.secretsmanager.ts';
export { SeenKeys } from './seen-keys.ts';
export { dynamoBinding, postgresBinding, s3Binding } from './store-binding.ts';
export { storeClient } from './store-client.dynamo.ts';
export { objectStoreClient } from './store-client.s3.ts';
export {
  type FindQuery,
  type FoundPage,
  type ObjectPlace,
  type PageRequest,
  type Period,
  type RefusalReason,
  type StoredRecord,
  StoreRefusal,
  StoreUnavailable,
} from './store-connector.ts';
export { patiently } from './store-patience.ts';
export { type SubmissionStore, s3Submissions } from './submissions.s3.ts';
export { untilProcessed } from './until-processed.ts';
