import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Criterion,
  FindQuery,
  StoreConnector,
  StoredRecord,
} from '../../../functions/discovery/store-connector.ts';
import type { CollectionBinding } from '../../../functions/shared/organisation.ts';

/** Two collections every store under test offers, as the data map would bind them. */
export interface StoreUnderTest {
  readonly connector: StoreConnector;
  /** `id` (primary key), `owner` and `contact` (askable), `at` (ISO instant), `note`. */
  readonly letters: CollectionBinding;
  /** A collection whose table or bucket does not exist. */
  readonly missing: { readonly connector: StoreConnector; readonly collection: CollectionBinding };
  /** Puts records into `letters`; every field is text. */
  write(records: readonly Letter[]): Promise<void>;
  /** Makes the store stop answering. */
  goDown(): Promise<void>;
  close(): Promise<void>;
}

export interface Letter extends StoredRecord {
  readonly id: string;
  readonly owner: string;
  readonly contact: string;
  readonly at: string;
  readonly note: string;
}

/** Fields of `letters`, for bindings. */
export const letterFields: CollectionBinding['fields'] = [
  { name: 'id' },
  { name: 'owner' },
  { name: 'contact', identity: 'email' },
  { name: 'at' },
  { name: 'note' },
];

/** Values that break out of quotes, patterns, paths, encodings or buffers where a connector builds text from values. */
export const hostileValues: readonly string[] = [
  "O'Brien",
  '"quoted"',
  "'; DROP TABLE letters; --",
  "' OR '1'='1",
  '$1',
  '%',
  '_',
  '*',
  '{owner}',
  '#owner',
  'back\\slash',
  'new\nline',
  'tab\tand\rreturn',
  'comma,semicolon;',
  'ليلى حدّاد',
  '王芳 🏗️',
  'e\u0301 is not é',
  ' leading and trailing ',
  'x'.repeat(300),
  '__proto__',
  'null',
  '0',
];

