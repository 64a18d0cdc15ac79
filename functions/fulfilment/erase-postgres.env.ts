import * as z from 'zod/mini';
import { postgresBinding } from '../discovery/index.ts';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const erasePostgresEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  EXPORTS_BUCKET: setting,
  IDENTIFIER_KEY_ID: setting,
  /** The store this function changes, as JSON of a `StoreBinding` with physical names. */
  STORE: postgresBinding,
});
