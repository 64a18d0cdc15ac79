import * as z from 'zod/mini';
import { functionEnvironment, jsonSetting, setting } from '../shared/function.env.ts';

const storeBinding = z.readonly(
  z.object({
    id: setting,
    kind: z.literal('dynamodb'),
    tables: z._default(z.record(z.string(), z.string()), {}),
  }),
);

export const verifyIdentityEnvironment = z.extend(functionEnvironment, {
  REQUESTS_TABLE: setting,
  /** JSON: the store of the account directory with the physical names of this deployment (`DynamoStoreBinding`). */
  STORE: jsonSetting(storeBinding),
});
