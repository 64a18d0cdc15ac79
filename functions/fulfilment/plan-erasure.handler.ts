import { planErasure } from '../../workflows/fulfil-request/contract.ts';
import { commandHandler, dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { planErasureEnvironment } from './plan-erasure.env.ts';
import { erasurePlanner, type PlanErasure } from './plan-erasure.ts';

export const makeHandler = ({ plan }: { readonly plan: PlanErasure }) =>
  lambdaHandler({
    name: 'plan-erasure',
    schema: planErasure.payload,
    run: async ({ requestId }) => planErasure.result.parse(await plan(requestId)),
  });

const environment = readEnvironment(planErasureEnvironment);
const now = () => new Date().toISOString();
const requests = dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE);

export const handler = makeHandler({
  plan: erasurePlanner({
    dataMap: loadOrganisation().dataMap,
    requests,
    handle: commandHandler({ requests, now }),
    erasers: environment.ERASERS,
    now,
  }),
});
