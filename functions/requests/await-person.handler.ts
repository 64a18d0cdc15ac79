import { awaitPerson } from '../../workflows/privacy-request/contract.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { Sensitive } from '../shared/sensitive.ts';
import { awaitPersonEnvironment } from './await-person.env.ts';
import { type AwaitDependencies, personAwaiter } from './await-person.ts';
import { dynamoRequestStore } from './request-store.dynamo.ts';
import { dynamoWaitStore } from './wait-store.dynamo.ts';
import { resumeBySfn } from './workflow-runs.sfn.ts';

export const makeHandler = (dependencies: AwaitDependencies) => {
  const awaitIt = personAwaiter(dependencies);
  return lambdaHandler({
    name: 'await-person',
    schema: awaitPerson.payload,
    run: ({ requestId, wait, taskToken }) => awaitIt(requestId, wait, new Sensitive(taskToken)),
  });
};

const environment = readEnvironment(awaitPersonEnvironment);

export const handler = makeHandler({
  requests: dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE),
  waits: dynamoWaitStore(dynamoClient(), environment.REQUESTS_TABLE),
  runs: { resume: resumeBySfn() },
});
