import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const sweepEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  EXPORTS_BUCKET: setting,
  REQUEST_WORKFLOW_ARN: setting,
});
