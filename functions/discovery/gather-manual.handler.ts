import { dynamoRequestStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { s3Client } from '../shared/s3-client.s3.ts';
import type { GatherCollection } from './gather-collection.ts';
import { gatherFunction } from './gather-function.ts';
import { gatherManualEnvironment } from './gather-manual.env.ts';
import { gathererFor } from './gatherer-for.s3.ts';
import { leftToPeople } from './left-to-people.ts';
import { manualConnector } from './submissions.s3.ts';

export const makeHandler = ({ gather }: { readonly gather: GatherCollection }) =>
  gatherFunction({ name: 'gather-manual', gather });

const environment = readEnvironment(gatherManualEnvironment);
const { EXPORTS_BUCKET: bucket, REQUESTS_TABLE, STORE } = environment;
const requests = dynamoRequestStore(dynamoClient(), REQUESTS_TABLE);
const asks = { leftToPeople: leftToPeople({ dueDays: STORE.dueDays, now: () => new Date().toISOString() }) };

export const handler = makeHandler({
  gather: (invocation) => {
    const { requestId } = invocation;
    const submissionOf = async (collection: string) =>
      (await requests.load(requestId))?.collections[collection]?.submission;
    const connector = manualConnector({ client: s3Client(), bucket, requestId, submissionOf });
    return gathererFor(connector, environment, asks)(invocation);
  },
});
