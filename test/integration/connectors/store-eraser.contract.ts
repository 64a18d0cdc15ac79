import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Criterion, StoredRecord } from '../../../functions/discovery/store-connector.ts';
import type {
  FieldTreatment,
  LocatedRecord,
  StoreEraser,
  Treatment,
  ValueSources,
} from '../../../functions/fulfilment/store-eraser.ts';
import { valueSources } from '../../../functions/fulfilment/value-sources.ts';
import type { CollectionBinding } from '../../../functions/shared/organisation.ts';
import type { CallFaults } from '../../support/call-faults.ts';
import { singleChangesContract } from './single-changes.contract.ts';

/** Two collections every store under test offers, as the data map would bind them. */
export interface EraserUnderTest {
  readonly eraser: StoreEraser;
  /** Key `id`; `owner` can be asked for; `contact`, `note` are texts. */
  readonly letters: CollectionBinding;
  /** Key `owner` and `number` (integer); `owner` can be asked for; `phone` a text, `weight` a number, `insured` a boolean. */
  readonly parcels: CollectionBinding;
  readonly missing: { readonly eraser: StoreEraser; readonly collection: CollectionBinding };
  /** Empties the collection and puts these in. */
  fill(collection: CollectionBinding, records: readonly StoredRecord[]): Promise<void>;
  /** Puts records in place of those with the same key, or beside the others. */
  put(collection: CollectionBinding, records: readonly StoredRecord[]): Promise<void>;
  remove(collection: CollectionBinding, record: StoredRecord): Promise<void>;
  /** Everything there is, in any order. */
  readAll(collection: CollectionBinding): Promise<StoredRecord[]>;
  readonly faults: CallFaults;
  goDown(): Promise<void>;
  close(): Promise<void>;
}

export const letterFields: CollectionBinding['fields'] = ['id', 'owner', 'contact', 'note'].map((name) => ({ name }));
export const parcelFields: CollectionBinding['fields'] = [
  { name: 'owner' },
  { name: 'number', dataType: 'integer' },
  { name: 'phone' },
  { name: 'weight', dataType: 'float' },
  { name: 'insured', dataType: 'boolean' },
];

const hmac = (text: string) => createHmac('sha256', 'key').update(text).digest('hex');
export const sourcesUnderTest: ValueSources = valueSources(async (text) => hmac(text));
const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const keyed = (text: string) => `hmac:${hmac(`value\0${text}`)}`;

const remove: Treatment = { kind: 'delete' };
const keep: Treatment = { kind: 'keep' };
const change = (fields: Record<string, FieldTreatment>): Treatment => ({ kind: 'change', fields });

