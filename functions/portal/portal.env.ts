import * as z from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';

export const portalEnvironment = functionEnvironment.extend({
  REQUESTS_TABLE: z.string().min(1),
  IDENTIFIER_KEY_ID: z.string().min(1),
  /** Address people see, without a slash at its end. */
  PUBLIC_URL: z.string().min(1),
});
