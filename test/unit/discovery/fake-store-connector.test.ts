import { letterFields, storeConnectorContract } from '../../integration/connectors/store-connector.contract.ts';
import { FakeStore } from '../../support/fake-store-connector.ts';

storeConnectorContract(
  'fake',
  async () => {
    const store = new FakeStore();
    store.collections.set('letters', []);
    const letters = {
      id: 'post.letters',
      store: 'post',
      location: 'letters',
      title: {},
      primaryKey: ['id'],
      fields: letterFields,
      timeField: 'at',
    };
    return {
      connector: store.connector(),
      letters,
      missing: { connector: store.connector(), collection: { ...letters, location: 'nowhere' } },
      write: async (records) => void store.collections.get('letters')?.push(...records),
      async goDown() {
        store.isDown = true;
      },
      close: async () => undefined,
    };
  },
  { ignoreCase: true },
);