/** What every eraser promises, whatever its store. */
export function storeEraserContract(name: string, start: () => Promise<EraserUnderTest>): void {
  describe(`store eraser: ${name}`, () => {
    let store: EraserUnderTest;
    const mine = Array.from({ length: 30 }, (_, index) => letter(`mine-${String(index).padStart(2, '0')}`, 'mine'));
    const others = Array.from({ length: 12 }, (_, index) =>
      letter(`other-${index}`, `o${index}`, { note: awkward[index % awkward.length] ?? '' }),
    );
    const parcels = [
      parcel('mine', 1, { phone: '+49 171 2345678', weight: 12.5, insured: true }),
      parcel('mine', 2),
      parcel('other', 1),
      parcel('other', 2),
    ];

    beforeAll(async () => {
      store = await start();
    });
    beforeEach(async () => {
      await store.fill(store.letters, [...mine, ...others]);
      await store.fill(store.parcels, parcels);
    });
    afterAll(() => store.close());

    singleChangesContract(() => store);

    it('locates every record of a value and no other, with all fields', async () => {
      const found = await locate(store.letters, 'mine');
      expect(plain(found.map(({ record }) => record))).toEqual(plain(mine));
    });

    it('locates everything when asked to, and goes on behind any page', async () => {
      const everything = { collection: store.letters, criteria: 'everything' } as const;
      const found = new Map<unknown, StoredRecord>();
      let cursor: string | undefined;
      for (let visits = 0; visits < 100; visits++) {
        const page = { pageSize: 9, ...(cursor === undefined ? {} : { cursor }) };
        const pages = store.eraser.locate(everything, page)[Symbol.asyncIterator]();
        const first = await pages.next();
        await pages.return?.();
        if (first.done) break;
        for (const { record } of first.value.records) found.set(record.id, record);
        cursor = first.value.cursor;
        if (cursor === undefined) break;
      }
      expect(plain([...found.values()])).toEqual(plain([...mine, ...others]));
    });

    it('goes on behind any page while what it gave is being deleted', async () => {
      let cursor: string | undefined;
      for (let visits = 0; visits < 50; visits++) {
        const page = { pageSize: 7, ...(cursor === undefined ? {} : { cursor }) };
        const pages = store.eraser.locate(query(store.letters, 'mine'), page)[Symbol.asyncIterator]();
        const first = await pages.next();
        await pages.return?.();
        if (first.done) break;
        await apply(store.letters, first.value.records, remove);
        cursor = first.value.cursor;
        if (cursor === undefined) break;
      }
      expect(cursor).toBeUndefined();
      expect(await letters()).toEqual(plain(others));
    });

    it('erases page by page in one pass', async () => {
      let deleted = 0;
      for await (const { records } of store.eraser.locate(query(store.letters, 'mine'), { pageSize: 4 }))
        deleted += (await apply(store.letters, records, remove)).deleted;
      expect(deleted).toBe(mine.length);
      expect(await letters()).toEqual(plain(others));
    });

    it('deletes exactly the records handed in, and leaves the others as they are', async () => {
      const found = await locate(store.letters, 'mine');
      const chosen = found.filter(({ record }) => Number(String(record.id).slice(5)) % 3 === 0);
      expect(await apply(store.letters, chosen, remove)).toEqual({ deleted: 10, changed: 0, unchanged: 0, stale: [] });
      const left = mine.filter(({ id }) => Number(String(id).slice(5)) % 3 !== 0);
      expect(await letters()).toEqual(plain([...left, ...others]));
    });

    it('leaves kept records alone', async () => {
      const found = await locate(store.letters, 'mine');
      expect(await apply(store.letters, found, keep)).toEqual({ deleted: 0, changed: 0, unchanged: 0, stale: [] });
      expect(await letters()).toEqual(plain([...mine, ...others]));
    });

    it('changes fields in each way, and only those', async () => {
      const found = await locate(store.letters, 'mine');
      const to = async (treatment: FieldTreatment) => {
        await store.fill(store.letters, [...mine, ...others]);
        const first = found.slice(0, 1);
        const relocated = (await locate(store.letters, 'mine')).filter(
          ({ record }) => record.id === first[0]?.record.id,
        );
        const applied = await apply(store.letters, relocated, change({ note: treatment }));
        expect(applied).toEqual({ deleted: 0, changed: 1, unchanged: 0, stale: [] });
        const now = await letters();
        const note = now.find(({ id }) => id === 'mine-00')?.note;
        expect(now).toEqual(plain([{ ...letter('mine-00', 'mine'), note }, ...mine.slice(1), ...others]));
        return note;
      };
      expect(await to({ to: 'null' })).toBeNull();
      expect(await to({ to: 'hash' })).toBe(sha256('a letter'));
      expect(await to({ to: 'hmac' })).toBe(keyed('a letter'));
      expect(await to({ to: 'value', value: 'withheld' })).toBe('withheld');
      expect(await to({ to: 'value', value: 'withheld', ifNow: 'a letter' })).toBe('withheld');
      const random = await to({ to: 'random' });
      expect(random).not.toBe('a letter');
      expect(random).toMatch(/^[a-z] [a-z]{6}$/);
    });

    it('changes values of other types into such', async () => {
      const found = (await locate(store.parcels, 'mine')).filter(({ record }) => String(record.number) === '1');
      const fields = { phone: { to: 'random' }, weight: { to: 'random' }, insured: { to: 'null' } } as const;
      expect(await apply(store.parcels, found, change(fields))).toMatchObject({ changed: 1 });
      const [first, ...rest] = plain(await store.readAll(store.parcels));
      expect(first?.phone).toMatch(/^\+\d{2} \d{3} \d{7}$/);
      expect(first?.phone).not.toBe('+49 171 2345678');
      expect(first?.weight).toMatch(/^[1-9]\d\.[1-9]$/);
      expect(first).toMatchObject({ owner: 'mine', number: '1', insured: null });
      expect(rest).toEqual(plain(parcels.slice(1)));
    });

    it('notes a choice whatever was said before, even nothing, and once', async () => {
      const silent = { owner: 'mine', number: 3, phone: '0171', weight: 7 };
      await store.fill(store.parcels, [...parcels, silent]);
      const note = async (value: boolean) =>
        apply(store.parcels, await locate(store.parcels, 'mine'), change({ insured: { to: 'value', value } }));
      const noted = { deleted: 0, stale: [] };
      expect(await note(false)).toEqual({ ...noted, changed: 2, unchanged: 1 });
      expect(await note(false)).toEqual({ ...noted, changed: 0, unchanged: 3 });
      expect(await note(true)).toEqual({ ...noted, changed: 3, unchanged: 0 });
      const mineNow = [...parcels.slice(0, 2), silent].map((record) => ({ ...record, insured: true }));
      expect(plain(await store.readAll(store.parcels))).toEqual(plain([...mineNow, ...parcels.slice(2)]));
    });

    it('tells records of a composite key apart', async () => {
      const found = await locate(store.parcels, 'mine');
      expect(await apply(store.parcels, found.slice(0, 1), remove)).toMatchObject({ deleted: 1 });
      const gone = String(found[0]?.record.number);
      const left = parcels.filter(({ owner, number }) => owner !== 'mine' || String(number) !== gone);
      expect(plain(await store.readAll(store.parcels))).toEqual(plain(left));
    });

    it('changes nothing when done again, with what was located before or anew', async () => {
      const treatments: Treatment[] = [
        remove,
        change({ note: { to: 'hash' }, contact: { to: 'hmac' } }),
        change({ note: { to: 'null' }, contact: { to: 'random' } }),
        change({ note: { to: 'value', value: 'withheld', ifNow: 'a letter' } }),
      ];
      const treat = (found: readonly LocatedRecord[]) =>
        found.map((located) => ({
          located,
          treatment: treatments[Number(String(located.record.id).slice(5)) % treatments.length] ?? keep,
        }));
      const found = await locate(store.letters, 'mine');
      expect(await store.eraser.apply(store.letters, treat(found))).toMatchObject({
        deleted: 8,
        changed: 22,
        stale: [],
      });
      const after = await letters();
      const again = await store.eraser.apply(store.letters, treat(found));
      expect(again).toEqual({ deleted: 0, changed: 0, unchanged: 30, stale: [] });
      const anew = await store.eraser.apply(
        store.letters,
        treat(await locate(store.letters, 'mine')).map(({ located, treatment }) => ({
          located,
          // What hinged on the value before is not wanted again.
          treatment: treatment.kind === 'change' && treatment.fields.note?.to === 'value' ? keep : treatment,
        })),
      );
      expect(anew).toMatchObject({ deleted: 0, changed: 0, stale: [] });
      expect(await letters()).toEqual(after);
    });

    it('brings no record back that is gone meanwhile', async () => {
      const found = await locate(store.letters, 'mine');
      const [first, second] = mine;
      if (first && second) for (const one of [first, second]) await store.remove(store.letters, one);
      const handed = found.filter(({ record }) => record.id === 'mine-00' || record.id === 'mine-01');
      const treated = handed.map((located, index) => ({
        located,
        treatment: index === 0 ? change({ note: { to: 'null' }, contact: { to: 'hash' } }) : remove,
      }));
      const applied = await store.eraser.apply(store.letters, treated);
      // Where records lie in objects, one that is gone from there may be elsewhere now: then it has to be looked for.
      expect(applied.unchanged + applied.stale.length).toBe(2);
      expect(await letters()).toEqual(plain([...mine.slice(2), ...others]));
    });

    it('leaves a record alone that no longer holds what it must, and says so', async () => {
      const found = await locate(store.letters, 'mine');
      await store.put(store.letters, [letter('mine-00', 'mine', { note: 'rewritten' })]);
      const handed = found.filter(({ record }) => record.id === 'mine-00' || record.id === 'mine-01');
      const withheld: FieldTreatment = { to: 'value', value: 'withheld', ifNow: 'a letter' };
      const applied = await apply(store.letters, handed, change({ note: withheld, contact: { to: 'null' } }));
      expect(applied.stale.map(({ record }) => record.id)).toEqual(['mine-00']);
      expect(applied.changed).toBe(1);
      const now = await letters();
      expect(now.find(({ id }) => id === 'mine-00')).toEqual(
        plain([letter('mine-00', 'mine', { note: 'rewritten' })])[0],
      );
      expect(now.find(({ id }) => id === 'mine-01')).toMatchObject({ note: 'withheld', contact: null });
    });

    it('counts a record handed in twice once, and treats it the gentler way', async () => {
      const [first] = await locate(store.letters, 'mine');
      if (!first) throw new Error('nothing located');
      const twice = [
        { located: first, treatment: remove },
        { located: first, treatment: change({ note: { to: 'null' } }) },
      ];
      expect(await store.eraser.apply(store.letters, twice)).toEqual({
        deleted: 0,
        changed: 1,
        unchanged: 0,
        stale: [],
      });
    });

    it('refuses to change a primary key, and a record without one', async () => {
      const [first] = await locate(store.letters, 'mine');
      if (!first) throw new Error('nothing located');
      await expect(apply(store.letters, [first], change({ id: { to: 'hash' } }))).rejects.toMatchObject({
        name: 'StoreRefusal',
        reason: 'key_field',
      });
      const keyless = { ...first, record: { owner: 'mine' } };
      await expect(apply(store.letters, [keyless], remove)).rejects.toMatchObject({
        name: 'StoreRefusal',
        reason: 'record_unreadable',
      });
      expect(await letters()).toEqual(plain([...mine, ...others]));
    });

    it('does nothing when there is nothing to do', async () => {
      expect(await apply(store.letters, [], remove)).toEqual({ deleted: 0, changed: 0, unchanged: 0, stale: [] });
    });

    it('keeps hostile values as they are beside what it changes', async () => {
      const hostile = awkward.map((note, index) => letter(`mine-h${index}`, 'mine', { note }));
      await store.fill(store.letters, [...hostile, ...others]);
      const found = await locate(store.letters, 'mine');
      expect(await apply(store.letters, found, change({ contact: { to: 'null' } }))).toMatchObject({
        changed: awkward.length,
      });
      expect(await letters()).toEqual(plain([...hostile.map((one) => ({ ...one, contact: null })), ...others]));
    });

    it('ends the same when it fails at any call, before or after, and is done again', async () => {
      const treat = (found: readonly LocatedRecord[]) =>
        found.map((located) => ({
          located,
          treatment:
            Number(String(located.record.id).slice(5)) % 2 === 0
              ? remove
              : change({ note: { to: 'null' }, contact: { to: 'random' } }),
        }));
      const erase = async () => {
        for await (const { records } of store.eraser.locate(query(store.letters, 'mine'), { pageSize: 4 }))
          await store.eraser.apply(store.letters, treat(records));
      };
      const few = [...mine.slice(0, 6), ...others.slice(0, 2)];
      await store.fill(store.letters, few);
      await erase();
      const wanted = await letters();
      for (const when of ['before', 'after'] as const)
        for (let at = 1, failed = true; failed; at++) {
          await store.fill(store.letters, few);
          store.faults.arm(at, when);
          await erase().catch((error: unknown) => expect(error).toMatchObject({ name: 'StoreUnavailable' }));
          failed = !store.faults.isArmed;
          store.faults.disarm();
          await erase();
          expect(await letters(), `${when} call ${at}`).toEqual(wanted);
        }
    });

    it('does to any records what a model does, and nothing to others', async () => {
      const treatment: fc.Arbitrary<Treatment> = fc.oneof(
        fc.constant(keep),
        fc.constant(remove),
        fc
          .dictionary(
            fc.constantFrom('note', 'contact'),
            fc.oneof(
              fc.constantFrom<FieldTreatment>({ to: 'null' }, { to: 'hash' }, { to: 'hmac' }),
              fc.string({ minLength: 1 }).map((value) => ({ to: 'value' as const, value: value.replace(/\0/g, '') })),
            ),
            { minKeys: 1 },
          )
          .map(change),
      );
      const text = fc.oneof(fc.constantFrom(...awkward), fc.string({ minLength: 1, unit: 'grapheme' })).map(storable);
      const record = fc.record({ owner: fc.constantFrom('mine', 'o1', 'o2'), contact: text, note: text, treatment });
      await fc.assert(
        fc.asyncProperty(fc.array(record, { maxLength: 12 }), fc.boolean(), async (given, twice) => {
          const written = given.map(({ owner, contact, note }, index) => letter(`r${index}`, owner, { contact, note }));
          await store.fill(store.letters, written);
          const treatmentOf = (id: unknown) => given[Number(String(id).slice(1))]?.treatment ?? keep;
          const treated = (await locate(store.letters, 'mine')).map((located) => ({
            located,
            treatment: treatmentOf(located.record.id),
          }));
          expect((await store.eraser.apply(store.letters, treated)).stale).toEqual([]);
          if (twice) expect(await store.eraser.apply(store.letters, treated)).toMatchObject({ deleted: 0, changed: 0 });
          const wanted = written.flatMap((one) => (one.owner === 'mine' ? model(one, treatmentOf(one.id)) : [one]));
          expect(await letters()).toEqual(plain(wanted));
        }),
        { numRuns: 40 },
      );
    });

    it('says so when the collection is not there', async () => {
      const { eraser, collection } = store.missing;
      const [first] = mine;
      if (!first) throw new Error('no letter');
      const place = { object: 'letters/1', etag: '"0"' };
      const refusal = { name: 'StoreRefusal', reason: 'collection_missing' };
      const applied = eraser.apply(collection, [{ located: { record: first, place }, treatment: remove }]);
      await expect(applied).rejects.toMatchObject(refusal);
      const located = eraser.locate({ collection, criteria: [{ field: 'owner', values: ['mine'] }] }, { pageSize: 5 });
      await expect(located[Symbol.asyncIterator]().next()).rejects.toMatchObject(refusal);
    });

    it('says that the store is unavailable when it is down, and names no value', async () => {
      const found = await locate(store.letters, 'mine');
      await store.goDown();
      const fault: unknown = await apply(store.letters, found, remove).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(fault).toMatchObject({ name: 'StoreUnavailable' });
      expect(String(fault)).not.toContain('mine');
    });

    function query(collection: CollectionBinding, owner: string) {
      const criterion: Criterion = { field: 'owner', values: [owner] };
      return { collection, criteria: [criterion] };
    }

    async function locate(collection: CollectionBinding, owner: string): Promise<LocatedRecord[]> {
      const found: LocatedRecord[] = [];
      for await (const page of store.eraser.locate(query(collection, owner), { pageSize: 10 }))
        found.push(...page.records);
      return found;
    }

    function apply(collection: CollectionBinding, found: readonly LocatedRecord[], treatment: Treatment) {
      return store.eraser.apply(
        collection,
        found.map((located) => ({ located, treatment })),
      );
    }

    async function letters() {
      return plain(await store.readAll(store.letters));
    }
  });
}

