import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const consoleApiEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  IDENTIFIER_KEY_ID: setting,
  EXPORTS_BUCKET: setting,
  STAFF_ISSUER: setting,
  STAFF_CLIENT_ID: setting,
  /** Origin of the member site, as mails link to it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
});
