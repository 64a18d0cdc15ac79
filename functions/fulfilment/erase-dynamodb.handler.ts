import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { storeClient } from '../discovery/index.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { eraseDynamodbEnvironment } from './erase-dynamodb.env.ts';
import { dynamoEraser } from './eraser.dynamo.ts';
import { eraserFor } from './eraser-for.s3.ts';
import { type Eraser, eraserFunction } from './eraser-function.ts';

export const makeHandler = (eraser: Eraser) => eraserFunction({ name: 'erase-dynamodb', eraser: async () => eraser });

const environment = readEnvironment(eraseDynamodbEnvironment);
const { STORE: binding } = environment;
const client = DynamoDBDocumentClient.from(storeClient(binding.region ? { region: binding.region } : {}));

export const handler = makeHandler(
  eraserFor((sources) => dynamoEraser({ client, binding, sources, pause }), environment),
);
