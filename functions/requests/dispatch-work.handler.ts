import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { dispatchWorkEnvironment } from './dispatch-work.env.ts';
import { type DispatchDependencies, workDispatcher } from './dispatch-work.ts';
import { commandHandler } from './handle-command.ts';
import { workPrefix } from './keys.ts';
import { dynamoOutboxStore } from './outbox-store.dynamo.ts';
import { carryOutEach, outboxStreamEvent } from './outbox-stream.ts';
import { dynamoRequestStore } from './request-store.dynamo.ts';
import { dynamoWaitStore } from './wait-store.dynamo.ts';
import { sfnWorkflowRuns } from './workflow-runs.sfn.ts';

export const makeHandler = (dependencies: DispatchDependencies) => {
  const dispatch = workDispatcher(dependencies);
  return lambdaHandler({
    name: 'dispatch-work',
    schema: outboxStreamEvent,
    run: (event, { log }) => carryOutEach(event, workPrefix, log, dispatch),
  });
};

const environment = readEnvironment(dispatchWorkEnvironment);
const requests = dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE);
const now = () => new Date().toISOString();

export const handler = makeHandler({
  requests,
  now,
  outbox: dynamoOutboxStore(dynamoClient(), environment.REQUESTS_TABLE),
  waits: dynamoWaitStore(dynamoClient(), environment.REQUESTS_TABLE),
  runs: sfnWorkflowRuns(environment.REQUEST_WORKFLOW_ARN),
  handle: commandHandler({ requests, now }),
});
