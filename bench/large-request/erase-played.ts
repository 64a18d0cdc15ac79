import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { PageRequest } from '../../functions/discovery/store-connector.ts';
import { collectionEraser } from '../../functions/fulfilment/erase-collection.ts';
import { dynamoErasureClaims } from '../../functions/fulfilment/erasure-claims.dynamo.ts';
import { recordKeyHash } from '../../functions/fulfilment/record-keys.ts';
import type { LocatedPage, LocatedRecord, StoreEraser } from '../../functions/fulfilment/store-eraser.ts';
import { dynamoHoldStore } from '../../functions/holds/hold-store.dynamo.ts';
import { commandHandler, dynamoRequestStore } from '../../functions/requests/index.ts';
import type { CollectionBinding } from '../../functions/shared/organisation.ts';
import { Sensitive } from '../../functions/shared/sensitive.ts';
import { erasingRequest } from '../../test/support/an-erasure.ts';
import { FakeFindings } from '../../test/support/fake-findings-store.ts';
import { startRequestsTables } from '../../test/support/requests-table.ts';
import { owner, ownParcels, parcelCollection } from '../gather-rate/parcels.ts';

const now = () => '2026-11-20T10:00:00.000Z';
const requestId = 'request-1';

/** Erases so many records from a store that makes them up, until none is left; claims and receipts are kept in DynamoDB. */
export async function erasePlayed(records: number): Promise<void> {
  const tables = await startRequestsTables();
  try {
    const deleted = await erase(tables.client, await tables.make(), records);
    if (deleted !== records) throw new Error(`erased ${deleted} of ${records} records`);
  } finally {
    await tables.close();
  }
}

async function erase(client: DynamoDBDocumentClient, table: string, records: number): Promise<number | undefined> {
  const bare = parcelCollection('trade', {});
  const collection = { ...bare, fields: bare.fields.map((field) => ({ ...field, category: 'parcels' })) };
  const requests = dynamoRequestStore(client, table);
  await erasingRequest(requests, [collection.id], { id: requestId, count: records });
  const eraseCollection = collectionEraser({
    dataMap: {
      stores: [],
      collections: [collection],
      accountDirectory: { collection: collection.id, identity: 'member' },
    },
    rights: [{ right: 'deletion', actions: { parcels: { action: 'delete' } } }],
    eraser: playedEraser(records),
    findings: new FakeFindings(),
    identifiers: { of: async () => new Sensitive({ member: [owner] }) },
    requests,
    handle: commandHandler({ requests, now }),
    holds: dynamoHoldStore(client, table),
    heldRecords: async () => () => false,
    claims: dynamoErasureClaims(client, table),
    progress: { load: async () => undefined, save: async () => undefined },
    recordKeys: async () => recordKeyHash('secret'),
    now,
    pause: async () => undefined,
  });
  const result = await eraseCollection({ requestId, collection: collection.id, hasTime: () => true });
  return result.outcome === 'erased' ? result.deleted : undefined;
}

/** What was handed in is gone; nothing comes back. */
function playedEraser(records: number): StoreEraser {
  let gone = 0;
  async function* locate(_query: unknown, { pageSize }: PageRequest): AsyncIterable<LocatedPage> {
    let page: LocatedRecord[] = [];
    for (const parcel of gone === records ? [] : ownParcels(records)) {
      page.push({ record: { ...parcel } });
      if (page.length < pageSize) continue;
      yield { records: page, cursor: parcel.parcel_id };
      page = [];
    }
    yield { records: page };
  }
  return {
    valuesAtOnce: 1,
    locate,
    async apply(_collection: CollectionBinding, treated) {
      gone += treated.length;
      return { deleted: treated.length, changed: 0, unchanged: 0, stale: [] };
    },
  };
}
