import * as z from 'zod/mini';
import { readSecret } from '../discovery/index.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { dynamoNoticeStore } from './notice-store.dynamo.ts';
import { secretReader } from './read-secrets.ts';
import { recipientCallbackEnvironment } from './recipient-callback.env.ts';
import { signatureHeader } from './signature.ts';
import { answerTaker, type TakeAnswer } from './take-answer.ts';

/** API Gateway's HTTP API event, payload format 2.0, as far as it is looked at here. */
const httpEvent = z.looseObject({
  headers: z.record(z.string(), z.string()),
  body: z.optional(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
});

export const makeHandler = ({ take }: { readonly take: TakeAnswer }) =>
  lambdaHandler({
    name: 'recipient-callback',
    schema: httpEvent,
    run: async ({ headers, body = '', isBase64Encoded }, { log }) => {
      const text = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString('utf8');
      const statusCode = await take({ body: text, signature: headers[signatureHeader] });
      log.info('recipient_answered', { status: statusCode });
      return { statusCode, headers: { 'cache-control': 'no-store' } };
    },
  });

const environment = readEnvironment(recipientCallbackEnvironment);
const table = environment.REQUESTS_TABLE;
const requests = dynamoRequestStore(dynamoClient(), table);
const now = () => new Date().toISOString();

export const handler = makeHandler({
  take: answerTaker({
    requests,
    notices: dynamoNoticeStore(dynamoClient(), table),
    handle: commandHandler({ requests, now }),
    secretOf: secretReader(environment.RECIPIENTS, readSecret),
    now,
  }),
});
