import { setTimeout as pause } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { s3Findings } from '../discovery/index.ts';
import { companiesFromReferences, dynamoHoldStore, heldRecordFinder } from '../holds/index.ts';
import { kmsClient, kmsKeyedHash, verifiedIdentifiers } from '../identity/index.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { collectionEraser } from './erase-collection.ts';
import type { Eraser } from './eraser-function.ts';
import { dynamoErasureClaims } from './erasure-claims.dynamo.ts';
import { s3ErasureProgress } from './erasure-progress.s3.ts';
import { dynamoErasureReplays } from './erasure-replays.dynamo.ts';
import { erasureHashes } from './keyed-hashes.ts';
import { collectionReplayer } from './replay-collection.ts';
import type { StoreEraser, ValueSources } from './store-eraser.ts';

export interface EraserEnvironment {
  readonly REQUESTS_TABLE: string;
  readonly EXPORTS_BUCKET: string;
  readonly IDENTIFIER_KEY_ID: string;
}

/** Wires an eraser to the requests table and the exports bucket; only what changes the store differs from store to store. */
export function eraserFor(
  makeEraser: (sources: ValueSources) => StoreEraser,
  { REQUESTS_TABLE, EXPORTS_BUCKET, IDENTIFIER_KEY_ID }: EraserEnvironment,
): Eraser {
  const { dataMap, rights } = loadOrganisation();
  const requests = dynamoRequestStore(dynamoClient(), REQUESTS_TABLE);
  const exportsClient = new S3Client({});
  const findings = s3Findings({ client: exportsClient, bucket: EXPORTS_BUCKET });
  const { recordKeys, sources } = erasureHashes(kmsKeyedHash(kmsClient(), IDENTIFIER_KEY_ID));
  const now = () => new Date().toISOString();
  const eraser = makeEraser(sources);
  const both = {
    dataMap,
    eraser,
    requests,
    holds: dynamoHoldStore(dynamoClient(), REQUESTS_TABLE),
    heldRecords: heldRecordFinder({ companiesOf: companiesFromReferences(findings, dataMap), dataMap }),
    claims: dynamoErasureClaims(dynamoClient(), REQUESTS_TABLE),
    recordKeys,
    now,
  };
  return {
    erase: collectionEraser({
      ...both,
      rights,
      findings,
      identifiers: verifiedIdentifiers({ requests }),
      handle: commandHandler({ requests, now }),
      progress: s3ErasureProgress(exportsClient, EXPORTS_BUCKET),
      pause,
    }),
    replay: collectionReplayer({ ...both, sources, replays: dynamoErasureReplays(dynamoClient(), REQUESTS_TABLE) }),
  };
}
