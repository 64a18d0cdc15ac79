import * as z from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';

export const releasePackageEnvironment = functionEnvironment.extend({
  REQUESTS_TABLE: z.string().min(1),
  IDENTIFIER_KEY_ID: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  /** Origin of the member site, from which the form comes. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
});
