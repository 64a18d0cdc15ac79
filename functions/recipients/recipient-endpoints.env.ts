import * as z from 'zod/mini';
import { jsonSetting, setting } from '../shared/function.env.ts';

/** JSON object: how each recipient is told in this deployment, by its key in the policy. */
export const recipientEndpoints = jsonSetting(
  z.record(
    z.string(),
    z.object({
      url: z.url({ protocol: /^https?$/ }),
      secret: setting,
      identities: z.array(z.string()),
      answerDays: z.int().check(z.positive()),
      privateNetwork: z.exactOptional(z.boolean()),
    }),
  ),
);
