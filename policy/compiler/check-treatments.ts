import { closing } from '../../functions/fulfilment/erasing-right.ts';
import { isOwnCollection, ownSource } from '../../functions/fulfilment/own-values.ts';
import {
  decidingFields,
  type FieldActions,
  fieldActions,
  keptReferences,
  possibleActions,
} from '../../functions/fulfilment/right-actions.ts';
import { obstacle } from '../../functions/fulfilment/store-capabilities.ts';
import type {
  CollectionBinding,
  CompanyRule,
  DataMap,
  FieldValues,
  RightAction,
  RightRule,
  SetValues,
} from '../../functions/shared/organisation.ts';
import type { PolicyError } from './policy-error.ts';
import type { ReadRights } from './read-rights.ts';
import { complain, type Path } from './yaml-source.file.ts';

type Tell = (path: Path, message: string) => void;

/** What overrides name is there: collections, fields, and where the data subject's own values come from. */
export function checkOverrides(errors: PolicyError[], rights: ReadRights, dataMap: DataMap): void {
  const known = new Map<string, unknown>();
  forEachRight(errors, rights, ({ overrides = {}, sets = {}, lift, functions = [], uses = [] }, tell) => {
    for (const [key, value] of Object.entries(lift?.sets ?? {})) {
      const message = setFault(key, value, dataMap);
      if (message) tell(['lift', 'sets', key], message);
    }
    const noted: [Path, SetValues][] = [
      [['sets'], sets],
      ...functions.map((option, index): [Path, SetValues] => [['functions', index, 'sets'], option.sets]),
      ...uses.map((option, index): [Path, SetValues] => [['uses', index, 'sets'], option.sets]),
    ];
    for (const [path, values] of noted)
      for (const [key, value] of Object.entries(values)) {
        const differs = known.has(key) && known.get(key) !== value;
        known.set(key, value);
        const message = differs ? `"${key}" is set to another value above` : setFault(key, value, dataMap);
        if (message) tell([...path, key], message);
      }
    for (const [key, { onlyIf = [] }] of Object.entries(overrides)) {
      const collection = overridden(key, dataMap);
      if (!collection) {
        tell(['overrides', key], `unknown collection in "${key}": write <dataset>.<collection> or one of its fields`);
        continue;
      }
      const field = key.slice(collection.id.length + 1);
      const lacks = (name: string) => !collection.fields.some((known) => known.name === name);
      if (field && lacks(field)) tell(['overrides', key], `"${collection.id}" has no field "${field}"`);
      onlyIf.forEach((condition, index) => {
        for (const [name, source] of Object.entries(condition)) {
          const at = ['overrides', key, 'only_if', index, name];
          if (lacks(name)) tell(at, `"${collection.id}" has no field "${name}"`);
          const message = sourceFault(source, dataMap);
          if (message) tell(at, message);
        }
      });
    }
  });
}

/** The collection that an override names, itself or by one of its fields; the longest name counts, as names may hold dots. */
function overridden(key: string, dataMap: DataMap): CollectionBinding | undefined {
  return dataMap.collections
    .filter(({ id }) => key === id || key.startsWith(`${id}.`))
    .sort((a, b) => b.id.length - a.id.length)[0];
}

/** What a right counts is there to be counted, and accounts can be asked for by company. */
export function checkCounts(errors: PolicyError[], rights: ReadRights, dataMap: DataMap): void {
  const collectionOf = (id: string) => dataMap.collections.find((collection) => collection.id === id);
  for (const [index, { consequences = [], company }] of rights.rules.entries()) {
    const tell: Tell = (path, message) => complain(errors, rights, ['rights', index, ...path], message);
    const checkValues = (path: Path, id: string, values: FieldValues) => {
      for (const name of Object.keys(values))
        if (!collectionOf(id)?.fields.some((field) => field.name === name))
          tell([...path, name], `"${id}" has no field "${name}"`);
    };
    for (const [item, { collection, where = {} }] of consequences.entries()) {
      const path = ['consequences', item];
      if (collection === undefined) continue;
      if (collectionOf(collection)) checkValues([...path, 'where'], collection, where);
      else tell([...path, 'collection'], `unknown collection "${collection}"`);
    }
    if (company) checkCompany(company, dataMap, tell, checkValues);
  }
}

