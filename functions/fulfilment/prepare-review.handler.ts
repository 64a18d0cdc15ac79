import { prepareReview } from '../../workflows/privacy-request/contract.ts';
import { s3Findings } from '../discovery/index.ts';
import { verifiedIdentifiers } from '../identity/index.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { s3Client } from '../shared/s3-client.s3.ts';
import { addressNoter } from './note-addresses.ts';
import { prepareReviewEnvironment } from './prepare-review.env.ts';
import { type PrepareReview, reviewPreparer } from './prepare-review.ts';
import { redactionProposer } from './propose-redactions.ts';
import { s3RedactionStore } from './redaction-store.s3.ts';

export const makeHandler = ({ prepare }: { readonly prepare: PrepareReview }) =>
  lambdaHandler({
    name: 'prepare-review',
    schema: prepareReview.payload,
    run: async ({ requestId }) => prepareReview.result.parse(await prepare(requestId)),
  });

const environment = readEnvironment(prepareReviewEnvironment);
const organisation = loadOrganisation();
const requests = dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE);
const found = {
  requests,
  handle: commandHandler({ requests, now: () => new Date().toISOString() }),
  findings: s3Findings({ client: s3Client(), bucket: environment.EXPORTS_BUCKET }),
  identifiers: verifiedIdentifiers({ requests }),
};

export const handler = makeHandler({
  prepare: reviewPreparer({
    noteAddresses: addressNoter({ ...found, dataMap: organisation.dataMap }),
    propose: redactionProposer({
      ...found,
      redactions: s3RedactionStore(s3Client(), environment.EXPORTS_BUCKET),
      organisation,
    }),
  }),
});
