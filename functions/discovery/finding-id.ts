import { hash } from 'node:crypto';
import type { CollectionBinding } from '../shared/organisation.ts';
import { valueAt } from './field-values.ts';
import type { StoredRecord } from './store-connector.ts';

/** What findings are told apart by: says nothing of the record, and is another in each request. Hex. */
export function findingDigest(requestId: string, collection: CollectionBinding, record: StoredRecord): string {
  const identity = JSON.stringify([collection.id, ...collection.primaryKey.map((name) => valueAt(record, name))]);
  return hash('sha256', `${requestId}\n${identity}`, 'hex');
}

/** The id of the finding of a record, as gathering gives it. */
export function findingIdOf(digest: string): string {
  return digest.slice(0, 24);
}
