import * as z from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';

export const checkHoldsEnvironment = functionEnvironment.extend({
  REQUESTS_TABLE: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
});
