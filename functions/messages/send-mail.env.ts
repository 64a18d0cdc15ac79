import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const sendMailEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  IDENTIFIER_KEY_ID: setting,
  CONFIGURATION_SET: setting,
  /** Origin of the member site, as mails link to it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
});
