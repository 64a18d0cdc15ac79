import * as z from 'zod/mini';
import { functionEnvironment, jsonSetting, setting } from '../shared/function.env.ts';

export const planGatheringEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  /** JSON object: function ARN by store id. */
  GATHERERS: jsonSetting(z.record(z.string(), setting)),
});