function checkCompany(
  company: CompanyRule,
  dataMap: DataMap,
  tell: Tell,
  checkValues: (path: Path, id: string, values: FieldValues) => void,
): void {
  const accounts = dataMap.collections.find(({ id }) => id === company.accounts);
  if (!accounts) {
    tell(['company', 'accounts'], `unknown collection "${company.accounts}"`);
    return;
  }
  if (!isOwnCollection(accounts, dataMap))
    tell(
      ['company', 'accounts'],
      `"${accounts.id}" may hold records that are no accounts: nothing but an identity leads to them`,
    );
  checkValues(['company', 'in_use'], accounts.id, company.inUse);
  checkValues(['company', 'administrators'], accounts.id, company.administrators);
  const { number } = company;
  const known = accounts.fields.some(({ name }) => name === number);
  if (!known) tell(['company', 'number'], `"${accounts.id}" has no field "${number}"`);
  const kind = dataMap.stores.find(({ id }) => id === accounts.store)?.kind;
  if (known && kind === 'dynamodb' && !accounts.indexes?.[number] && accounts.primaryKey[0] !== number)
    tell(['company', 'number'], `"${accounts.id}" cannot be asked by "${number}": neither partition key nor index`);
  if (kind === 'manual') tell(['company', 'accounts'], `"${accounts.id}" is kept by people: nobody counts there`);
}

const typesOf: Readonly<Record<string, readonly string[]>> = {
  string: ['string'],
  number: ['integer', 'float', 'number'],
  boolean: ['boolean'],
};

function setFault(key: string, value: string | number | boolean, dataMap: DataMap): string | undefined {
  const collection = overridden(key, dataMap);
  const field = collection?.fields.find(({ name }) => `${collection.id}.${name}` === key);
  if (!collection || !field) return `"${key}" is not <dataset>.<collection>.<field> of a dataset`;
  const kind = dataMap.stores.find(({ id }) => id === collection.store)?.kind;
  if (kind === 'manual') return `"${collection.id}" is kept by people: no value can be written there`;
  if (!isOwnCollection(collection, dataMap))
    return `"${collection.id}" may hold another person's records: they are not found by an identity alone`;
  if (kind === 's3' && collection.format === 'object')
    return `files of "${collection.id}" cannot be changed, only deleted`;
  if (collection.primaryKey.includes(field.name)) return `"${key}" is part of the primary key and cannot be changed`;
  const type = field.dataType ?? 'string';
  return typesOf[typeof value]?.includes(type) ? undefined : `"${key}" is ${type}; this value is ${typeof value}`;
}

function sourceFault(source: string, dataMap: DataMap): string | undefined {
  const found = ownSource(source, dataMap);
  if (!found) return `"${source}" is neither an identity nor a field`;
  if ('identity' in found) return undefined;
  return isOwnCollection(found.collection, dataMap)
    ? undefined
    : `"${source}" may be another person's: records of "${found.collection.id}" are not found by an identity alone`;
}

/** What a right says can be carried out: by the stores, and without leaving records that refer to nothing. */
export function checkTreatments(errors: PolicyError[], rights: ReadRights, dataMap: DataMap): void {
  forEachRight(errors, rights, (right, tell) => {
    for (const collection of dataMap.collections) {
      const fields = fieldActions(right, collection, dataMap);
      checkStore(right, collection, fields, dataMap, tell);
      checkReferences(right, collection, fields, dataMap, tell);
      checkRepeatable(right, collection, fields, tell);
    }
    const unexplained = right.keyFields ? undefined : firstUnexplainedKey(right, dataMap);
    if (unexplained)
      tell([], `right "${right.right}" wants key_fields: "${unexplained}" stays with records that are kept`);
  });
}

function checkStore(
  right: RightRule,
  collection: CollectionBinding,
  fields: readonly FieldActions[],
  dataMap: DataMap,
  tell: Tell,
): void {
  const kind = dataMap.stores.find(({ id }) => id === collection.store)?.kind;
  if (!kind) return;
  for (const actions of fields) {
    const { field, rule, key, explicit } = actions;
    if (!rule) continue;
    for (const action of new Set(possibleActions(rule))) {
      // What a category says of keys is meant for the rest of it; the keys then stay with their records.
      if (key === 'primary' && action === 'null' && !explicit && collection.format !== 'object') continue;
      const why = obstacle(action, field, collection, kind);
      if (why)
        tell(placeOf(right, collection, actions), `"${collection.id}.${field.name}" cannot become ${action}: ${why}`);
    }
  }
  if (collection.format !== 'object') return;
  const deciding = decidingFields(fields);
  const fates = new Set(deciding.map(fateOf));
  const odd = deciding.find(({ explicit }) => explicit) ?? deciding.at(-1);
  if (fates.size < 2 || !odd) return;
  const message = `files of "${collection.id}" can only be deleted or kept whole, and its fields differ: give it an override`;
  tell(placeOf(right, collection, odd), message);
}

function leaves(action: RightAction): boolean {
  return action === 'keep' || action === 'return';
}

