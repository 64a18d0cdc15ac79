import { readPosition } from '../../workflows/privacy-request/contract.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { phaseOf } from './position.ts';
import { readPositionEnvironment } from './read-position.env.ts';
import { dynamoRequestStore } from './request-store.dynamo.ts';
import type { RequestStore } from './request-store.ts';

/** A workflow runs for a request that is not there: a fault, since requests are never deleted under a workflow. */
export class RequestMissing extends Error {
  override readonly name = 'RequestMissing';
}

export const makeHandler = ({ requests }: { readonly requests: RequestStore }) =>
  lambdaHandler({
    name: 'read-position',
    schema: readPosition.payload,
    run: async ({ requestId }) => {
      const state = await requests.load(requestId);
      if (!state) throw new RequestMissing(requestId);
      return readPosition.result.parse({ phase: phaseOf(state), status: state.status });
    },
  });

const environment = readEnvironment(readPositionEnvironment);

export const handler = makeHandler({ requests: dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE) });
