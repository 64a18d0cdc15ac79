import { edgesOf, type StoredRecord } from '../discovery/index.ts';
import type { DataMap, ListingRule, RightRule } from '../shared/organisation.ts';
import { meetsAny, type OwnValue, type OwnValues } from './own-values.ts';

/** The policy's rule of public listings; undefined where it grants no take-down. */
export function listingRule(rights: readonly RightRule[]): ListingRule | undefined {
  return rights.find(({ listing }) => listing)?.listing;
}

/**
 * The number of the listing that someone means by its number or by the address of its page, whatever the host: the page may
 * have several. Undefined when it is neither.
 */
export function listingNumber({ address }: ListingRule, typed: string): string | undefined {
  const text = typed.trim();
  if (/^[\w.-]{1,80}$/.test(text)) return text;
  const [before = '', after = ''] = new URL(address.replace('{number}', 'number')).pathname.split('number');
  const path = URL.canParse(text) ? new URL(text).pathname : text;
  const number =
    path.startsWith(before) && path.endsWith(after) ? path.slice(before.length, path.length - after.length) : '';
  return /^[\w.-]{1,80}$/.test(number) ? number : undefined;
}

/** Where a condition's value comes from: an identity, or the primary key of a collection that leads to the listings. */
export function isListingSource(source: string, { collection }: ListingRule, dataMap: DataMap): boolean {
  if (dataMap.collections.some(({ fields }) => fields.some(({ identity }) => identity === source))) return true;
  return edgesOf(dataMap).some(
    ({ from, to }) =>
      to.collection === collection &&
      `${from.collection}.${from.field}` === source &&
      dataMap.collections.some(({ id, primaryKey }) => id === from.collection && primaryKey.includes(from.field)),
  );
}

/** What the data subject may have done with a listing that was found for them. */
export function allowedTakeDown(
  rule: ListingRule,
  record: StoredRecord,
  own: OwnValues,
): { readonly listing: boolean; readonly contact: boolean } {
  return {
    listing: meetsAny(rule.takeDown.onlyIf, record, own),
    contact: meetsAny(rule.takeOutContact.onlyIf, record, own),
  };
}

/**
 * Reads what the rule's conditions are compared with: verified identifiers, and the keys of records that gathering found on
 * the way to the listings.
 */
export async function readListingOwners(
  { takeDown, takeOutContact }: ListingRule,
  identifiers: Readonly<Record<string, readonly string[]>>,
  recordsOf: (collection: string) => AsyncIterable<StoredRecord>,
): Promise<OwnValues> {
  const own = new Map<string, OwnValue>();
  const conditions = [...takeDown.onlyIf, ...takeOutContact.onlyIf];
  for (const source of new Set(conditions.flatMap((condition) => Object.values(condition)))) {
    const at = source.lastIndexOf('.');
    if (at < 0) {
      const values = identifiers[source] ?? [];
      own.set(source, { values: new Set(values.map((value) => value.toLowerCase())), ignoreCase: true });
      continue;
    }
    const values = new Set<string>();
    for await (const record of recordsOf(source.slice(0, at))) {
      const value = record[source.slice(at + 1)];
      if (value !== undefined && value !== null) values.add(String(value));
    }
    own.set(source, { values, ignoreCase: false });
  }
  return own;
}
