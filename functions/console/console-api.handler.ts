import { randomUUID } from 'node:crypto';
import { type LambdaEvent, handle as lambdaAnswer } from 'hono/aws-lambda';
import type { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { dateCounter, preservationCounter } from '../deadlines/index.ts';
import { s3Findings, s3Submissions, withDownstream } from '../discovery/index.ts';
import {
  changePreparer,
  changesByHand,
  consequenceCounter,
  copyReader,
  erasurePreviewer,
  s3RedactionStore,
} from '../fulfilment/index.ts';
import {
  companiesFromReferences,
  dynamoHoldStore,
  heldRecordFinder,
  holdChanger,
  holdFinder,
  preservationKeeper,
} from '../holds/index.ts';
import { kmsClient, kmsKeyedHash, verifiedIdentifiers } from '../identity/index.ts';
import { dynamoStaffAddresses, s3AttachmentLinks } from '../messages/index.ts';
import { dynamoCountStore, reportMaker } from '../reports/index.ts';
import { commandHandler, dynamoOutboxStore, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { s3Client } from '../shared/s3-client.s3.ts';
import { consoleApiEnvironment } from './console-api.env.ts';
import { type ConsoleEnv, consoleApi } from './console-api.ts';
import { tokenVerifier } from './staff-token.http.ts';

/** An HTTP event of API Gateway (payload 2.0), as far as it must be one; Hono's adapter reads it. */
const httpEvent = z.looseObject({ version: z.literal('2.0'), rawPath: z.string(), requestContext: z.looseObject({}) });

export const makeHandler = ({ api }: { readonly api: Hono<ConsoleEnv> }) => {
  const answer = lambdaAnswer(api);
  return lambdaHandler({
    name: 'console-api',
    schema: httpEvent,
    run: async (event, { log }) => {
      const response = await answer(event as unknown as LambdaEvent);
      log.info('answered', { status: response.statusCode });
      return response;
    },
  });
};

const environment = readEnvironment(consoleApiEnvironment);
const organisation = loadOrganisation();
const { dataMap } = organisation;
const client = dynamoClient();
const table = environment.REQUESTS_TABLE;
const now = () => new Date().toISOString();
const requests = dynamoRequestStore(client, table);
const findings = s3Findings({ client: s3Client(), bucket: environment.EXPORTS_BUCKET });
const identifiers = verifiedIdentifiers({ requests });
const holds = dynamoHoldStore(client, table);
const changeHold = holdChanger({ holds, now });
const handle = commandHandler({
  requests,
  now,
  countDates: dateCounter(organisation),
  countPreservation: preservationCounter(organisation),
});
const companiesOf = companiesFromReferences(findings, dataMap);
const heldRecords = heldRecordFinder({ companiesOf, dataMap });

export const handler = makeHandler({
  api: consoleApi({
    ...tokenVerifier({ issuer: environment.STAFF_ISSUER, clientId: environment.STAFF_CLIENT_ID, now }),
    staffAddresses: dynamoStaffAddresses(client, table),
    requests,
    handle,
    outbox: dynamoOutboxStore(client, table),
    attachments: s3AttachmentLinks(s3Client(), environment.EXPORTS_BUCKET),
    readFindings: findings.readFindings,
    copiesOf: copyReader({ organisation, findings, identifiers }),
    redactions: s3RedactionStore(s3Client(), environment.EXPORTS_BUCKET),
    submissions: s3Submissions(s3Client(), environment.EXPORTS_BUCKET),
    changes: changePreparer({ organisation, findings, identifiers, requests }),
    changesByHand: changesByHand({ dataMap, findings, requests, holds, heldRecords }),
    newId: randomUUID,
    previewErasure: erasurePreviewer({
      dataMap,
      rights: organisation.rights,
      findings,
      identifiers,
      holds,
      heldRecords,
    }),
    countConsequences: consequenceCounter({ rights: organisation.rights, findings }),
    dependentsOf: (collection) => [...withDownstream([collection], dataMap)].filter((id) => id !== collection),
    holds,
    changeHold,
    keepPreserved: preservationKeeper({ requests, handle, holds, changeHold, laws: organisation.laws, now }),
    findHolds: holdFinder({ holds, companiesOf, dataMap }),
    keyedHash: kmsKeyedHash(kmsClient(), environment.IDENTIFIER_KEY_ID),
    makeReport: reportMaker(dynamoCountStore(client, table)),
    organisation,
    siteUrl: environment.PUBLIC_URL,
    now,
  }),
});
