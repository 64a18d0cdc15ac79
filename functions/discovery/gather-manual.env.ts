import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';
import { manualBinding } from './store-binding.ts';

export const gatherManualEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  EXPORTS_BUCKET: setting,
  /** The source that people look through, as JSON of a `StoreBinding`. */
  STORE: manualBinding,
});
