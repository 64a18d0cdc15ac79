import * as z from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';

export const dispatchWorkEnvironment = functionEnvironment.extend({
  REQUESTS_TABLE: z.string().min(1),
  REQUEST_WORKFLOW_ARN: z.string().min(1),
});
