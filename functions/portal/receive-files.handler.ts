import { randomBytes } from 'node:crypto';
import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import { handle } from 'hono/aws-lambda';
import { dateCounter } from '../deadlines/index.ts';
import { dynamoSessionStore, sessionKeeper } from '../identity/index.ts';
import { s3AttachmentWriter } from '../messages/index.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { logLevelOf, readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { makeLogger } from '../shared/log.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { s3Client } from '../shared/s3-client.s3.ts';
import { filesApp } from './files-app.tsx';
import type { FilesDependencies } from './form-files.ts';
import { pageEvent } from './page-event.ts';
import { receiveFilesEnvironment } from './receive-files.env.ts';

export const makeHandler = (dependencies: FilesDependencies) => {
  const respond = handle(filesApp(dependencies));
  return lambdaHandler({
    name: 'receive-files',
    schema: pageEvent,
    run: (event, { context }) => respond(event as unknown as LambdaEvent, context as LambdaContext),
  });
};

const environment = readEnvironment(receiveFilesEnvironment);
const organisation = loadOrganisation();
const client = dynamoClient();
const table = environment.REQUESTS_TABLE;
const now = (): string => new Date().toISOString();
const requests = dynamoRequestStore(client, table);

export const handler = makeHandler({
  organisation,
  publicUrl: environment.PUBLIC_URL,
  requests,
  handle: commandHandler({ requests, now, countDates: dateCounter(organisation) }),
  sessions: sessionKeeper({ sessions: dynamoSessionStore(client, table), now, randomBytes }),
  attachments: s3AttachmentWriter(s3Client(), environment.EXPORTS_BUCKET),
  now,
  randomBytes,
  log: makeLogger({
    name: 'receive-files',
    level: logLevelOf(),
    write: (line) => process.stdout.write(`${line}\n`),
  }),
});
