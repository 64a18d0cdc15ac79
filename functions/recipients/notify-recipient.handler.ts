import { notifyRecipient } from '../../workflows/fulfil-request/contract.ts';
import { readSecret } from '../discovery/index.ts';
import { verifiedIdentifiers } from '../identity/index.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { dynamoNoticeStore } from './notice-store.dynamo.ts';
import { notifyRecipientEnvironment } from './notify-recipient.env.ts';
import { type NotifyRecipient, recipientNotifier } from './notify-recipient.ts';
import { secretReader } from './read-secrets.ts';
import { sendNotice } from './send-notice.http.ts';
import { whatToTell } from './what-to-tell.ts';

export const makeHandler = ({ notify }: { readonly notify: NotifyRecipient }) =>
  lambdaHandler({
    name: 'notify-recipient',
    schema: notifyRecipient.payload,
    run: async ({ requestId, recipient }, { log }) => {
      const result = await notify(requestId, recipient);
      log.info('recipient_notified', { outcome: result.outcome });
      return notifyRecipient.result.parse(result);
    },
  });

const environment = readEnvironment(notifyRecipientEnvironment);
const organisation = loadOrganisation();
const table = environment.REQUESTS_TABLE;
const requests = dynamoRequestStore(dynamoClient(), table);
const now = () => new Date().toISOString();

export const handler = makeHandler({
  notify: recipientNotifier({
    endpoints: environment.RECIPIENTS,
    requests,
    whatToTell: (state) => whatToTell(organisation, state),
    identifiers: verifiedIdentifiers({ requests }),
    notices: dynamoNoticeStore(dynamoClient(), table),
    handle: commandHandler({ requests, now }),
    send: sendNotice,
    secretOf: secretReader(environment.RECIPIENTS, readSecret),
    callbackUrl: `${environment.PUBLIC_URL}/recipients/callback`,
    now,
  }),
});
