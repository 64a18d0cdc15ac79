import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const dispatchWorkEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  REQUEST_WORKFLOW_ARN: setting,
});