function model(record: StoredRecord, treatment: Treatment): StoredRecord[] {
  if (treatment.kind === 'delete') return [];
  if (treatment.kind === 'keep') return [record];
  const changed: Record<string, unknown> = { ...record };
  for (const [field, to] of Object.entries(treatment.fields)) {
    const text = String(record[field]);
    if (to.to === 'null') changed[field] = null;
    if (to.to === 'hash') changed[field] = sha256(text);
    if (to.to === 'hmac') changed[field] = keyed(text);
    if (to.to === 'value') changed[field] = to.value;
  }
  return [changed];
}

/** In one order, every value as text, and all kinds of nothing as null: CSV knows no others. */
function plain(records: readonly StoredRecord[]): Record<string, unknown>[] {
  const asText = (value: unknown) => (value === null || value === undefined || value === '' ? null : String(value));
  const named = (record: StoredRecord) =>
    Object.entries(record).flatMap(([name, value]) => (asText(value) === null ? [] : [[name, asText(value)] as const]));
  return records
    .map((record) => {
      const fields = 'id' in record ? letterFields : parcelFields;
      return { ...Object.fromEntries(fields.map(({ name }) => [name, null])), ...Object.fromEntries(named(record)) };
    })
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

function letter(id: string, owner: string, given: StoredRecord = {}): StoredRecord {
  return { id, owner, contact: `${id}@letters.example`, note: 'a letter', ...given };
}

function parcel(owner: string, number: number, given: StoredRecord = {}): StoredRecord {
  return { owner, number, phone: '0171', weight: 7, insured: false, ...given };
}

/** Values no store refuses: none of them can hold half a character, and PostgreSQL no NUL. */
function storable(text: string): string {
  return text.toWellFormed().replace(/\0/g, '') || '-';
}

const awkward = [
  "O'Brien",
  '"quoted", and, commas',
  "'; DROP TABLE letters; --",
  '$1 {owner} #owner %_*',
  'back\\slash',
  'two\nlines',
  'tab\tand\r\nreturn',
  'ليلى حدّاد 王芳 🏗️',
  ' leading and trailing ',
  'x'.repeat(300),
  '__proto__',
  '0',
];
