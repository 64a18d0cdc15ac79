import * as z from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';
import { s3Binding } from './store-binding.ts';

export const gatherS3Environment = functionEnvironment.extend({
  REQUESTS_TABLE: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  /** The store this function reads, as JSON of a `StoreBinding` with physical names. */
  STORE: s3Binding,
});
