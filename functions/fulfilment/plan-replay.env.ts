import * as z from 'zod/mini';
import { functionEnvironment, jsonSetting, setting } from '../shared/function.env.ts';

export const planReplayEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  /** JSON object: function ARN by store id. */
  ERASERS: jsonSetting(z.record(z.string(), setting)),
});