function fateOf({ rule }: FieldActions): string {
  return JSON.stringify([rule?.action, rule?.onlyIf, rule?.otherwise?.action]);
}

function checkReferences(
  right: RightRule,
  collection: CollectionBinding,
  fields: readonly FieldActions[],
  dataMap: DataMap,
  tell: Tell,
): void {
  const references = keptReferences(right, collection, dataMap, []);
  const deciding = decidingFields(fields);
  const goes = (actions: FieldActions) => actions.rule && possibleActions(actions.rule).includes('delete');
  for (const { field: name, by } of references) {
    const referred = fields.find(({ field }) => field.name === name);
    const keeps = referred?.rule && possibleActions(referred.rule).every(leaves);
    // A primary key stays as long as its record does, whatever its category says.
    const lost = referred?.key === 'primary' ? deciding.every(goes) : !keeps;
    if (!referred?.rule || !lost) continue;
    const message = `"${collection.id}.${name}" would go, and kept records refer to it by "${by.collection}.${by.field}"`;
    tell(placeOf(right, collection, referred), `${message}: keep it, or empty that reference by an override`);
  }
  const stays = deciding.some((actions) => !goes(actions));
  for (const actions of fields)
    if (actions.key === 'primary' && actions.explicit && goes(actions) && stays)
      tell(
        placeOf(right, collection, actions),
        `"${collection.id}.${actions.field.name}" is the primary key of records that stay, so it cannot be deleted`,
      );
}

/**
 * Erasing goes over a collection until nothing is left to do. So where the right itself changes a field that a condition
 * looks at, what happens otherwise must not undo what the condition decided before.
 */
function checkRepeatable(
  right: RightRule,
  collection: CollectionBinding,
  fields: readonly FieldActions[],
  tell: Tell,
): void {
  const changes = new Set(fields.filter(mayChange).map(({ field }) => field.name));
  for (const actions of fields) {
    const { onlyIf, otherwise, action } = actions.rule ?? {};
    if (!onlyIf || !otherwise || otherwise.action === 'keep') continue;
    const isEmptiedFirst = action === 'null' || action === 'delete';
    if (otherwise.action !== 'delete' && (isEmptiedFirst || otherwise.action === action)) continue;
    const looked = onlyIf.flatMap((condition) => Object.keys(condition)).find((name) => changes.has(name));
    if (looked === undefined) continue;
    const message = `only_if looks at "${looked}", which the right changes: on the next pass "${collection.id}.${actions.field.name}" would ${otherwise.action}`;
    tell(placeOf(right, collection, actions), message);
  }
}

/** Whether a field of a record that stays may get another value. */
function mayChange({ rule, key, explicit }: FieldActions): boolean {
  const actions = rule ? possibleActions(rule) : [];
  if (key === 'primary' || actions.every(leaves)) return false;
  const replaces = actions.some((action) => action === 'hash' || action === 'hmac' || action === 'random');
  return replaces || key === undefined || explicit;
}

/** A field that stays against what its category says, because records hang together by it; the member is told why. */
function firstUnexplainedKey(right: RightRule, dataMap: DataMap): string | undefined {
  for (const collection of dataMap.collections) {
    const fields = fieldActions(right, collection, dataMap);
    const goes = ({ rule }: FieldActions) => rule && possibleActions(rule).every((action) => action === 'delete');
    if (decidingFields(fields).every(goes)) continue;
    const kept = fields.find(
      ({ key, explicit, rule }) =>
        rule &&
        (key === 'primary' || (key && !explicit)) &&
        !possibleActions(rule).includes('keep') &&
        rule.action !== 'return',
    );
    if (kept) return `${collection.id}.${kept.field.name}`;
  }
  return undefined;
}

/** Where in rights.yaml the action of a field stands. */
function placeOf(right: RightRule, { id }: CollectionBinding, { field, explicit }: FieldActions): Path {
  if (explicit) return ['overrides', `${id}.${field.name}`];
  return right.overrides?.[id] ? ['overrides', id] : ['actions', field.category ?? ''];
}

function forEachRight(
  errors: PolicyError[],
  { source, rules, placeOf: inFile }: ReadRights,
  check: (right: RightRule, tell: Tell) => void,
): void {
  rules.forEach((right, index) => {
    check(right, (path, message) => complain(errors, { source }, inFile(index, path), message));
    const { company } = right;
    if (!company) return;
    check(closing(right), ([part, key, ...rest], message) => {
      const ofClosing = part === 'overrides' && typeof key === 'string' && Object.hasOwn(company.closing, key);
      const path = ofClosing
        ? ['company', 'closing', key, ...rest]
        : [part, key, ...rest].filter((one) => one !== undefined);
      complain(errors, { source }, inFile(index, path), message);
    });
  });
}
