import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const portalEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  IDENTIFIER_KEY_ID: setting,
  /** Address people see, without a slash at its end. */
  PUBLIC_URL: setting,
});
