import { recordMatch } from '../../functions/discovery/record-match.ts';
import {
  type FoundPage,
  type StoreConnector,
  type StoredRecord,
  StoreRefusal,
  StoreUnavailable,
} from '../../functions/discovery/store-connector.ts';

/** A store in memory. Passes the connectors' contract. */
export class FakeStore {
  /** Records by the collection's `location`; a location that is not there is missing. */
  readonly collections = new Map<string, StoredRecord[]>();
  isDown = false;
  /** Pages handed out, over all queries. */
  pages = 0;
  /** Called before each page. */
  beforePage: () => void = () => undefined;

  connector(valuesAtOnce = 1000): StoreConnector {
    const store = this;
    return {
      valuesAtOnce,
      async *find({ collection, criteria }, { pageSize, cursor }): AsyncIterable<FoundPage> {
        const match = recordMatch(criteria);
        for (let from = Number(cursor ?? 0), more = true; more; from += pageSize) {
          store.beforePage();
          if (store.isDown) throw new StoreUnavailable('down');
          const records = store.collections.get(collection.location);
          if (!records) throw new StoreRefusal('collection_missing');
          const found = records.filter((record) => match.matches(record));
          more = from + pageSize < found.length;
          store.pages++;
          yield { records: found.slice(from, from + pageSize), ...(more ? { cursor: String(from + pageSize) } : {}) };
        }
      },
    };
  }
}
