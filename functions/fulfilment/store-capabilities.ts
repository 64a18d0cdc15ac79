import type { CollectionBinding, FieldBinding, RightAction, StoreBinding } from '../shared/organisation.ts';

/** Fideslang data types of values that a hash, which is text, cannot stand in for where a store insists on the type. */
const notText = /^(?:integer|float|boolean)(?:\[\])?$/;

/**
 * Why a store cannot do this to a field of records that stay; undefined when it can. Every store can delete records;
 * emptying an index key of DynamoDB removes the attribute, and the record then only leaves the index.
 */
export function obstacle(
  action: RightAction,
  field: FieldBinding,
  collection: CollectionBinding,
  kind: StoreBinding['kind'],
): string | undefined {
  if (action === 'keep' || action === 'return' || action === 'delete') return undefined;
  // People can be asked to delete and to strike out; nobody computes a hash on paper.
  if (kind === 'manual' && action !== 'null')
    return 'only people change what is kept there, and they delete or strike out';
  if (collection.format === 'object') return 'files can only be deleted or kept whole';
  if (collection.primaryKey.includes(field.name)) return 'it is part of the primary key, by which the record is known';
  const type = field.dataType ?? 'string';
  if ((action !== 'hash' && action !== 'hmac') || !notText.test(type)) return undefined;
  if (kind === 'postgres') return `its column holds ${type}, and a hash is text`;
  const isIndexed = kind === 'dynamodb' && collection.indexes?.[field.name] !== undefined;
  return isIndexed ? `an index is keyed on it as ${type}, and a hash is text` : undefined;
}
