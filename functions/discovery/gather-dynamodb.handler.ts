import { setTimeout as pause } from 'node:timers/promises';
import { readEnvironment } from '../shared/function.env.ts';
import { dynamoConnector } from './connector.dynamo.ts';
import type { GatherCollection } from './gather-collection.ts';
import { gatherDynamodbEnvironment } from './gather-dynamodb.env.ts';
import { gatherFunction } from './gather-function.ts';
import { gathererFor } from './gatherer-for.s3.ts';
import { storeClient } from './store-client.dynamo.ts';

export const makeHandler = ({ gather }: { readonly gather: GatherCollection }) =>
  gatherFunction({ name: 'gather-dynamodb', gather });

const environment = readEnvironment(gatherDynamodbEnvironment);
const { STORE: binding } = environment;
const client = storeClient(binding.region ? { region: binding.region } : {});

export const handler = makeHandler({ gather: gathererFor(dynamoConnector({ client, binding, pause }), environment) });
