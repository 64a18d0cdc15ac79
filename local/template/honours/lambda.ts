import { z } from 'zod';
import { type DeclaredResource, type Honour, honour, noEffect, number, type Realised, truth } from '../honour.ts';
import { constructName, opaqueUuid } from '../physical-name.ts';
import { type Cloud, functionNameOf } from './cloud.ts';

const functionProperties = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string(),
  Timeout: number.default(3),
  MemorySize: number.default(128),
  ReservedConcurrentExecutions: number.optional(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).optional() }).optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
  Architectures: noEffect('bundles are plain JavaScript'),
  Description: noEffect('no console'),
  EphemeralStorage: noEffect('functions here share the disk of this machine'),
  KmsKeyArn: noEffect('environments are not stored'),
  Layers: noEffect('only the provider functions of CDK use layers, and those are exceptions'),
  LoggingConfig: noEffect('logs are files in the data folder'),
  RecursiveLoop: noEffect('no loop detection'),
  Role: noEffect('one user, no permissions'),
  Tags: noEffect('no billing'),
  TracingConfig: noEffect('no X-Ray'),
});

/** Functions that CDK adds for its own custom resources; what they do at AWS, an honour does here. */
const providerFunctions = /^CustomCDKBucketDeployment/;

const lambdaFunction = honour({
  type: 'AWS::Lambda::Function',
  properties: functionProperties,
  create: realiseFunction,
});

function realiseFunction(resource: DeclaredResource<z.output<typeof functionProperties>>, cloud: Cloud): Realised {
  const { properties } = resource;
  const name = properties.FunctionName ?? constructName(resource);
  const arn = `arn:aws:lambda:${cloud.region}:${cloud.accountId}:function:${name}`;
  const realised = { ref: name, attributes: { Arn: arn } };
  if (providerFunctions.test(resource.logicalId)) return realised;
  if (!properties.Runtime.startsWith('nodejs'))
    throw new Error(`property Runtime: ${properties.Runtime} is not supported`);
  cloud.functions.set(name, {
    name,
    arn,
    codeDirectory: cloud.asset(properties.Code.S3Key),
    handler: properties.Handler,
    environment: properties.Environment?.Variables ?? {},
    timeoutSeconds: properties.Timeout,
    memoryMegabytes: properties.MemorySize,
    reservedConcurrency: properties.ReservedConcurrentExecutions,
  });
  cloud.asynchronous.set(name, {
    functionArn: arn,
    maximumRetryAttempts: 2,
    deadLetters: properties.DeadLetterConfig?.TargetArn,
  });
  return realised;
}

const destination = z.strictObject({ Destination: z.string() });

const eventInvokeConfig = honour({
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: z.strictObject({
    FunctionName: z.string(),
    Qualifier: z.literal('$LATEST'),
    MaximumRetryAttempts: number.optional(),
    MaximumEventAgeInSeconds: noEffect('retries here end within seconds'),
    DestinationConfig: z.strictObject({ OnFailure: destination.optional() }).optional(),
  }),
  create(resource, cloud: Cloud) {
    const { FunctionName: name, MaximumRetryAttempts, DestinationConfig } = resource.properties;
    const settings = cloud.asynchronous.get(name);
    if (!settings) throw new Error(`property FunctionName: ${name} is not a function of this app`);
    cloud.asynchronous.set(name, {
      ...settings,
      maximumRetryAttempts: MaximumRetryAttempts ?? settings.maximumRetryAttempts,
      onFailure: DestinationConfig?.OnFailure?.Destination,
    });
    return { ref: constructName(resource) };
  },
});

const eventSourceMapping = honour({
  type: 'AWS::Lambda::EventSourceMapping',
  properties: z.strictObject({
    EventSourceArn: z.string().regex(/:dynamodb:.*\/stream\//, 'only DynamoDB streams are supported'),
    FunctionName: z.string(),
    BatchSize: number.default(100),
    BisectBatchOnFunctionError: truth.default(false),
    DestinationConfig: z.strictObject({ OnFailure: destination.optional() }).optional(),
    Enabled: truth.default(true),
    FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).optional() }).optional(),
    FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).optional(),
    MaximumBatchingWindowInSeconds: noEffect('records go as soon as they are seen'),
    MaximumRecordAgeInSeconds: noEffect('the stream here keeps its records'),
    MaximumRetryAttempts: number.default(-1),
    MetricsConfig: noEffect('no CloudWatch'),
    ParallelizationFactor: noEffect('one batch at a time keeps the order that AWS keeps per item'),
    StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
    Tags: noEffect('no billing'),
  }),
  create(resource, cloud: Cloud) {
    const { properties } = resource;
    const id = opaqueUuid(resource);
    const name = /:function:/.test(properties.FunctionName)
      ? functionNameOf(cloud, properties.FunctionName)
      : properties.FunctionName;
    const definition = cloud.functions.get(name);
    if (!definition) throw new Error(`property FunctionName: ${name} is not a function of this app`);
    if (properties.Enabled) {
      cloud.streamMappings.push({
        id,
        streamArn: properties.EventSourceArn,
        functionName: name,
        functionArn: definition.arn,
        batchSize: properties.BatchSize,
        startingPosition: properties.StartingPosition,
        maximumRetryAttempts: properties.MaximumRetryAttempts,
        bisect: properties.BisectBatchOnFunctionError,
        reportsBatchItemFailures: properties.FunctionResponseTypes !== undefined,
        filters: (properties.FilterCriteria?.Filters ?? []).map(({ Pattern }): unknown => JSON.parse(Pattern)),
        onFailure: properties.DestinationConfig?.OnFailure?.Destination,
      });
    }
    return { ref: id, attributes: { Id: id } };
  },
});

export const lambda: readonly Honour<Cloud>[] = [lambdaFunction, eventInvokeConfig, eventSourceMapping];
