import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { verifiedIdentifiers } from '../identity/index.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { s3Findings } from './findings.s3.ts';
import { collectionGatherer, type GatherCollection } from './gather-collection.ts';
import { gatheringProgress } from './gathering-progress.ts';
import type { StoreConnector } from './store-connector.ts';

/** Wires a gatherer to the requests table and the exports bucket; only its connector differs from store to store. */
export function gathererFor(
  connector: StoreConnector,
  { REQUESTS_TABLE, EXPORTS_BUCKET }: { readonly REQUESTS_TABLE: string; readonly EXPORTS_BUCKET: string },
): GatherCollection {
  const requests = dynamoRequestStore(dynamoClient(), REQUESTS_TABLE);
  const now = () => new Date().toISOString();
  return collectionGatherer({
    dataMap: loadOrganisation().dataMap,
    connector,
    findings: s3Findings({ client: new S3Client({}), bucket: EXPORTS_BUCKET }),
    identifiers: verifiedIdentifiers({ requests }),
    progress: gatheringProgress({ requests, handle: commandHandler({ requests, now }) }),
    newId: () => randomUUID().slice(0, 8),
  });
}
