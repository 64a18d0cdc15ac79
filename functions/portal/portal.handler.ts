import { randomBytes, randomUUID } from 'node:crypto';
import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import { handle } from 'hono/aws-lambda';
import { dateCounter } from '../deadlines/index.ts';
import {
  codeAsker,
  codeChecker,
  dynamoCodeStore,
  dynamoLimitStore,
  dynamoSessionStore,
  kmsClient,
  kmsKeyedHash,
  limitCounter,
  sessionKeeper,
} from '../identity/index.ts';
import { commandHandler, dynamoRequestStore, requestSubmitter } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { logLevelOf, readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { makeLogger } from '../shared/log.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { portalApp } from './app.tsx';
import { pageEvent } from './page-event.ts';
import { portalEnvironment } from './portal.env.ts';
import type { PortalDependencies } from './portal-context.ts';

export const makeHandler = (dependencies: PortalDependencies) => {
  const respond = handle(portalApp(dependencies));
  return lambdaHandler({
    name: 'portal',
    schema: pageEvent,
    run: (event, { context }) => respond(event as unknown as LambdaEvent, context as LambdaContext),
  });
};

const environment = readEnvironment(portalEnvironment);
const organisation = loadOrganisation();
const client = dynamoClient();
const table = environment.REQUESTS_TABLE;
const now = (): string => new Date().toISOString();
const requests = dynamoRequestStore(client, table);
const codes = dynamoCodeStore(client, table);
const keyedHash = kmsKeyedHash(kmsClient(), environment.IDENTIFIER_KEY_ID);

export const handler = makeHandler({
  organisation,
  publicUrl: environment.PUBLIC_URL,
  requests,
  submit: requestSubmitter({ requests, now, newId: randomUUID, randomBytes }),
  handle: commandHandler({ requests, now, countDates: dateCounter(organisation) }),
  askForCode: codeAsker({ codes, now }),
  checkCode: codeChecker({ codes, keyedHash, now }),
  sessions: sessionKeeper({ sessions: dynamoSessionStore(client, table), now, randomBytes }),
  keyedHash,
  countLimit: limitCounter({ limits: dynamoLimitStore(client, table), now }),
  now,
  randomBytes,
  log: makeLogger({
    name: 'portal',
    level: logLevelOf(),
    write: (line) => process.stdout.write(`${line}\n`),
  }),
});
