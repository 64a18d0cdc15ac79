import { S3Client } from '@aws-sdk/client-s3';
import { readEnvironment } from '../shared/function.env.ts';
import { s3Connector } from './connector.s3.ts';
import type { GatherCollection } from './gather-collection.ts';
import { gatherFunction } from './gather-function.ts';
import { gatherS3Environment } from './gather-s3.env.ts';
import { gathererFor } from './gatherer-for.s3.ts';

export const makeHandler = ({ gather }: { readonly gather: GatherCollection }) =>
  gatherFunction({ name: 'gather-s3', gather });

const environment = readEnvironment(gatherS3Environment);
const { STORE: binding } = environment;
const client = new S3Client(binding.region ? { region: binding.region } : {});

export const handler = makeHandler({ gather: gathererFor(s3Connector({ client, binding }), environment) });
