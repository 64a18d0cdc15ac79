import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';
import { s3Binding } from './store-binding.ts';

export const gatherS3Environment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  EXPORTS_BUCKET: setting,
  /** The store this function reads, as JSON of a `StoreBinding` with physical names. */
  STORE: s3Binding,
});
