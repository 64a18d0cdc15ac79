import { objectStoreClient } from '../discovery/index.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { eraseS3Environment } from './erase-s3.env.ts';
import { s3Eraser } from './eraser.s3.ts';
import { eraserFor } from './eraser-for.s3.ts';
import { type Eraser, eraserFunction } from './eraser-function.ts';

export const makeHandler = (eraser: Eraser) => eraserFunction({ name: 'erase-s3', eraser: async () => eraser });

const environment = readEnvironment(eraseS3Environment);
const { STORE: binding } = environment;
const client = objectStoreClient(binding);

export const handler = makeHandler(eraserFor((sources) => s3Eraser({ client, binding, sources }), environment));
