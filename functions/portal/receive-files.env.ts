import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const receiveFilesEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  EXPORTS_BUCKET: setting,
  /** Address people see, without a slash at its end. */
  PUBLIC_URL: setting,
});
