/**
 * DynamoDB on this machine: the dynoxide server as a child process, and a poller that carries a table's stream to a consumer.
 *
 * Covers: tables, indexes, conditions, transactions and streams as dynoxide offers them, kept in one SQLite file under
 * `dataDir` that survives `kill -9`; a server that never outlives its parent; `DYNAMODB_ENDPOINT` instead of dynoxide where
 * that is set; deletion of expired items (TTL) by the given clock; at-least-once, in-order delivery of stream records; filling a
 * new data folder with a table of a million items.
 * Does not cover: point-in-time recovery, backups, global tables, Kinesis streaming, IAM, throttling, and batching windows or
 * bisection in the poller. What dynoxide itself leaves out stays left out.
 */
export { type ExportedItem, importTable } from './import-table.ts';
export { type DynamoDbOptions, type RunningDynamoDb, startDynamoDb } from './server.ts';
export { openStreamCheckpoints, type StreamCheckpoints } from './stream-checkpoints.ts';
export {
  type BatchOutcome,
  type DiscardedBatch,
  type PollStreamOptions,
  pollStream,
  type StreamPoller,
  type StreamRecord,
} from './streams.ts';
