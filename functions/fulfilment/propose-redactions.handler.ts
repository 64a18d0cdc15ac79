import { proposeRedactions } from '../../workflows/privacy-request/contract.ts';
import { s3Findings } from '../discovery/index.ts';
import { verifiedIdentifiers } from '../identity/index.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { s3Client } from '../shared/s3-client.s3.ts';
import { proposeRedactionsEnvironment } from './propose-redactions.env.ts';
import { type ProposeRedactions, redactionProposer } from './propose-redactions.ts';
import { s3RedactionStore } from './redaction-store.s3.ts';

export const makeHandler = ({ propose }: { readonly propose: ProposeRedactions }) =>
  lambdaHandler({
    name: 'propose-redactions',
    schema: proposeRedactions.payload,
    run: async ({ requestId }) => proposeRedactions.result.parse(await propose(requestId)),
  });

const environment = readEnvironment(proposeRedactionsEnvironment);
const requests = dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE);

export const handler = makeHandler({
  propose: redactionProposer({
    requests,
    handle: commandHandler({ requests, now: () => new Date().toISOString() }),
    findings: s3Findings({ client: s3Client(), bucket: environment.EXPORTS_BUCKET }),
    identifiers: verifiedIdentifiers({ requests }),
    redactions: s3RedactionStore(s3Client(), environment.EXPORTS_BUCKET),
    organisation: loadOrganisation(),
  }),
});
