import { planGathering } from '../../workflows/gather-data/contract.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { gatheringProgress } from './gathering-progress.ts';
import { planGatheringEnvironment } from './plan-gathering.env.ts';
import { gatheringPlanner, type PlanGathering } from './plan-gathering.ts';

export const makeHandler = ({ plan }: { readonly plan: PlanGathering }) =>
  lambdaHandler({
    name: 'plan-gathering',
    schema: planGathering.payload,
    run: async ({ requestId }) => planGathering.result.parse(await plan(requestId)),
  });

const environment = readEnvironment(planGatheringEnvironment);
const requests = dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE);
const now = () => new Date().toISOString();

export const handler = makeHandler({
  plan: gatheringPlanner({
    dataMap: loadOrganisation().dataMap,
    progress: gatheringProgress({ requests, handle: commandHandler({ requests, now }) }),
    gatherers: environment.GATHERERS,
  }),
});
