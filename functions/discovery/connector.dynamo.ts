import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { CollectionBinding, DynamoStoreBinding } from '../shared/organisation.ts';
import { recordOf } from './attribute-values.dynamo.ts';
import {
  type FindQuery,
  type FoundPage,
  faultCode,
  type PageRequest,
  type StoreConnector,
  type StoredRecord,
  StoreRefusal,
  StoreUnavailable,
} from './store-connector.ts';
import { untilProcessed } from './until-processed.ts';

/** BatchGetItem takes 100 keys (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html). */
const KEYS_AT_ONCE = 100;

type Key = Record<string, AttributeValue>;

export interface DynamoConnectorOptions {
  readonly client: DynamoDBClient;
  readonly binding: DynamoStoreBinding;
  /** Waits between rounds for unprocessed keys; milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/**
 * Records by key: a Query on the table or the index a field is keyed on, BatchGetItem where the field is the whole key
 * or the index holds keys only. A Scan only where everything is asked for. Indexes are read as they are, a moment behind the table; a period is left
 * to the reader, because filtering costs the same. Cannot compare without regard to case.
 */
export function dynamoConnector({ client, binding, pause }: DynamoConnectorOptions): StoreConnector {
  return { valuesAtOnce: 1000, find };

  async function* find(query: FindQuery, { pageSize, cursor }: PageRequest): AsyncIterable<FoundPage> {
    const { collection } = query;
    const table = binding.tables?.[collection.location] ?? collection.location;
    const steps: readonly Step[] =
      query.criteria === 'everything'
        ? ['everything']
        : query.criteria.flatMap(({ field, values }) => stepsFor(collection, field, values));
    let { step, after } = readCursor(cursor);
    for (; step < steps.length; step++) {
      const current = steps[step];
      if (!current) break;
      for (let more = true; more; ) {
        const found = await told(() => take(table, collection, current, pageSize, after));
        after = found.after;
        more = after !== undefined;
        const next = more ? { step, after } : step + 1 < steps.length ? { step: step + 1 } : undefined;
        yield { records: found.records, ...(next ? { cursor: JSON.stringify(next) } : {}) };
      }
    }
  }

  async function take(table: string, collection: CollectionBinding, step: Step, limit: number, after: Key | undefined) {
    if (step === 'everything') return scan(table, limit, after);
    if ('keys' in step) return { records: await getAll(table, step.keys), after: undefined };
    const { field, value, index } = step;
    const result = await client.send(
      new QueryCommand({
        TableName: table,
        ...(index ? { IndexName: index } : {}),
        KeyConditionExpression: '#field = :value',
        ExpressionAttributeNames: { '#field': field },
        ExpressionAttributeValues: { ':value': value },
        Limit: limit,
        ...(after ? { ExclusiveStartKey: after } : {}),
      }),
    );
    const items = result.Items ?? [];
    const keysOnly = index !== undefined && collection.keyOnlyIndexes?.includes(index);
    const records = keysOnly
      ? await getAll(
          table,
          items.map((item) => keyOf(collection, item)),
        )
      : items.map(recordOf);
    return { records, after: result.LastEvaluatedKey };
  }

  async function scan(table: string, limit: number, after: Key | undefined) {
    const result = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        Limit: limit,
        ...(after ? { ExclusiveStartKey: after } : {}),
      }),
    );
    return { records: (result.Items ?? []).map(recordOf), after: result.LastEvaluatedKey };
  }

  async function getAll(table: string, keys: readonly Key[]): Promise<StoredRecord[]> {
    const records: StoredRecord[] = [];
    for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
      await untilProcessed(keys.slice(from, from + KEYS_AT_ONCE), pause, async (pending) => {
        const result: BatchGetItemCommandOutput = await client.send(
          new BatchGetItemCommand({ RequestItems: { [table]: { Keys: [...pending] } } }),
        );
        records.push(...(result.Responses?.[table] ?? []).map(recordOf));
        return result.UnprocessedKeys?.[table]?.Keys ?? [];
      });
    }
    return records;
  }
}

type Step =
  | 'everything'
  | { readonly keys: readonly Key[] }
  | { readonly field: string; readonly value: AttributeValue; readonly index?: string };

function stepsFor(collection: CollectionBinding, field: string, values: readonly string[]): Step[] {
  const typed = [...new Set(values)].flatMap((value) => keyValue(collection, field, value));
  const index = collection.indexes?.[field];
  if (index) return typed.map((value) => ({ field, value, index }));
  if (collection.primaryKey.length > 1) return typed.map((value) => ({ field, value }));
  const steps: Step[] = [];
  for (let from = 0; from < typed.length; from += KEYS_AT_ONCE)
    steps.push({ keys: typed.slice(from, from + KEYS_AT_ONCE).map((value) => ({ [field]: value })) });
  return steps;
}

/** A value as the key attribute's type; none when it can't be one, and so can't be found. */
function keyValue(collection: CollectionBinding, field: string, value: string): AttributeValue[] {
  const type = collection.fields.find(({ name }) => name === field)?.dataType;
  if (type === 'integer' || type === 'float')
    return Number.isFinite(Number(value)) && value.trim() ? [{ N: String(Number(value)) }] : [];
  // DynamoDB: a key is 1 to 2,048 bytes (partition) or 1,024 (sort, and index keys likewise).
  return value.length > 0 && value.isWellFormed() && Buffer.byteLength(value) <= 2048 ? [{ S: value }] : [];
}

function keyOf(collection: CollectionBinding, item: Key): Key {
  return Object.fromEntries(
    collection.primaryKey.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])),
  );
}

const PERMANENT: Readonly<Record<string, 'collection_missing' | 'store_refused'>> = {
  ResourceNotFoundException: 'collection_missing',
  ValidationException: 'store_refused',
  AccessDeniedException: 'store_refused',
};

async function told<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw asDynamoFault(error);
  }
}

/** What a caller may know of a fault: whether to try again, and a code. */
export function asDynamoFault(error: unknown): StoreRefusal | StoreUnavailable {
  if (error instanceof StoreUnavailable || error instanceof StoreRefusal) return error;
  const code = faultCode(error);
  const reason = PERMANENT[error instanceof Error ? error.name : code];
  return reason ? new StoreRefusal(reason) : new StoreUnavailable(code);
}

function readCursor(cursor: string | undefined): { step: number; after: Key | undefined } {
  if (cursor === undefined) return { step: 0, after: undefined };
  const { step, after }: { step: number; after?: Key } = JSON.parse(cursor);
  return { step, after };
}
