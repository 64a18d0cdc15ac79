import * as z from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';

export const planGatheringEnvironment = functionEnvironment.extend({
  REQUESTS_TABLE: z.string().min(1),
  /** JSON object: function ARN by store id. */
  GATHERERS: z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.string().min(1))),
});
