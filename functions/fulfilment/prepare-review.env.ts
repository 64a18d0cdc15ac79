import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const prepareReviewEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  EXPORTS_BUCKET: setting,
});
