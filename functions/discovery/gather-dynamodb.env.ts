import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';
import { dynamoBinding } from './store-binding.ts';

export const gatherDynamodbEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  EXPORTS_BUCKET: setting,
  /** The store this function reads, as JSON of a `StoreBinding` with physical names. */
  STORE: dynamoBinding,
});
