import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readEnvironment } from '../shared/function.env.ts';
import { dynamoConnector } from './connector.dynamo.ts';
import type { GatherCollection } from './gather-collection.ts';
import { gatherDynamodbEnvironment } from './gather-dynamodb.env.ts';
import { gatherFunction } from './gather-function.ts';
import { gathererFor } from './gatherer-for.s3.ts';

export const makeHandler = ({ gather }: { readonly gather: GatherCollection }) =>
  gatherFunction({ name: 'gather-dynamodb', gather });

const environment = readEnvironment(gatherDynamodbEnvironment);
const { STORE: binding } = environment;
const client = DynamoDBDocumentClient.from(new DynamoDBClient(binding.region ? { region: binding.region } : {}), {
  unmarshallOptions: {
    // Numbers a double cannot hold stay as text.
    wrapNumbers: (text) => (String(Number(text)) === text ? Number(text) : text) as number,
  },
});

export const handler = makeHandler({ gather: gathererFor(dynamoConnector({ client, binding, pause }), environment) });
