import { readEnvironment } from '../shared/function.env.ts';
import { postgresConnector } from './connector.postgres.ts';
import type { GatherCollection } from './gather-collection.ts';
import { gatherFunction } from './gather-function.ts';
import { gatherPostgresEnvironment } from './gather-postgres.env.ts';
import { gathererFor } from './gatherer-for.s3.ts';
import { postgresPool } from './postgres-pool.postgres.ts';
import { readSecret } from './secret.secretsmanager.ts';

export const makeHandler = ({ gather }: { readonly gather: GatherCollection }) =>
  gatherFunction({ name: 'gather-postgres', gather });

const environment = readEnvironment(gatherPostgresEnvironment);
let gatherer: GatherCollection | undefined;

export const handler = makeHandler({
  // Opened in the first invocation and not while loading: a secret that cannot be read is then retried like any fault.
  gather: async (invocation) => {
    gatherer ??= gathererFor(
      postgresConnector({ pool: await postgresPool(environment.STORE, readSecret) }),
      environment,
    );
    return gatherer(invocation);
  },
});
