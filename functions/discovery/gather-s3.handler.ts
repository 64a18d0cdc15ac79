import { readEnvironment } from '../shared/function.env.ts';
import { s3Connector } from './connector.s3.ts';
import type { GatherCollection } from './gather-collection.ts';
import { gatherFunction } from './gather-function.ts';
import { gatherS3Environment } from './gather-s3.env.ts';
import { gathererFor } from './gatherer-for.s3.ts';
import { objectStoreClient } from './store-client.s3.ts';

export const makeHandler = ({ gather }: { readonly gather: GatherCollection }) =>
  gatherFunction({ name: 'gather-s3', gather });

const environment = readEnvironment(gatherS3Environment);
const { STORE: binding } = environment;
export const handler = makeHandler({
  gather: gathererFor(s3Connector({ client: objectStoreClient(binding), binding }), environment),
});
