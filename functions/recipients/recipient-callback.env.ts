import * as z from 'zod/mini';
import { functionEnvironment, setting } from '../shared/function.env.ts';
import { recipientEndpoints } from './recipient-endpoints.env.ts';

export const recipientCallbackEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  RECIPIENTS: recipientEndpoints,
});
