import { type StoredRecord, valueAt } from '../discovery/index.ts';
import type {
  ActionRule,
  CollectionBinding,
  DataMap,
  FieldBinding,
  KeepReason,
  RightAction,
  RightRule,
} from '../shared/organisation.ts';
import { meetsAny, type OwnValues } from './own-values.ts';
import { decidingFields, type FieldActions, fieldActions, isAsked, keptReferences } from './right-actions.ts';
import type { FieldTreatment, Treatment } from './store-eraser.ts';
import { HASHED } from './treat-value.ts';

export interface Treating {
  readonly right: RightRule;
  readonly collection: CollectionBinding;
  readonly dataMap: DataMap;
  /** What the right's conditions are compared with (`readOwnValues`). */
  readonly own: OwnValues;
  /** Categories the request is about; all when empty. */
  readonly categories: readonly string[];
}

/** How a right treats the records of a collection. Made once, then used for each record. */
export interface CollectionRule {
  readonly collection: CollectionBinding;
  readonly fields: readonly FieldRule[];
  /** Records stay even if nothing of them is kept for its own sake, because kept records refer to them. */
  readonly referredTo: boolean;
  readonly keyFields: KeepReason | undefined;
  readonly own: OwnValues;
  /** Values to put into fields of records that stay. */
  readonly sets: Readonly<Record<string, string | number | boolean>>;
}

export interface FieldRule extends FieldActions {
  readonly asked: boolean;
  /** Kept records refer to this field. */
  readonly referredTo: boolean;
  readonly decides: boolean;
}

