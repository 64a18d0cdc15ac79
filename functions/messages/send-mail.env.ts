import * as z from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';

export const sendMailEnvironment = functionEnvironment.extend({
  REQUESTS_TABLE: z.string().min(1),
  IDENTIFIER_KEY_ID: z.string().min(1),
  CONFIGURATION_SET: z.string().min(1),
  /** Origin of the member site, as mails link to it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
});
