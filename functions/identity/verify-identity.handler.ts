import { verifyIdentity } from '../../workflows/privacy-request/contract.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { dynamoAccountDirectory } from './account-directory.dynamo.ts';
import { verifyIdentityEnvironment } from './verify-identity.env.ts';
import { identityVerifier, type VerifyIdentityDependencies } from './verify-identity.ts';

export const makeHandler = (dependencies: VerifyIdentityDependencies) => {
  const verify = identityVerifier(dependencies);
  return lambdaHandler({
    name: 'verify-identity',
    schema: verifyIdentity.payload,
    run: async ({ requestId }) => verifyIdentity.result.parse(await verify(requestId)),
  });
};

const environment = readEnvironment(verifyIdentityEnvironment);
const client = dynamoClient();
const requests = dynamoRequestStore(client, environment.REQUESTS_TABLE);

export const handler = makeHandler({
  requests,
  accounts: dynamoAccountDirectory(client, loadOrganisation().dataMap, environment.STORE),
  handle: commandHandler({ requests, now: () => new Date().toISOString() }),
});
