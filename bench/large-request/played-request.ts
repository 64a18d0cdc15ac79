import { join } from 'node:path';
import { s3Findings } from '../../functions/discovery/findings.s3.ts';
import type { FoundPage, PageRequest, StoreConnector } from '../../functions/discovery/store-connector.ts';
import { packageBuilder } from '../../functions/fulfilment/build-package.ts';
import { emptyList } from '../../functions/fulfilment/redaction-list.ts';
import type { RequestState, RequestStore } from '../../functions/requests/index.ts';
import type { Organisation } from '../../functions/shared/organisation.ts';
import { Sensitive } from '../../functions/shared/sensitive.ts';
import { compileOrganisation } from '../../policy/compiler/index.ts';
import { anAgent, Story, untilReview } from '../../test/support/a-request.ts';
import { gatherParcels } from '../gather-rate/gather-parcels.ts';
import { ownParcels, parcelCollection } from '../gather-rate/parcels.ts';
import { linesPerPart, playedBucket } from './played-bucket.ts';

const collection = parcelCollection('trade', {});
const bucket = 'exports';

/** Gathers so many records from a store that makes them up. */
export async function gatherPlayed(records: number): Promise<void> {
  const gathered = await gatherParcels(
    {
      collection,
      connector: playedStore(records),
      findings: { ...s3Findings({ client: playedBucket({ records, part: aPart() }), bucket }), ...nothingThere },
    },
    'bench',
  );
  if (gathered !== records) throw new Error(`gathered ${gathered} of ${records} records`);
}

const nothingThere = { finished: async () => undefined, checkpoint: async () => undefined };

function playedStore(records: number): StoreConnector {
  async function* find(_query: unknown, { pageSize }: PageRequest): AsyncIterable<FoundPage> {
    let page: Record<string, unknown>[] = [];
    for (const parcel of ownParcels(records)) {
      page.push({ ...parcel });
      if (page.length < pageSize) continue;
      yield { records: page, cursor: parcel.parcel_id };
      page = [];
    }
    yield { records: page };
  }
  return { valuesAtOnce: 1, find };
}

/** Builds the package of so many records; hands it piece by piece to `take`. */
export async function buildPlayedPackage(records: number, take: (piece: Buffer) => void): Promise<void> {
  const { organisation, state } = approvedRequest(records);
  const build = packageBuilder({
    requests: { load: async () => state } as unknown as RequestStore,
    findings: s3Findings({ client: playedBucket({ records, part: aPart() }), bucket }),
    identifiers: { of: async () => new Sensitive({}) },
    redactions: { read: async () => emptyList },
    exports: {
      async putPackage(_requestId, _packageId, body) {
        let bytes = 0;
        for await (const piece of body as AsyncIterable<Buffer>) {
          bytes += piece.length;
          take(piece);
        }
        return bytes;
      },
      linkTo: async () => '',
    },
    organisation,
  });
  await build(state.id);
}

let compiled: ReturnType<typeof compileOrganisation> | undefined;

function approvedRequest(records: number): { organisation: Organisation; state: RequestState } {
  compiled ??= compileOrganisation(join(import.meta.dirname, '../../policy/ferronex'));
  if (!compiled.ok) throw new Error('the policy of FerroNex does not compile');
  const organisation = compiled.value;
  const [category] = organisation.categories;
  if (!category) throw new Error('the policy of FerroNex has no category');
  const fields = collection.fields.map((field) => ({ ...field, category: category.key }));
  return {
    organisation: {
      ...organisation,
      dataMap: { ...organisation.dataMap, collections: [{ ...collection, fields }] },
    },
    state: {
      ...Story.of(...untilReview, [{ type: 'approve' }, anAgent]).known,
      categories: [],
      collections: { [collection.id]: { outcome: 'found', count: records, gathering: 1 } },
    },
  };
}

let part: Buffer | undefined;
function aPart(): Buffer {
  part ??= Buffer.from(
    Array.from(ownParcels(linesPerPart), (fields, index) => {
      const id = index.toString(16).padStart(24, '0');
      return `${JSON.stringify({ id, fields })}\n`;
    }).join(''),
  );
  return part;
}
