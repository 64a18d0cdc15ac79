import type { CollectionBinding, FieldBinding, RightAction, StoreBinding } from '../shared/organisation.ts';

/** Fideslang data types whose values are text; a field without a type counts as text. */
const textTypes: ReadonlySet<string> = new Set(['string']);
/** Put a text in the value's place. */
const replacing: ReadonlySet<RightAction> = new Set(['hash', 'hmac', 'random']);

/**
 * Why a store cannot do this to a field of records that stay; undefined when it can. Deleting a record is something that
 * every store can, and emptying an index key of DynamoDB removes the attribute, which leaves the index without it.
 */
export function obstacle(
  action: RightAction,
  field: FieldBinding,
  collection: CollectionBinding,
  kind: StoreBinding['kind'],
): string | undefined {
  if (action === 'keep' || action === 'return' || action === 'delete') return undefined;
  if (collection.format === 'object') return 'files can only be deleted or kept whole';
  if (collection.primaryKey.includes(field.name)) return 'it is part of the primary key, by which the record is known';
  if (!replacing.has(action)) return undefined;
  const type = field.dataType ?? 'string';
  if (textTypes.has(type)) return undefined;
  if (kind === 'postgres') return `its column holds ${type}, and the replacement is text`;
  if (kind === 'dynamodb' && collection.indexes?.[field.name])
    return `an index is keyed on it as ${type}, and the replacement is text`;
  return type.endsWith('[]') || type === 'object' ? `it holds ${type}, and only single values are replaced` : undefined;
}
