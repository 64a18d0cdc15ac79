import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import { type StoredRecord, StoreRefusal } from './store-connector.ts';

/**
 * A DynamoDB item as JSON values without loss: sets become lists, bytes Base64, and a number that a double cannot hold
 * stays as DynamoDB writes it.
 *
 * @throws StoreRefusal for a type that DynamoDB did not have when this was written
 */
export function recordOf(item: Readonly<Record<string, AttributeValue>>): StoredRecord {
  const record: Record<string, unknown> = {};
  for (const name in item) record[name] = jsonOf(item[name]);
  return record;
}

function jsonOf(value: AttributeValue | undefined): unknown {
  if (value?.S !== undefined) return value.S;
  if (value?.N !== undefined) return numberOf(value.N);
  if (value?.BOOL !== undefined) return value.BOOL;
  if (value?.M !== undefined) return recordOf(value.M);
  if (value?.L !== undefined) return value.L.map(jsonOf);
  if (value?.SS !== undefined) return value.SS;
  if (value?.NS !== undefined) return value.NS.map(numberOf);
  if (value?.B !== undefined) return base64(value.B);
  if (value?.BS !== undefined) return value.BS.map(base64);
  if (value?.NULL) return null;
  throw new StoreRefusal('record_unreadable');
}

function numberOf(text: string): number | string {
  const number = Number(text);
  return String(number) === text ? number : text;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** The same of a value that the document client has read already. */
export function dynamoJson(value: NativeAttributeValue): unknown {
  if (value instanceof Set) return [...value].map(dynamoJson);
  if (value instanceof Uint8Array) return base64(value);
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(dynamoJson);
  if (typeof value !== 'object' || value === null) return value;
  if ('value' in value && value.constructor?.name === 'NumberValueImpl') return String(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, dynamoJson(inner)]));
}
