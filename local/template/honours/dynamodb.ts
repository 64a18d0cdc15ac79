import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { type DeclaredResource, type Honour, honour, noEffect, type Realised, truth } from '../honour.ts';
import { constructName } from '../physical-name.ts';
import type { Cloud } from './cloud.ts';

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).optional(),
});
const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: projection,
  ContributorInsightsSpecification: noEffect('no CloudWatch'),
});
const protection = {
  ContributorInsightsSpecification: noEffect('no CloudWatch'),
  DeletionProtectionEnabled: noEffect('nothing deletes a table here but --reset'),
  PointInTimeRecoverySpecification: noEffect('no backups of sample data'),
  Tags: noEffect('no billing'),
};

const common = {
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  BillingMode: noEffect('capacity is not metered'),
  GlobalSecondaryIndexes: z.array(index).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  SSESpecification: noEffect('data on this machine is not encrypted by the key service'),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: truth }).optional(),
};
const streamView = z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']);

const globalTable = z.strictObject({
  ...common,
  StreamSpecification: z.strictObject({ StreamViewType: streamView }).optional(),
  Replicas: z
    .array(
      z.strictObject({
        Region: z.string(),
        SSESpecification: noEffect('data on this machine is not encrypted by the key service'),
        GlobalSecondaryIndexes: z
          .array(z.strictObject({ IndexName: z.string(), ContributorInsightsSpecification: noEffect('no CloudWatch') }))
          .optional(),
        ...protection,
      }),
    )
    .max(1, 'one region only'),
});

const table = z.strictObject({
  ...common,
  ...protection,
  StreamSpecification: z.strictObject({ StreamViewType: streamView }).optional(),
});

type Table = z.output<typeof table> | z.output<typeof globalTable>;

export const dynamodb: readonly Honour<Cloud>[] = [
  honour({ type: 'AWS::DynamoDB::GlobalTable', properties: globalTable, create: realiseTable }),
  honour({ type: 'AWS::DynamoDB::Table', properties: table, create: realiseTable }),
];

async function realiseTable(resource: DeclaredResource<Table>, cloud: Cloud): Promise<Realised> {
  const { properties } = resource;
  const name = properties.TableName ?? constructName(resource);
  const description = (await describe(name, cloud)) ?? (await create(name, properties, cloud));
  refuseChange(description, properties);
  await setTimeToLive(name, properties, cloud);
  return {
    ref: name,
    attributes: {
      // The database here puts a region of its own into ARNs; policies name tables by the app's.
      Arn: `arn:aws:dynamodb:${cloud.region}:${cloud.accountId}:table/${name}`,
      StreamArn: description.LatestStreamArn,
      TableId: description.TableId ?? name,
    },
  };
}

async function describe(name: string, cloud: Cloud): Promise<TableDescription | undefined> {
  try {
    return (await cloud.dynamodb.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function create(name: string, properties: Table, cloud: Cloud): Promise<TableDescription> {
  const input: CreateTableCommandInput = {
    TableName: name,
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(properties.GlobalSecondaryIndexes
      ? { GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes.map(toIndex) }
      : {}),
    ...(properties.LocalSecondaryIndexes
      ? { LocalSecondaryIndexes: properties.LocalSecondaryIndexes.map(toIndex) }
      : {}),
    ...(properties.StreamSpecification
      ? { StreamSpecification: { StreamEnabled: true, StreamViewType: properties.StreamSpecification.StreamViewType } }
      : {}),
  };
  const created = (await cloud.dynamodb.send(new CreateTableCommand(input))).TableDescription;
  if (!created) throw new Error(`table ${name} could not be created`);
  return created;
}

function toIndex({ IndexName, KeySchema, Projection }: z.output<typeof index>) {
  const { ProjectionType, NonKeyAttributes } = Projection;
  return { IndexName, KeySchema, Projection: { ProjectionType, ...(NonKeyAttributes ? { NonKeyAttributes } : {}) } };
}

/** A table can't change its keys, and an index is not built over existing items here: better said than found out. */
function refuseChange(existing: TableDescription, properties: Table): void {
  const shape = (keys: readonly { AttributeName?: string | undefined; KeyType?: string | undefined }[] = []) =>
    keys.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).join(', ');
  const indexes = (
    list: readonly { IndexName?: string | undefined; KeySchema?: z.output<typeof keySchema> | undefined }[] = [],
  ) =>
    list
      .map((item) => `${item.IndexName} (${shape(item.KeySchema)})`)
      .sort()
      .join('; ');
  const was = [
    shape(existing.KeySchema),
    indexes(existing.GlobalSecondaryIndexes as never),
    existing.StreamSpecification?.StreamViewType,
  ];
  const now = [
    shape(properties.KeySchema),
    indexes(properties.GlobalSecondaryIndexes),
    properties.StreamSpecification?.StreamViewType,
  ];
  if (was.join('|') !== now.join('|')) {
    throw new Error(
      `keys, indexes or stream differ from the table in the data folder (was ${was.join('; ')}): start with --reset`,
    );
  }
}

async function setTimeToLive(name: string, { TimeToLiveSpecification: wanted }: Table, cloud: Cloud): Promise<void> {
  if (!wanted) return;
  const current = await cloud.dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name }));
  const enabled = current.TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED';
  if (enabled === wanted.Enabled || wanted.AttributeName === undefined) return;
  await cloud.dynamodb.send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: { AttributeName: wanted.AttributeName, Enabled: wanted.Enabled },
    }),
  );
}
