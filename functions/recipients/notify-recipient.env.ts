import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';
import { recipientEndpoints } from './recipient-endpoints.env.ts';

export const notifyRecipientEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  RECIPIENTS: recipientEndpoints,
  /** Origin of the member site, where recipients answer too. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
});
