import * as z from 'zod/mini';
import { jsonSetting, setting } from '../shared/function.env.ts';

// Store bindings with this deployment's names, as JSON text in a function's environment.

const region = z.exactOptional(setting);

export const dynamoBinding = jsonSetting(
  z.object({
    id: setting,
    kind: z.literal('dynamodb'),
    region,
    tables: z._default(z.record(z.string(), z.string()), {}),
  }),
);

/** `connection` is a PostgreSQL URI, or `secretsmanager:` and the ARN of a secret whose text is one. */
export const postgresBinding = jsonSetting(z.object({ id: setting, kind: z.literal('postgres'), connection: setting }));

/** A source that only people reach; `dueDays`: days they have. */
export const manualBinding = jsonSetting(
  z.object({ id: setting, kind: z.literal('manual'), dueDays: z.int().check(z.positive()) }),
);

export const s3Binding = jsonSetting(z.object({ id: setting, kind: z.literal('s3'), region, bucket: setting }));
