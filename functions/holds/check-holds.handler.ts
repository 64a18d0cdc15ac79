import { checkHolds } from '../../workflows/privacy-request/contract.ts';
import { s3Findings } from '../discovery/index.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { s3Client } from '../shared/s3-client.s3.ts';
import { checkHoldsEnvironment } from './check-holds.env.ts';
import { type CheckHolds, holdChecker, holdFinder } from './check-holds.ts';
import { companiesFromReferences } from './companies-of-request.ts';
import { dynamoHoldStore } from './hold-store.dynamo.ts';

export const makeHandler = ({ check }: { readonly check: CheckHolds }) =>
  lambdaHandler({
    name: 'check-holds',
    schema: checkHolds.payload,
    run: async ({ requestId }) => checkHolds.result.parse(await check(requestId)),
  });

const environment = readEnvironment(checkHoldsEnvironment);
const { dataMap } = loadOrganisation();
const requests = dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE);
const findings = s3Findings({ client: s3Client(), bucket: environment.EXPORTS_BUCKET });

export const handler = makeHandler({
  check: holdChecker({
    requests,
    handle: commandHandler({ requests, now: () => new Date().toISOString() }),
    findHolds: holdFinder({
      holds: dynamoHoldStore(dynamoClient(), environment.REQUESTS_TABLE),
      companiesOf: companiesFromReferences(findings, dataMap),
      dataMap,
    }),
  }),
});
