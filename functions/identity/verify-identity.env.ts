import * as z from 'zod';
import { functionEnvironment } from '../shared/function.env.ts';

const storeBinding = z
  .object({
    id: z.string().min(1),
    kind: z.literal('dynamodb'),
    tables: z.record(z.string(), z.string()).default({}),
  })
  .readonly();

export const verifyIdentityEnvironment = functionEnvironment.extend({
  REQUESTS_TABLE: z.string().min(1),
  /** JSON: the store of the account directory with the physical names of this deployment (`DynamoStoreBinding`). */
  STORE: z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(storeBinding),
});
