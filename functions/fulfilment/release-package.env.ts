import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';

export const releasePackageEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  IDENTIFIER_KEY_ID: setting,
  EXPORTS_BUCKET: setting,
  /** Origin of the member site, from which the form comes. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
});
