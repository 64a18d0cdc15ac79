import * as z from 'zod/mini';

/** API Gateway's HTTP API event, payload format 2.0, as far as it is looked at here. */
export const pageEvent = z.looseObject({
  rawPath: z.string(),
  headers: z.record(z.string(), z.string()),
  requestContext: z.looseObject({ http: z.looseObject({ method: z.string() }) }),
});
