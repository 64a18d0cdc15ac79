import { postgresPool, readSecret } from '../discovery/index.ts';
import { readEnvironment } from '../shared/function.env.ts';
import type { EraseCollection } from './erase-collection.ts';
import { erasePostgresEnvironment } from './erase-postgres.env.ts';
import { postgresEraser } from './eraser.postgres.ts';
import { eraserFor } from './eraser-for.s3.ts';
import { eraserFunction } from './eraser-function.ts';

export const makeHandler = ({ erase }: { readonly erase: EraseCollection }) =>
  eraserFunction({ name: 'erase-postgres', erase });

const environment = readEnvironment(erasePostgresEnvironment);
let eraser: EraseCollection | undefined;

export const handler = makeHandler({
  // Opened in the first invocation and not while loading: a secret that cannot be read is then retried like any fault.
  erase: async (invocation) => {
    if (!eraser) {
      const pool = await postgresPool(environment.STORE, readSecret);
      eraser = eraserFor((sources) => postgresEraser({ pool, sources }), environment);
    }
    return eraser(invocation);
  },
});
