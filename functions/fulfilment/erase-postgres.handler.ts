import { postgresPool, readSecret } from '../discovery/index.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { erasePostgresEnvironment } from './erase-postgres.env.ts';
import { postgresEraser } from './eraser.postgres.ts';
import { eraserFor } from './eraser-for.s3.ts';
import { type Eraser, eraserFunction } from './eraser-function.ts';

export const makeHandler = (eraser: () => Promise<Eraser>) => eraserFunction({ name: 'erase-postgres', eraser });

const environment = readEnvironment(erasePostgresEnvironment);
let eraser: Eraser | undefined;

// Opened in the first invocation and not while loading: a secret that cannot be read is then retried like any fault.
export const handler = makeHandler(async () => {
  if (!eraser) {
    const pool = await postgresPool(environment.STORE, readSecret);
    eraser = eraserFor((sources) => postgresEraser({ pool, sources }), environment);
  }
  return eraser;
});
