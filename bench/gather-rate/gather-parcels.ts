import { collectionGatherer } from '../../functions/discovery/gather-collection.ts';
import type { CollectionEnd } from '../../functions/discovery/gathering-progress.ts';
import type { FindingsWriter } from '../../functions/discovery/index.ts';
import type { StoreConnector } from '../../functions/discovery/store-connector.ts';
import type { CollectionBinding } from '../../functions/shared/organisation.ts';
import { Sensitive } from '../../functions/shared/sensitive.ts';
import { owner } from './parcels.ts';

export interface ParcelSource {
  readonly collection: CollectionBinding;
  readonly connector: StoreConnector;
  readonly findings: FindingsWriter;
}

/** Gathers the owner's parcels from one collection as a gatherer does, without stopping; answers how many were found. */
export async function gatherParcels(
  { collection, connector, findings }: ParcelSource,
  requestId: string,
): Promise<number> {
  let ended: CollectionEnd | undefined;
  const gather = collectionGatherer({
    dataMap: {
      stores: [],
      collections: [collection],
      accountDirectory: { collection: collection.id, identity: 'member' },
    },
    connector,
    findings,
    identifiers: { of: async () => new Sensitive({ member: [owner] }) },
    progress: {
      of: async () => ({
        gathering: 1,
        underWay: true,
        collections: { [collection.id]: { outcome: 'waiting', count: 0, gathering: 1 } },
        categories: [],
        timeZone: 'UTC',
      }),
      planned: async () => undefined,
      collectionGathered: async (_requestId, end) => {
        ended = end;
      },
    },
    newId: () => 'bench',
  });
  await gather({ requestId, collection: collection.id, hasTime: () => true });
  return ended?.count ?? 0;
}
