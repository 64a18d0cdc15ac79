import type { Call } from './counting-proxy.ts';

const reads = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems']);
const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);

export interface Units {
  readonly read: number;
  readonly write: number;
}

/** The same request, asking DynamoDB to say what it costs. */
export function askForUnits(body: Buffer): Buffer {
  return Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: 'TOTAL' }));
}

/**
 * Request units of one call. What succeeded tells them itself, indexes and the double rate of transactions included. A
 * refused condition tells nothing but is billed: taken as one unit per item, two in a transaction, which is right for items
 * up to 1 KB (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
 */
export function unitsOf({
  headers,
  body,
  status,
  answer,
}: Pick<Call, 'headers' | 'body' | 'status' | 'answer'>): Units {
  const operation = String(headers['x-amz-target'] ?? '').replace(/^.*\./, '');
  const isWrite = writes.has(operation);
  if (!isWrite && !reads.has(operation)) return { read: 0, write: 0 };
  const said = JSON.parse(answer.toString()) as { __type?: string; ConsumedCapacity?: Capacity | Capacity[] };
  const units = status === 200 ? sum(said.ConsumedCapacity) : refused(said.__type ?? '', body);
  return isWrite ? { read: 0, write: units } : { read: units, write: 0 };
}

interface Capacity {
  readonly CapacityUnits: number;
}

function sum(capacity: Capacity | Capacity[] | undefined): number {
  if (capacity === undefined) throw new Error('DynamoDB did not say what a call cost');
  return [capacity].flat().reduce((total, { CapacityUnits }) => total + CapacityUnits, 0);
}

function refused(type: string, body: Buffer): number {
  if (type.endsWith('ConditionalCheckFailedException')) return 1;
  if (!type.endsWith('TransactionCanceledException')) return 0;
  return 2 * (JSON.parse(body.toString()) as { TransactItems: unknown[] }).TransactItems.length;
}
