import { z } from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';

export const planGatheringEnvironment = functionEnvironment.extend({
  REQUESTS_TABLE: z.string().min(1),
  /** JSON object: function ARN by store id. */
  GATHERERS: z.string().min(1),
});
