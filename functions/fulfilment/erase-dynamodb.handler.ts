import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { storeClient } from '../discovery/index.ts';
import { readEnvironment } from '../shared/function.env.ts';
import type { EraseCollection } from './erase-collection.ts';
import { eraseDynamodbEnvironment } from './erase-dynamodb.env.ts';
import { dynamoEraser } from './eraser.dynamo.ts';
import { eraserFor } from './eraser-for.s3.ts';
import { eraserFunction } from './eraser-function.ts';

export const makeHandler = ({ erase }: { readonly erase: EraseCollection }) =>
  eraserFunction({ name: 'erase-dynamodb', erase });

const environment = readEnvironment(eraseDynamodbEnvironment);
const { STORE: binding } = environment;
const client = DynamoDBDocumentClient.from(storeClient(binding.region ? { region: binding.region } : {}));

export const handler = makeHandler({
  erase: eraserFor((sources) => dynamoEraser({ client, binding, sources, pause }), environment),
});
