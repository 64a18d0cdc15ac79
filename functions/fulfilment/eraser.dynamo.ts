import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  BatchWriteCommand,
  type BatchWriteCommandOutput,
  type DynamoDBDocumentClient,
  type NativeAttributeValue,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { asDynamoFault, dynamoConnector, dynamoJson, untilProcessed } from '../discovery/index.ts';
import type { CollectionBinding, DynamoStoreBinding } from '../shared/organisation.ts';
import { changesOf, type FieldChange } from './change-record.ts';
import type { Applied, LocatedRecord, StoreEraser, TreatedRecord, ValueSources } from './store-eraser.ts';
import { type KeyedRecord, keyText, placeOf, recordsByKey } from './treated-records.ts';

/** BatchGetItem takes 100 keys, BatchWriteItem 25 (DynamoDB API reference). */
const READ_AT_ONCE = 100;
const DELETE_AT_ONCE = 25;
/** UpdateItem has no batch; so many are under way together. */
const UPDATE_AT_ONCE = 10;

type Item = Record<string, NativeAttributeValue>;

export interface DynamoEraserOptions {
  readonly client: DynamoDBDocumentClient;
  readonly binding: DynamoStoreBinding;
  readonly sources: ValueSources;
  /** Waits between rounds for what DynamoDB left unprocessed; milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/**
 * Reads the records once more (consistently), then deletes in batches and changes one by one, each change on the condition
 * that the record is still there and a value it depends on still the same.
 *
 * A field set to null is removed: an index key cannot be NULL, and the data map need not know every index.
 */
export function dynamoEraser({ client, binding, sources, pause }: DynamoEraserOptions): StoreEraser {
  const connector = dynamoConnector({ client, binding, pause });
  return {
    valuesAtOnce: connector.valuesAtOnce,
    async *locate(query, page) {
      for await (const { records, ...rest } of connector.find(query, page))
        yield { ...rest, records: records.map((record) => ({ record })) };
    },
    async apply(collection, treated) {
      try {
        return await apply(collection, treated);
      } catch (error) {
        throw asDynamoFault(error);
      }
    },
  };

  async function apply(collection: CollectionBinding, treated: readonly TreatedRecord[]): Promise<Applied> {
    const table = binding.tables?.[collection.location] ?? collection.location;
    const wanted = recordsByKey(collection, treated);
    const count = { deleted: 0, changed: 0, unchanged: 0 };
    const stale: LocatedRecord[] = [];
    for (const chunk of chunksOf([...wanted.values()], READ_AT_ONCE)) {
      const items = await readNow(table, collection, chunk);
      count.unchanged += chunk.length - items.size;
      const doomed: Item[] = [];
      const changing: KeyedRecord[] = [];
      for (const [text, item] of items) {
        const record = wanted.get(text);
        if (record?.treatment.kind === 'delete') doomed.push(keyOf(collection, item));
        else if (record) changing.push(record);
      }
      for (const keys of chunksOf(doomed, DELETE_AT_ONCE)) {
        await remove(table, keys);
        count.deleted += keys.length;
      }
      for (const some of chunksOf(changing, UPDATE_AT_ONCE)) {
        const outcomes = await allDone(some.map((record) => change(table, collection, record, items)));
        for (const [index, outcome] of outcomes.entries()) {
          const record = some[index];
          if (outcome !== 'stale') count[outcome]++;
          else if (record) stale.push(record.located);
        }
      }
    }
    return { ...count, stale };
  }

  /** What is there now, by key as text: keys, and the fields that are to change. */
  async function readNow(table: string, collection: CollectionBinding, records: readonly KeyedRecord[]) {
    const fields = records.flatMap(({ treatment }) =>
      treatment.kind === 'change' ? Object.keys(treatment.fields) : [],
    );
    // Of `outer.inner` both readings, see `valueAt`.
    const names = new Set([
      ...collection.primaryKey,
      ...fields,
      ...fields.map((field) => field.split('.')[0] ?? field),
    ]);
    const aliases = [...names].map((name, index) => [`#f${index}`, name] as const);
    const projection = {
      ConsistentRead: true,
      ProjectionExpression: aliases.map(([alias]) => alias).join(', '),
      ExpressionAttributeNames: Object.fromEntries(aliases),
    };
    const items = new Map<string, Item>();
    const keys = records.map(({ key }) => Object.fromEntries(collection.primaryKey.map((name, at) => [name, key[at]])));
    await untilProcessed(keys, pause, async (Keys) => {
      const result: BatchGetCommandOutput = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: [...Keys], ...projection } } }),
      );
      for (const item of result.Responses?.[table] ?? [])
        items.set(keyText(collection.primaryKey.map((name) => dynamoJson(item[name]))), item);
      return result.UnprocessedKeys?.[table]?.Keys ?? [];
    });
    return items;
  }

  async function remove(table: string, keys: readonly Item[]): Promise<void> {
    const requests = keys.map((Key) => ({ DeleteRequest: { Key } }));
    await untilProcessed(requests, pause, async (pending) => {
      const result: BatchWriteCommandOutput = await client.send(
        new BatchWriteCommand({ RequestItems: { [table]: [...pending] } }),
      );
      return (result.UnprocessedItems?.[table] ?? []).flatMap(({ DeleteRequest }) =>
        DeleteRequest?.Key ? [{ DeleteRequest: { Key: DeleteRequest.Key } }] : [],
      );
    });
  }

  async function change(
    table: string,
    collection: CollectionBinding,
    { key, treatment }: KeyedRecord,
    items: ReadonlyMap<string, Item>,
  ): Promise<'changed' | 'unchanged' | 'stale'> {
    const text = keyText(key);
    const item = items.get(text);
    if (!item || treatment.kind !== 'change') return 'unchanged';
    const changes = await changesOf(item, treatment.fields, placeOf(collection, text), sources, jsonOf);
    if (changes === 'stale') return 'stale';
    if (changes.length === 0) return 'unchanged';
    try {
      await client.send(
        new UpdateCommand({ TableName: table, Key: keyOf(collection, item), ...updateOf(collection, changes) }),
      );
      return 'changed';
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
      return 'Item' in error && error.Item !== undefined ? 'stale' : 'unchanged';
    }
  }
}

