import * as z from 'zod';

/** A store binding with this deployment's names, as JSON text in a function's environment. */
function binding<Shape extends z.ZodType>(shape: Shape) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(shape);
}

const id = z.string().min(1);
const region = z.string().min(1).exactOptional();

export const dynamoBinding = binding(
  z.object({ id, kind: z.literal('dynamodb'), region, tables: z.record(z.string(), z.string()).default({}) }),
);

/** `connection` is a PostgreSQL URI, or `secretsmanager:` and the ARN of a secret whose text is one. */
export const postgresBinding = binding(z.object({ id, kind: z.literal('postgres'), connection: z.string().min(1) }));

export const s3Binding = binding(z.object({ id, kind: z.literal('s3'), region, bucket: z.string().min(1) }));
