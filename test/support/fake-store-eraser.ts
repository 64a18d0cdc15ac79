import { recordMatch } from '../../functions/discovery/record-match.ts';
import { type StoredRecord, StoreRefusal, StoreUnavailable } from '../../functions/discovery/store-connector.ts';
import { changesOf, withChanges } from '../../functions/fulfilment/change-record.ts';
import type { LocatedRecord, StoreEraser, ValueSources } from '../../functions/fulfilment/store-eraser.ts';
import { keyText, placeOf, recordsByKey } from '../../functions/fulfilment/treated-records.ts';
import type { CollectionBinding } from '../../functions/shared/organisation.ts';
import type { FakeStore } from './fake-store-connector.ts';

export interface FakeEraserOptions {
  readonly sources: ValueSources;
  /** Called around each access to the store, once a page and once a record: may fail, or do something in between. */
  readonly around?: <Value>(call: () => Promise<Value>) => Promise<Value>;
}

/** Erases in a `FakeStore`, record by record, so that a failure leaves part of it done. Passes the erasers' contract. */
export function fakeEraser(store: FakeStore, { sources, around = (call) => call() }: FakeEraserOptions): StoreEraser {
  const reach = async <Value>(call: () => Value | Promise<Value>): Promise<Value> => {
    try {
      return await around(async () => {
        if (store.isDown) throw new StoreUnavailable('down');
        return call();
      });
    } catch (error) {
      if (error instanceof StoreRefusal || error instanceof StoreUnavailable) throw error;
      throw new StoreUnavailable(error instanceof Error ? error.name : 'unknown');
    }
  };
  const recordsOf = (collection: CollectionBinding): StoredRecord[] => {
    const records = store.collections.get(collection.location);
    if (!records) throw new StoreRefusal('collection_missing');
    return records;
  };
  const keyOf = (collection: CollectionBinding, record: StoredRecord) =>
    keyText(collection.primaryKey.map((name) => record[name]));

  return {
    valuesAtOnce: 1000,
    /** In the order of keys, each page behind the last key of the one before: what is deleted meanwhile shifts nothing. */
    async *locate({ collection, criteria }, { pageSize, cursor }) {
      const match = recordMatch(criteria);
      for (let after = cursor, more = true; more; ) {
        const met = await reach(() =>
          recordsOf(collection)
            .filter((record) => match.matches(record) && (after === undefined || keyOf(collection, record) > after))
            .sort((one, other) => (keyOf(collection, one) < keyOf(collection, other) ? -1 : 1)),
        );
        const page = met.slice(0, pageSize);
        const last = page.at(-1);
        more = met.length > pageSize && last !== undefined;
        after = last && keyOf(collection, last);
        yield {
          records: page.map((record) => ({ record })),
          ...(more && after !== undefined ? { cursor: after } : {}),
        };
      }
    },
    async apply(collection, treated) {
      const tally = { deleted: 0, changed: 0, unchanged: 0 };
      const stale: LocatedRecord[] = [];
      for (const [key, { located, treatment }] of recordsByKey(collection, treated))
        await reach(async () => {
          const records = recordsOf(collection);
          const at = records.findIndex((record) => keyOf(collection, record) === key);
          const record = records[at];
          if (!record) tally.unchanged++;
          else if (treatment.kind === 'delete') {
            records.splice(at, 1);
            tally.deleted++;
          } else {
            const changes = await changesOf(record, treatment.fields, placeOf(collection, key), sources);
            if (changes === 'stale') stale.push(located);
            else if (changes.length === 0) tally.unchanged++;
            else {
              records[records.indexOf(record)] = withChanges(record, changes);
              tally.changed++;
            }
          }
        });
      return { ...tally, stale };
    },
  };
}
