import { correctionObstacle } from '../../functions/fulfilment/correctable-fields.ts';
import { isListingSource } from '../../functions/fulfilment/listing-rule.ts';
import { obstacle } from '../../functions/fulfilment/store-capabilities.ts';
import type { CollectionBinding, CorrectionRule, DataMap, ListingRule } from '../../functions/shared/organisation.ts';
import type { PolicyError } from './policy-error.ts';
import type { ReadRights } from './read-rights.ts';
import { complain, type Path } from './yaml-source.file.ts';

type Tell = (path: Path, message: string) => void;

/** Rights that ask for single changes: what they name is there, and its store can write it. */
export function checkChanges(errors: PolicyError[], { source, rules }: ReadRights, dataMap: DataMap): void {
  rules.forEach(({ corrects, listing }, index) => {
    const tell: Tell = (path, message) => complain(errors, { source }, ['rights', index, ...path], message);
    if (corrects) checkCorrection(corrects, dataMap, tell);
    if (listing) checkListing(listing, dataMap, tell);
  });
}

function checkCorrection(rule: CorrectionRule, dataMap: DataMap, tell: Tell): void {
  const places = dataMap.collections.flatMap((collection) => collection.fields.map((field) => ({ collection, field })));
  for (const key of Object.keys(rule.except))
    if (!places.some(({ collection, field }) => `${collection.id}.${field.name}` === key))
      tell(['corrects', 'except', key], `"${key}" is not <dataset>.<collection>.<field> of a dataset`);
  rule.categories.forEach((category, at) => {
    const can = places.some(
      ({ collection, field }) => field.category === category && !correctionObstacle(rule, collection, field, dataMap),
    );
    if (!can) tell(['corrects', 'categories', at], `no field of "${category}" can be corrected in its store`);
  });
}

function checkListing(rule: ListingRule, dataMap: DataMap, tell: Tell): void {
  const collection = dataMap.collections.find(({ id }) => id === rule.collection);
  if (!collection) {
    tell(['listing', 'collection'], `unknown collection "${rule.collection}"`);
    return;
  }
  if (collection.primaryKey.length !== 1)
    tell(['listing', 'collection'], `"${collection.id}" has no single number: its primary key is of several fields`);
  for (const [name, value] of Object.entries(rule.takeDown.sets)) {
    const message = writeFault(collection, name, dataMap) ?? typeFault(collection, name, value);
    if (message) tell(['listing', 'take_down', 'sets', name], message);
  }
  rule.takeOutContact.fields.forEach((name, at) => {
    const message = writeFault(collection, name, dataMap);
    if (message) tell(['listing', 'take_out_contact', 'fields', at], message);
  });
  const conditions = { take_down: rule.takeDown.onlyIf, take_out_contact: rule.takeOutContact.onlyIf };
  for (const [part, onlyIf] of Object.entries(conditions))
    onlyIf.forEach((condition, at) => {
      for (const [name, source] of Object.entries(condition)) {
        const path = ['listing', part, 'only_if', at, name];
        if (!collection.fields.some((field) => field.name === name))
          tell(path, `"${collection.id}" has no field "${name}"`);
        if (!isListingSource(source, rule, dataMap))
          tell(path, `"${source}" is neither an identity nor the primary key of what leads to "${collection.id}"`);
      }
    });
}

function writeFault(collection: CollectionBinding, name: string, dataMap: DataMap): string | undefined {
  const field = collection.fields.find((known) => known.name === name);
  if (!field) return `"${collection.id}" has no field "${name}"`;
  const kind = dataMap.stores.find(({ id }) => id === collection.store)?.kind;
  if (kind === 'manual') return `"${collection.id}.${name}" cannot be written: only people reach it`;
  const why = kind && obstacle('null', field, collection, kind);
  return why ? `"${collection.id}.${name}" cannot be written: ${why}` : undefined;
}

const typesOf: Readonly<Record<string, readonly string[]>> = {
  string: ['string'],
  number: ['integer', 'float', 'number'],
  boolean: ['boolean'],
};

function typeFault(collection: CollectionBinding, name: string, value: string | number | boolean): string | undefined {
  const type = collection.fields.find((field) => field.name === name)?.dataType ?? 'string';
  return typesOf[typeof value]?.includes(type) ? undefined : `"${name}" is ${type}; this value is ${typeof value}`;
}
