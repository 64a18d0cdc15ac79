import { z } from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';

export const verifyIdentityEnvironment = functionEnvironment.extend({
  REQUESTS_TABLE: z.string().min(1),
  /** The store of the account directory, as JSON of a `StoreBinding` with physical names. */
  STORE: z.string().min(1),
});
