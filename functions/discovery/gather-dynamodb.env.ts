import * as z from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';
import { dynamoBinding } from './store-binding.ts';

export const gatherDynamodbEnvironment = functionEnvironment.extend({
  REQUESTS_TABLE: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  /** The store this function reads, as JSON of a `StoreBinding` with physical names. */
  STORE: dynamoBinding,
});
