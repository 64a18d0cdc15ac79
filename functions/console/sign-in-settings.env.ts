import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const signInSettingsEnvironment = z.extend(functionEnvironment, {
  STAFF_ISSUER: setting,
  STAFF_CLIENT_ID: setting,
});
