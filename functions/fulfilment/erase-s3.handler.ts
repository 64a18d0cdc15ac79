import { S3Client } from '@aws-sdk/client-s3';
import { readEnvironment } from '../shared/function.env.ts';
import type { EraseCollection } from './erase-collection.ts';
import { eraseS3Environment } from './erase-s3.env.ts';
import { s3Eraser } from './eraser.s3.ts';
import { eraserFor } from './eraser-for.s3.ts';
import { eraserFunction } from './eraser-function.ts';

export const makeHandler = ({ erase }: { readonly erase: EraseCollection }) =>
  eraserFunction({ name: 'erase-s3', erase });

const environment = readEnvironment(eraseS3Environment);
const { STORE: binding } = environment;
const client = new S3Client(binding.region ? { region: binding.region } : {});

export const handler = makeHandler({
  erase: eraserFor((sources) => s3Eraser({ client, binding, sources }), environment),
});
