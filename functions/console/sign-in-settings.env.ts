import * as z from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';

export const signInSettingsEnvironment = functionEnvironment.extend({
  STAFF_ISSUER: z.string().min(1),
  STAFF_CLIENT_ID: z.string().min(1),
});
