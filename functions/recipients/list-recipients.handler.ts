import { listRecipients } from '../../workflows/fulfil-request/contract.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { listRecipientsEnvironment } from './list-recipients.env.ts';
import { type ListRecipients, recipientLister } from './list-recipients.ts';

export const makeHandler = ({ list }: { readonly list: ListRecipients }) =>
  lambdaHandler({
    name: 'list-recipients',
    schema: listRecipients.payload,
    run: async ({ requestId }) => listRecipients.result.parse(await list(requestId)),
  });

const environment = readEnvironment(listRecipientsEnvironment);
const requests = dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE);

export const handler = makeHandler({
  list: recipientLister({
    organisation: loadOrganisation(),
    requests,
    handle: commandHandler({ requests, now: () => new Date().toISOString() }),
  }),
});
