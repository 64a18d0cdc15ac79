import { type Edge, edgesOf } from '../discovery/index.ts';
import type { ActionOverride, CollectionBinding, DataMap, FieldBinding, RightRule } from '../shared/organisation.ts';

/** What a right says of one field, before any record is looked at. */
export interface FieldActions {
  readonly field: FieldBinding;
  /** Part of the primary key, or a reference to a record that this one belongs to. */
  readonly key: 'primary' | 'reference' | undefined;
  /** An override names this very field. */
  readonly explicit: boolean;
  /** Absent for a field without a category, which says nothing of a person: it goes where its record goes. */
  readonly rule?: ActionOverride;
}

/** What a right does with the fields of a collection: the field's override, else the collection's, else the category's. */
export function fieldActions(right: RightRule, collection: CollectionBinding, dataMap: DataMap): FieldActions[] {
  const ofCollection = right.overrides?.[collection.id];
  const references = ownReferences(collection, dataMap);
  return collection.fields.map((field) => {
    const own = right.overrides?.[`${collection.id}.${field.name}`];
    const rule = own ?? (field.category ? (ofCollection ?? right.actions[field.category]) : undefined);
    return {
      field,
      key: collection.primaryKey.includes(field.name)
        ? 'primary'
        : references.has(field.name)
          ? 'reference'
          : undefined,
      explicit: own !== undefined,
      ...(rule ? { rule } : {}),
    };
  });
}

/** Everything that a rule may lead to, whatever the record holds. */
export function possibleActions(rule: ActionOverride): ActionOverride['action'][] {
  return rule.onlyIf ? [rule.action, rule.otherwise?.action ?? 'keep'] : [rule.action];
}

/**
 * The fields that say whether a record goes: those that are not keys, and keys that an override names. Where there is
 * nothing else, the keys themselves.
 */
export function decidingFields<Field extends FieldActions>(fields: readonly Field[]): readonly Field[] {
  const ruled = fields.filter(({ rule }) => rule);
  const deciding = ruled.filter(({ key, explicit }) => !key || explicit);
  return deciding.length > 0 ? deciding : ruled;
}

/** Whether the values of `from` name the records that those of `to` belong to, and not the other way round. */
function belongsToSource({ from, to }: Edge, dataMap: DataMap): boolean {
  const keyOf = (id: string) => dataMap.collections.find((collection) => collection.id === id)?.primaryKey ?? [];
  const target = keyOf(to.collection);
  return keyOf(from.collection).includes(from.field) || !(target.length === 1 && target[0] === to.field);
}

function ownReferences(collection: CollectionBinding, dataMap: DataMap): ReadonlySet<string> {
  return new Set(
    edgesOf(dataMap).flatMap((edge) => {
      const holder = belongsToSource(edge, dataMap) ? edge.to : edge.from;
      return holder.collection === collection.id ? [holder.field] : [];
    }),
  );
}

/** A reference of records that a right leaves, to a field that has to stay for them. */
export interface KeptReference {
  /** The field referred to. */
  readonly field: string;
  readonly by: { readonly collection: string; readonly field: string };
}

/**
 * The references to a collection that records of other collections keep. Without the field they refer to, those could
 * not be told apart or found any more.
 *
 * @param asked categories the request is about; all when empty
 */
export function keptReferences(
  right: RightRule,
  collection: CollectionBinding,
  dataMap: DataMap,
  asked: readonly string[],
): KeptReference[] {
  return keptBeyond(new Set([collection.id]));

  /** `seen`: collections on the way here, the last of them the one asked about; collections may refer to each other. */
  function keptBeyond(seen: ReadonlySet<string>): KeptReference[] {
    const here = [...seen].at(-1);
    return edgesOf(dataMap).flatMap((edge) => {
      const [parent, child] = belongsToSource(edge, dataMap) ? [edge.from, edge.to] : [edge.to, edge.from];
      const holder = dataMap.collections.find(({ id }) => id === child.collection);
      if (parent.collection !== here || !holder || seen.has(holder.id)) return [];
      const stays = keepsSome(right, holder, dataMap, asked) || keptBeyond(new Set([...seen, holder.id])).length > 0;
      return stays && holds(right, holder, child.field, dataMap, asked) ? [{ field: parent.field, by: child }] : [];
    });
  }
}

export function isAsked({ category }: FieldBinding, asked: readonly string[]): boolean {
  return asked.length === 0 || (category !== undefined && asked.includes(category));
}

/** Whether a collection may have records that stay for their own sake. */
function keepsSome(
  right: RightRule,
  collection: CollectionBinding,
  dataMap: DataMap,
  asked: readonly string[],
): boolean {
  const deciding = decidingFields(fieldActions(right, collection, dataMap));
  const goes = ({ field, rule }: FieldActions) =>
    isAsked(field, asked) && rule !== undefined && possibleActions(rule).every((action) => action === 'delete');
  return deciding.length === 0 || !deciding.every(goes);
}

/** Whether records that stay may keep the value of a reference. */
function holds(
  right: RightRule,
  collection: CollectionBinding,
  name: string,
  dataMap: DataMap,
  asked: readonly string[],
): boolean {
  const found = fieldActions(right, collection, dataMap).find(({ field }) => field.name === name);
  if (!found?.rule || found.key === 'primary' || !isAsked(found.field, asked)) return true;
  const actions = possibleActions(found.rule);
  if (actions.includes('keep') || actions.includes('return')) return true;
  return !found.explicit && actions.some((action) => action === 'delete' || action === 'null');
}
