/**
 * Lambda's event source mappings for DynamoDB streams: batches of records that pass the mapping's filters go to its function.
 * Covers: filters, batch size, retries, bisection, partial batch responses, on-failure destination, at-least-once in order.
 * Does not cover: batching windows (records go as soon as they are seen), parallel batches per shard, maximum record age,
 * tumbling windows, sources other than DynamoDB streams.
 */
export { type MappingEnvironment, type StreamMapping, startStreamMapping } from './stream-mapping.ts';
