import { planReplay } from '../../workflows/replay-erasures/contract.ts';
import { dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { planReplayEnvironment } from './plan-replay.env.ts';
import { type PlanReplay, replayPlanner } from './plan-replay.ts';

export const makeHandler = ({ plan }: { readonly plan: PlanReplay }) =>
  lambdaHandler({
    name: 'plan-replay',
    schema: planReplay.payload,
    run: async ({ since }) => planReplay.result.parse(await plan(since)),
  });

const environment = readEnvironment(planReplayEnvironment);

export const handler = makeHandler({
  plan: replayPlanner({
    organisation: loadOrganisation(),
    requests: dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE),
    erasers: environment.ERASERS,
    now: () => new Date().toISOString(),
  }),
});