export function treatmentsFor({ right, collection, dataMap, own, categories }: Treating): CollectionRule {
  const references = new Set(keptReferences(right, collection, dataMap, categories).map(({ field }) => field));
  const fields = fieldActions(right, collection, dataMap);
  const deciding = new Set(decidingFields(fields));
  return {
    collection,
    fields: fields.map((actions) => ({
      ...actions,
      asked: isAsked(actions.field, categories),
      referredTo: references.has(actions.field.name),
      decides: deciding.has(actions),
    })),
    referredTo: references.size > 0,
    keyFields: right.keyFields,
    own,
    sets: Object.fromEntries(
      collection.fields.flatMap(({ name }) => {
        const value = right.sets?.[`${collection.id}.${name}`];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

/**
 * What happens to one record. A held record stays as it is. One of which every deciding field is deleted goes whole,
 * unless kept records refer to it. Of any other, the fields to delete are emptied, and its primary key and what kept
 * records refer to stay. Treating the result again leaves it as it is, but for `random`, which cannot be told from chance.
 */
export function treat(record: StoredRecord, rule: CollectionRule, held: boolean): Treatment {
  const treatment = held ? ({ kind: 'keep' } as const) : erase(record, rule);
  return treatment.kind === 'delete' ? treatment : withSets(treatment, record, rule);
}

/** A choice is noted whatever is under hold: what it replaces is its opposite, and nothing is lost. */
function withSets(
  treatment: Exclude<Treatment, { kind: 'delete' }>,
  record: StoredRecord,
  { sets }: CollectionRule,
): Treatment {
  const fields: Record<string, FieldTreatment> = treatment.kind === 'change' ? { ...treatment.fields } : {};
  for (const [name, value] of Object.entries(sets)) {
    // Whatever else would become of the field: it ends with this value, and stays so.
    if (valueAt(record, name) === value) delete fields[name];
    else fields[name] = { to: 'value', value };
  }
  return Object.keys(fields).length > 0 ? { kind: 'change', fields } : { kind: 'keep' };
}

function erase(record: StoredRecord, rule: CollectionRule): Treatment {
  const decisions = decide(record, rule);
  if (goesWhole(rule, decisions)) return { kind: 'delete' };
  const fields: Record<string, FieldTreatment> = {};
  for (const decision of decisions) {
    const treatment = changeOf(decision, record);
    if (treatment) fields[decision.field.name] = treatment;
  }
  return Object.keys(fields).length > 0 ? { kind: 'change', fields } : { kind: 'keep' };
}

/** What becomes of a field's value: gone with its record, emptied, replaced, kept, or held back from any of those. */
export type FieldEnd = 'deleted' | 'emptied' | 'replaced' | 'kept' | 'held';

export interface FieldOutcome {
  readonly field: FieldBinding;
  readonly category: string;
  readonly end: FieldEnd;
  /** Of what is kept or replaced: `rule` of the policy, `key` of a record that stays, or `not_asked` for. */
  readonly why?: 'rule' | 'key' | 'not_asked';
  readonly reason?: KeepReason;
}

/** A record's treatment, and what it means for each of its fields that has a category and a value. */
export function explainTreatment(
  record: StoredRecord,
  rule: CollectionRule,
  held: boolean,
): { readonly treatment: Treatment; readonly fields: readonly FieldOutcome[] } {
  const decisions = decide(record, rule);
  const whole = goesWhole(rule, decisions);
  const fields = decisions.flatMap((decision): FieldOutcome[] => {
    const { field } = decision;
    if (!field.category || isEmpty(valueAt(record, field.name))) return [];
    const base = { field, category: field.category };
    if (whole) return [{ ...base, end: held ? 'held' : 'deleted' }];
    const change = changeOf(decision, record);
    if (change && held) return [{ ...base, end: 'held' }];
    if (change?.to === 'null') return [{ ...base, end: 'emptied' }];
    const reason = decision.why === 'key' ? (reasonOf(decision.action) ?? rule.keyFields) : reasonOf(decision.action);
    const kept = { why: decision.why, ...(reason ? { reason } : {}) };
    return [{ ...base, end: change ? 'replaced' : 'kept', ...kept }];
  });
  return { treatment: treat(record, rule, held), fields };
}

interface Decision extends FieldRule {
  readonly action: ActionRule | undefined;
  /** What happens if the record stays. */
  readonly staying: RightAction;
  readonly why: 'rule' | 'key' | 'not_asked';
}

function decide(record: StoredRecord, rule: CollectionRule): Decision[] {
  return rule.fields.map((field): Decision => {
    if (!field.rule) return { ...field, action: undefined, staying: 'keep', why: 'not_asked' };
    if (!field.asked) return { ...field, action: { action: 'keep' }, staying: 'keep', why: 'not_asked' };
    const { onlyIf, otherwise = { action: 'keep' } } = field.rule;
    const action = !onlyIf || meetsAny(onlyIf, record, rule.own) ? field.rule : otherwise;
    const goes = action.action === 'delete' || action.action === 'null';
    const heldTogether = field.key === 'primary' || field.referredTo || (field.key && !field.explicit && goes);
    if (heldTogether) return { ...field, action, staying: 'keep', why: action.action === 'keep' ? 'rule' : 'key' };
    return { ...field, action, staying: action.action === 'delete' ? 'null' : action.action, why: 'rule' };
  });
}

function goesWhole(rule: CollectionRule, decisions: readonly Decision[]): boolean {
  const deciding = decisions.filter(({ decides }) => decides);
  return !rule.referredTo && deciding.length > 0 && deciding.every(({ action }) => action?.action === 'delete');
}

function changeOf({ staying, field }: Decision, record: StoredRecord): FieldTreatment | undefined {
  const value = valueAt(record, field.name);
  if (staying === 'keep' || staying === 'return' || isEmpty(value)) return undefined;
  if (staying === 'delete' || staying === 'null') return { to: 'null' };
  return staying !== 'random' && isHashed(value) ? undefined : { to: staying };
}

function isHashed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' && (value === '' || HASHED.test(value));
  return Object.values(value).every((inner) => inner === null || isHashed(inner));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** The action itself, so that who counts can tell reasons apart without comparing their texts. */
function reasonOf(action: ActionRule | undefined): KeepReason | undefined {
  return action && isReasoned(action) ? action : undefined;
}

function isReasoned(action: ActionRule): action is ActionRule & KeepReason {
  return action.basis !== undefined && action.until !== undefined;
}
