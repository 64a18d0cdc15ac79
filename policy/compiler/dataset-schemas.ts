import { z } from 'zod';
import { key, localised } from './policy-schemas.ts';

/**
 * The part of a fideslang Dataset that this product reads (fideslang `models.py`: Dataset, DatasetCollection,
 * DatasetField, FidesMeta, FidesDatasetReference). Other keys are let pass, so a company's files come unchanged.
 */
export interface DatasetField {
  name: string;
  data_categories?: string[] | null | undefined;
  fides_meta?: FieldMeta | null | undefined;
  /** The older name of `fides_meta`, which fideslang still reads. */
  fidesops_meta?: FieldMeta | null | undefined;
  fields?: DatasetField[] | null | undefined;
}

export interface FieldMeta {
  primary_key?: boolean | null | undefined;
  identity?: string | null | undefined;
  data_type?: string | null | undefined;
  references?: { dataset: string; field: string; direction?: 'from' | 'to' | null | undefined }[] | null | undefined;
}

const fieldMeta = z.looseObject({
  primary_key: z.boolean().nullish(),
  identity: key.nullish(),
  data_type: z.string().nullish(),
  references: z
    .array(z.looseObject({ dataset: key, field: z.string().min(1), direction: z.enum(['from', 'to']).nullish() }))
    .nullish(),
});

const datasetField: z.ZodType<DatasetField> = z.looseObject({
  name: z.string().min(1),
  data_categories: z.array(key).nullish(),
  fides_meta: fieldMeta.nullish(),
  fidesops_meta: fieldMeta.nullish(),
  get fields() {
    return z.array(datasetField).nullish();
  },
});

const datasetCollection = z.looseObject({
  name: key,
  data_categories: z.array(key).nullish(),
  fields: z.array(datasetField).min(1),
});

export const datasetFile = z.looseObject({
  dataset: z
    .array(
      z.looseObject({
        fides_key: key,
        data_categories: z.array(key).nullish(),
        collections: z.array(datasetCollection).min(1),
      }),
    )
    .min(1),
});

/** The file `<name>.store.yml` beside `<name>.yml`: where its collections live and what they are called. */
export function storeFile(languages: readonly string[]) {
  const text = localised(languages);
  const name = z.string().min(1);
  const described = {
    title: text,
    time_field: name.optional(),
    own_addresses: z.array(name).min(1).optional(),
    fields: z.record(z.string(), text),
  };
  const table = z.string().min(1);
  const dynamo = z.strictObject({
    store: z.strictObject({ id: key, kind: z.literal('dynamodb'), region: key.optional() }),
    collections: z.record(
      key,
      z.strictObject({
        ...described,
        table,
        indexes: z
          .record(z.string(), z.union([key, z.strictObject({ name: key, projection: z.enum(['all', 'keys']) })]))
          .optional(),
      }),
    ),
  });
  const postgres = z.strictObject({
    store: z
      .strictObject({
        id: key,
        kind: z.literal('postgres'),
        connection: z.string().min(1),
        eraser_connection: z.string().min(1),
      })
      .refine(({ connection, eraser_connection }) => connection !== eraser_connection, {
        path: ['eraser_connection'],
        message: 'must be of another database role than connection, which may only read',
      })
      .transform(({ eraser_connection, ...store }) => ({ ...store, eraserConnection: eraser_connection })),
    collections: z.record(key, z.strictObject({ ...described, table })),
  });
  const s3 = z.strictObject({
    store: z.strictObject({ id: key, kind: z.literal('s3'), bucket: z.string().min(1), region: key.optional() }),
    collections: z.record(
      key,
      z.strictObject({
        ...described,
        prefix: z.string().min(1),
        format: z.enum(['jsonl', 'csv', 'object']),
        gzip: z.boolean().optional(),
      }),
    ),
  });
  const manual = z.strictObject({
    store: z
      .strictObject({ id: key, kind: z.literal('manual'), due_days: z.int().min(1).max(30) })
      .transform(({ due_days, ...store }) => ({ ...store, dueDays: due_days })),
    collections: z.record(key, z.strictObject({ ...described, place: z.string().min(1) })),
  });
  return { dynamodb: dynamo, postgres, s3, manual };
}

export const storeKind = z.looseObject({
  store: z.looseObject({
    kind: z.enum(['dynamodb', 'postgres', 's3', 'manual'], { error: 'must be dynamodb, postgres, s3 or manual' }),
  }),
});
