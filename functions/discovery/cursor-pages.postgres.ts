import type pg from 'pg';

/**
 * The rows of a SELECT, page by page, from a cursor in a read-only transaction: PostgreSQL plans, searches and sorts once.
 * All pages but the last are full; ends after `pages` of them, or with the first that is not. From the first page on,
 * a connection of the pool is taken until the end or until `return` is called.
 *
 * @throws whatever the driver throws
 */
export async function* cursorPages<Row extends object>(
  pool: pg.Pool,
  { types, ...select }: { text: string; values: unknown[]; types: pg.CustomTypesConfig },
  { pageSize, pages }: { readonly pageSize: number; readonly pages: number },
): AsyncIterable<Row[]> {
  const client = await pool.connect();
  // Also told to the query under way, or to the next one; without a listener it would end the process.
  const lost = () => undefined;
  client.on('error', lost);
  let isAtRest = false;
  try {
    await client.query('BEGIN READ ONLY');
    await client.query({ ...select, text: `DECLARE pages NO SCROLL CURSOR FOR ${select.text}` });
    for (let page = 1; ; page++) {
      const { rows } = await client.query<Row>({ text: `FETCH FORWARD ${pageSize} FROM pages`, types });
      const isLast = page === pages || rows.length < pageSize;
      if (isLast) await client.query('COMMIT');
      isAtRest = isLast;
      yield rows;
      if (isLast) return;
    }
  } finally {
    client.off('error', lost);
    // A connection in the middle of a transaction is closed instead, and the server forgets the rest.
    client.release(!isAtRest);
  }
}
