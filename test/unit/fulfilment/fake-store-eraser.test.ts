import type { CollectionBinding } from '../../../functions/shared/organisation.ts';
import {
  letterFields,
  parcelFields,
  sourcesUnderTest,
  storeEraserContract,
} from '../../integration/connectors/store-eraser.contract.ts';
import { CallFaults } from '../../support/call-faults.ts';
import { FakeStore } from '../../support/fake-store-connector.ts';
import { fakeEraser } from '../../support/fake-store-eraser.ts';

storeEraserContract('fake', async () => {
  const store = new FakeStore();
  const faults = new CallFaults();
  const eraser = fakeEraser(store, { sources: sourcesUnderTest, around: (call) => faults.around(call) });
  const binding = (location: string, primaryKey: string[], fields: CollectionBinding['fields']): CollectionBinding => ({
    id: `post.${location}`,
    store: 'post',
    location,
    title: {},
    primaryKey,
    fields,
  });
  const letters = binding('letters', ['id'], letterFields);
  const same = ({ primaryKey }: CollectionBinding, one: object, other: object) =>
    primaryKey.every((name) => Reflect.get(one, name) === Reflect.get(other, name));
  const of = ({ location }: CollectionBinding) => store.collections.get(location) ?? [];
  return {
    eraser,
    letters,
    parcels: binding('parcels', ['owner', 'number'], parcelFields),
    faults,
    missing: { eraser, collection: { ...letters, location: 'nowhere' } },
    fill: async (into, records) => void store.collections.set(into.location, [...records]),
    async put(into, records) {
      const others = of(into).filter((there) => !records.some((record) => same(into, there, record)));
      store.collections.set(into.location, [...others, ...records]);
    },
    async remove(from, record) {
      const others = of(from).filter((there) => !same(from, there, record));
      store.collections.set(from.location, others);
    },
    readAll: async (from) => [...of(from)],
    async goDown() {
      store.isDown = true;
    },
    close: async () => undefined,
  };
});