/** What every connector promises, whatever its store. */
export function storeConnectorContract(
  name: string,
  start: () => Promise<StoreUnderTest>,
  can: { readonly ignoreCase: boolean },
): void {
  describe(`store connector: ${name}`, () => {
    let store: StoreUnderTest;
    const mine = letters('mine', 57);
    const crowd = Array.from({ length: 40 }, (_, index) => letter(`crowd-${index}`, { owner: `owner-${index}` }));
    const hostile = hostileValues.map((value, index) =>
      letter(`hostile-${String(index).padStart(2, '0')}`, { owner: value, note: value }),
    );

    beforeAll(async () => {
      store = await start();
      await store.write([...mine, ...crowd, ...hostile, letter('theirs', { owner: 'someone else' })]);
    });
    afterAll(() => store.close());

    it('finds every record of a value and no other', async () => {
      expect(ids(await all({ field: 'owner', values: ['mine'] }))).toEqual(ids(mine));
    });

    it('gives records as they were written', async () => {
      const [first] = await all({ field: 'owner', values: ['owner-7'] });
      expect(first).toMatchObject(crowd[7] ?? {});
    });

    it('finds nothing for a value that is not there, an empty one, and none at all', async () => {
      expect(await all({ field: 'owner', values: ['nobody'] })).toEqual([]);
      expect(await all({ field: 'owner', values: [''] })).toEqual([]);
      expect(await all({ field: 'owner', values: [] })).toEqual([]);
    });

    it.each(hostileValues.map((value, index) => [JSON.stringify(value).slice(0, 40), value, index] as const))(
      'takes %s as a value and nothing more',
      async (_, value, index) => {
        const found = await all({ field: 'owner', values: [value] });
        expect(ids(found)).toEqual([`hostile-${String(index).padStart(2, '0')}`]);
        expect(found[0]?.note).toBe(value);
      },
    );

    it('refuses nothing for a value no store can hold, and still finds the others', async () => {
      const found = await all({ field: 'owner', values: ['nul\u0000byte', 'lone \ud800 surrogate', 'owner-3'] });
      expect(ids(found)).toEqual(['crowd-3']);
    });

    it('finds records that meet any of several criteria', async () => {
      const found = await all(
        { field: 'owner', values: ['owner-1'] },
        { field: 'contact', values: ['crowd-2@letters.example'] },
      );
      expect(ids(found)).toEqual(['crowd-1', 'crowd-2']);
    });

    it('finds a record once or more, but the same one, when values repeat and criteria overlap', async () => {
      const found = await all(
        { field: 'owner', values: ['owner-1', 'owner-1'] },
        { field: 'contact', values: ['crowd-1@letters.example'] },
      );
      expect(ids(found)).toEqual(['crowd-1']);
    });

    it('takes as many values at once as it says', async () => {
      const count = Math.min(store.connector.valuesAtOnce, 2000);
      const values = Array.from({ length: count }, (_, index) => `owner-${index}`);
      expect(ids(await all({ field: 'owner', values }))).toEqual(ids(crowd));
    });

    it('keeps to the page size', async () => {
      const sizes: number[] = [];
      for await (const page of store.connector.find(query({ field: 'owner', values: ['mine'] }), { pageSize: 10 }))
        sizes.push(page.records.length);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(mine.length);
    });

    it('goes on behind any page, losing and repeating nothing', async () => {
      const asked = query({ field: 'owner', values: ['mine', 'owner-4', 'owner-5'] });
      const found: StoredRecord[] = [];
      let cursor: string | undefined;
      for (let visits = 0; visits < 200; visits++) {
        const pages = store.connector.find(asked, { pageSize: 7, ...(cursor === undefined ? {} : { cursor }) });
        const first = await pages[Symbol.asyncIterator]().next();
        if (first.done) break;
        found.push(...first.value.records);
        cursor = first.value.cursor;
        if (cursor === undefined) break;
      }
      expect(cursor).toBeUndefined();
      expect(found.map(({ id }) => id).sort()).toEqual([...ids(mine), 'crowd-4', 'crowd-5'].sort());
    });

    it('may leave out what is outside a period, and never what is inside', async () => {
      const period = { from: '2026-01-10T00:00:00Z', to: '2026-01-20T00:00:00Z' };
      const asked = { ...query({ field: 'owner', values: ['mine'] }), period };
      const found = new Set(ids(await read(asked)));
      const inside = mine.filter(({ at }) => at >= period.from && at < period.to);
      expect(inside.length).toBeGreaterThan(0);
      expect(inside.filter(({ id }) => !found.has(id))).toEqual([]);
    });

    it('compares without regard to case where asked to and able, else exactly', async () => {
      const found = await all({ field: 'contact', values: ['crowd-9@LETTERS.example'], ignoreCase: true });
      expect(ids(found)).toEqual(can.ignoreCase ? ['crowd-9'] : []);
    });

    it('says so when the collection is not there', async () => {
      const { connector, collection } = store.missing;
      const asked = { collection, criteria: [{ field: 'owner', values: ['mine'] }] };
      await expect(read(asked, connector)).rejects.toMatchObject({
        name: 'StoreRefusal',
        reason: 'collection_missing',
      });
    });

    it('says that the store is unavailable when it goes down between two pages, and names no value', async () => {
      const pages = store.connector
        .find(query({ field: 'owner', values: ['mine'] }), { pageSize: 10 })
        [Symbol.asyncIterator]();
      expect((await pages.next()).done).toBe(false);
      await store.goDown();
      const rest = async () => {
        while (!(await pages.next()).done);
        // A store that had sent everything already must fail at the latest when asked anew.
        await all({ field: 'owner', values: ['mine'] });
      };
      const fault: unknown = await rest().then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(fault).toMatchObject({ name: 'StoreUnavailable' });
      expect(String(fault)).not.toContain('mine');
    });

    function query(...criteria: Criterion[]): FindQuery {
      return { collection: store.letters, criteria };
    }

    function all(...criteria: Criterion[]): Promise<StoredRecord[]> {
      return read(query(...criteria));
    }

    async function read(asked: FindQuery, connector = store.connector): Promise<StoredRecord[]> {
      const found: StoredRecord[] = [];
      for await (const page of connector.find(asked, { pageSize: 25 })) found.push(...page.records);
      return found;
    }
  });
}

/** Ids, each once, in order. */
function ids(records: readonly StoredRecord[]): string[] {
  return [...new Set(records.map(({ id }) => String(id)))].sort();
}

function letters(owner: string, count: number): Letter[] {
  return Array.from({ length: count }, (_, index) => {
    const day = String((index % 28) + 1).padStart(2, '0');
    return letter(`${owner}-${String(index).padStart(3, '0')}`, { owner, at: `2026-01-${day}T12:00:00.000Z` });
  });
}

function letter(id: string, given: Partial<Letter>): Letter {
  return {
    id,
    owner: id,
    contact: `${id}@letters.example`,
    at: '2026-03-01T08:00:00.000Z',
    note: 'a letter',
    ...given,
  };
}
