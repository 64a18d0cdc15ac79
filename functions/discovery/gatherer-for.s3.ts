import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { verifiedIdentifiers } from '../identity/index.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { companyChecker } from './check-company.ts';
import { dynamoCompanyTurns } from './company-turn.dynamo.ts';
import { s3Findings } from './findings.s3.ts';
import { collectionGatherer, type GatherCollection, type GatherDependencies } from './gather-collection.ts';
import { gatheringProgress } from './gathering-progress.ts';
import type { StoreConnector } from './store-connector.ts';

export interface GathererEnvironment {
  readonly REQUESTS_TABLE: string;
  readonly EXPORTS_BUCKET: string;
}

/** Wires a gatherer to the requests table and the exports bucket; only its connector differs from store to store. */
export function gathererFor(
  connector: StoreConnector,
  { REQUESTS_TABLE, EXPORTS_BUCKET }: GathererEnvironment,
  asks: Pick<GatherDependencies, 'leftToPeople'> = {},
): GatherCollection {
  const now = () => new Date().toISOString();
  const requests = dynamoRequestStore(dynamoClient(), REQUESTS_TABLE);
  const turns = dynamoCompanyTurns(dynamoClient(), REQUESTS_TABLE, now);
  const { dataMap, rights } = loadOrganisation();
  const identifiers = verifiedIdentifiers({ requests });
  const handle = commandHandler({ requests, now });
  const gather = collectionGatherer({
    dataMap,
    connector,
    findings: s3Findings({ client: new S3Client({}), bucket: EXPORTS_BUCKET }),
    identifiers,
    progress: gatheringProgress({ requests, handle }),
    newId: () => randomUUID().slice(0, 8),
    ...asks,
  });
  const checkCompany = companyChecker({ dataMap, rights, connector, identifiers, requests, turns, handle });
  return async (invocation) => {
    // First, so that a collection that counts as read has brought these numbers along.
    await checkCompany(invocation.requestId, invocation.collection);
    return gather(invocation);
  };
}
