import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';
import { postgresBinding } from './store-binding.ts';

export const gatherPostgresEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  EXPORTS_BUCKET: setting,
  /** The store this function reads, as JSON of a `StoreBinding` with physical names. */
  STORE: postgresBinding,
});