/** Names and values travel beside the expression; nothing of a record is part of it. */
function updateOf(collection: CollectionBinding, changes: readonly FieldChange[]) {
  const names = new Map<string, string>();
  const values: Item = {};
  const alias = (name: string) => {
    const known = names.get(name) ?? `#n${names.size}`;
    names.set(name, known);
    return known;
  };
  const conditions = collection.primaryKey.map((name) => `attribute_exists(${alias(name)})`);
  const sets: string[] = [];
  const removals: string[] = [];
  for (const [index, { path, now, next, onlyIfNow }] of changes.entries()) {
    const field = path.map(alias).join('.');
    if (next === null) removals.push(field);
    else {
      sets.push(`${field} = :next${index}`);
      values[`:next${index}`] = next;
    }
    if (!onlyIfNow) continue;
    if (now === undefined) conditions.push(`attribute_not_exists(${field})`);
    else {
      conditions.push(`${field} = :now${index}`);
      values[`:now${index}`] = now;
    }
  }
  return {
    UpdateExpression: [
      ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
      ...(removals.length > 0 ? [`REMOVE ${removals.join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: Object.fromEntries([...names].map(([name, known]) => [known, name])),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** Of a copy, because `dynamoJson` may change what it is given, and the condition needs the value as it is. */
function jsonOf(value: unknown): unknown {
  return dynamoJson(structuredClone(value));
}

function keyOf(collection: CollectionBinding, item: Item): Item {
  return Object.fromEntries(collection.primaryKey.map((name) => [name, item[name]]));
}

/** Waits for all, also when one fails, so that nothing is written after the failure was reported. */
async function allDone<Value>(work: readonly Promise<Value>[]): Promise<Value[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

function* chunksOf<One>(all: readonly One[], size: number): Iterable<One[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}
