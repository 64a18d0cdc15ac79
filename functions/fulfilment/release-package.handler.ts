import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import {
  codeChecker,
  dynamoCodeStore,
  dynamoSessionStore,
  kmsClient,
  kmsKeyedHash,
  sessionKeeper,
  sessionTokenIn,
} from '../identity/index.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { s3Client } from '../shared/s3-client.s3.ts';
import { answerDownload } from './answer-download.ts';
import { s3ExportStore } from './export-store.s3.ts';
import { releasePackageEnvironment } from './release-package.env.ts';
import { packageReleaser, type ReleasePackage } from './release-package.ts';

/** API Gateway's HTTP API event, payload format 2.0, as far as it is looked at here. */
const httpEvent = z.looseObject({
  headers: z.record(z.string(), z.string()),
  cookies: z.optional(z.array(z.string())),
  body: z.optional(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
});

export const makeHandler = (dependencies: {
  readonly release: ReleasePackage;
  readonly languages: readonly string[];
  readonly publicUrl: string;
}) =>
  lambdaHandler({
    name: 'release-package',
    schema: httpEvent,
    run: async (event, { log }) => {
      const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8').toString('utf8');
      const token = sessionTokenIn(event.cookies?.join('; '));
      const answer = await answerDownload(dependencies, { headers: event.headers, body, token });
      log.info('download', { status: answer.statusCode, outcome: answer.outcome });
      return { statusCode: answer.statusCode, headers: { ...answer.headers } };
    },
  });

const environment = readEnvironment(releasePackageEnvironment);
const { REQUESTS_TABLE: table, EXPORTS_BUCKET: bucket } = environment;
const now = () => new Date().toISOString();

export const handler = makeHandler({
  languages: loadOrganisation().languages,
  publicUrl: environment.PUBLIC_URL,
  release: packageReleaser({
    sessions: sessionKeeper({ sessions: dynamoSessionStore(dynamoClient(), table), now, randomBytes }),
    checkCode: codeChecker({
      codes: dynamoCodeStore(dynamoClient(), table),
      keyedHash: kmsKeyedHash(kmsClient(), environment.IDENTIFIER_KEY_ID),
      now,
    }),
    handle: commandHandler({ requests: dynamoRequestStore(dynamoClient(), table), now }),
    exports: s3ExportStore(s3Client(), bucket),
  }),
});
