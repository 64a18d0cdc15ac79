import type pg from 'pg';
import { quoted, quotedTable, StoreRefusal } from '../discovery/index.ts';
import type { CollectionBinding } from '../shared/organisation.ts';

interface ForeignKey {
  /** The referring table, as the catalogue spells it, quoted where needed. */
  readonly child: string;
  readonly isOwn: boolean;
  readonly childColumns: readonly string[];
  readonly parentColumns: readonly string[];
}

/**
 * Refuses where deleting rows would delete or change rows of other tables behind their back (ON DELETE CASCADE, SET NULL,
 * SET DEFAULT): those may be kept, or held. Where the foreign key restricts, the database refuses by itself. The rows
 * must be locked, so that nothing can come to refer to them meanwhile.
 *
 * @param keys a subquery of the primary keys that go, and its parameters
 * @throws StoreRefusal `still_referenced`
 */
export async function refuseReferringRows(
  client: pg.ClientBase,
  collection: CollectionBinding,
  keys: { readonly text: string; readonly values: readonly unknown[] },
): Promise<void> {
  const key = (alias: string) => `(${collection.primaryKey.map((name) => `${alias}.${quoted(name)}`).join(', ')})`;
  for (const { child, isOwn, childColumns, parentColumns } of await referringKeys(client, collection)) {
    const joined = childColumns.map((name, at) => `c.${quoted(name)} = p.${quoted(parentColumns[at] ?? '')}`);
    // Rows of the same table that go as well refer to nobody any more.
    const stays = isOwn ? ` AND ${key('c')} NOT IN (${keys.text})` : '';
    const { rowCount } = await client.query({
      text: `SELECT FROM ${child} AS c JOIN ${quotedTable(collection.location)} AS p ON ${joined.join(' AND ')}
        WHERE ${key('p')} IN (${keys.text})${stays} LIMIT 1`,
      values: [...keys.values],
    });
    if (rowCount) throw new StoreRefusal('still_referenced');
  }
}

async function referringKeys(client: pg.ClientBase, { location }: CollectionBinding): Promise<ForeignKey[]> {
  const names = (numbers: string, table: string) => `
    (SELECT array_agg(attname::text ORDER BY place) FROM unnest(${numbers}) WITH ORDINALITY AS k(attnum, place)
     JOIN pg_attribute AS a ON a.attrelid = ${table} AND a.attnum = k.attnum)`;
  const { rows } = await client.query<ForeignKey>({
    text: `SELECT conrelid::regclass::text AS child, conrelid = confrelid AS "isOwn",
        ${names('conkey', 'conrelid')} AS "childColumns", ${names('confkey', 'confrelid')} AS "parentColumns"
      FROM pg_constraint WHERE contype = 'f' AND confrelid = to_regclass($1) AND confdeltype IN ('c', 'n', 'd')`,
    values: [quotedTable(location)],
  });
  return rows;
}
