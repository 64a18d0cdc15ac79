import { edgesOf } from '../discovery/index.ts';
import type {
  CollectionBinding,
  CorrectionRule,
  DataMap,
  FieldBinding,
  Localised,
  RightRule,
} from '../shared/organisation.ts';
import { obstacle } from './store-capabilities.ts';

/**
 * Why a field can't be corrected. `key`: records are known by it; `reference`: it leads to other records; `identity`:
 * people are found by it; `store`: its store can't write it; `type`: it holds a list or an object; `policy`: the policy does
 * not let it be corrected, in its own `words` where it gives any.
 */
export interface NotCorrectable {
  readonly why: 'key' | 'reference' | 'identity' | 'store' | 'type' | 'policy';
  readonly words?: Localised;
}

const scalar: ReadonlySet<string> = new Set(['string', 'integer', 'float', 'number', 'boolean']);

/** What stands against correcting a field; undefined when it can be corrected. */
export function correctionObstacle(
  rule: CorrectionRule,
  collection: CollectionBinding,
  field: FieldBinding,
  dataMap: DataMap,
): NotCorrectable | undefined {
  if (collection.primaryKey.includes(field.name)) return { why: 'key' };
  if (field.identity) return { why: 'identity' };
  const leads = ({ from, to }: ReturnType<typeof edgesOf>[number]) =>
    [from, to].some((end) => end.collection === collection.id && end.field === field.name);
  if (edgesOf(dataMap).some(leads)) return { why: 'reference' };
  const words = rule.except[`${collection.id}.${field.name}`];
  if (words) return { why: 'policy', words };
  if (!field.category || !rule.categories.includes(field.category)) return { why: 'policy' };
  const kind = dataMap.stores.find(({ id }) => id === collection.store)?.kind;
  if (!kind || obstacle('null', field, collection, kind)) return { why: 'store' };
  return scalar.has(field.dataType ?? 'string') ? undefined : { why: 'type' };
}

/** The policy's rule of what can be corrected; undefined where it grants no such right. */
export function correctionRule(rights: readonly RightRule[]): CorrectionRule | undefined {
  return rights.find(({ corrects }) => corrects)?.corrects;
}

/** A typed text as the value of a field; undefined when it is none of the field's type. */
export function readFieldValue(field: FieldBinding, typed: string): string | number | boolean | undefined {
  const text = typed.trim();
  switch (field.dataType) {
    case 'integer':
      return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined;
    case 'float':
    case 'number':
      return /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    default:
      return text === '' ? undefined : text;
  }
}
