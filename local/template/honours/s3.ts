import { existsSync } from 'node:fs';
import { CreateBucketCommand, HeadBucketCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { createObjectOrigin } from '../../edge/index.ts';
import { type Honour, honour, noEffect, truth } from '../honour.ts';
import { constructName } from '../physical-name.ts';
import { deployFolder } from './bucket-deployment.s3.ts';
import type { Cloud } from './cloud.ts';

const bucket = honour({
  type: 'AWS::S3::Bucket',
  properties: z.strictObject({
    BucketName: z.string().optional(),
    AccessControl: noEffect('one user, no access lists'),
    BucketEncryption: noEffect('objects on this machine are not encrypted by the key service'),
    LifecycleConfiguration: noEffect('objects are expired by the product itself; the rules are its last net at AWS'),
    LoggingConfiguration: noEffect('no server access logs'),
    MetricsConfigurations: noEffect('no CloudWatch'),
    NotificationConfiguration: z.strictObject({}).optional(),
    ObjectLockEnabled: z.literal(false).optional(),
    OwnershipControls: noEffect('one account'),
    PublicAccessBlockConfiguration: noEffect('the store listens on this machine only'),
    VersioningConfiguration: noEffect('the store keeps the latest version only'),
    Tags: noEffect('no billing'),
  }),
  async create(resource, cloud: Cloud) {
    const name = resource.properties.BucketName ?? constructName(resource).toLowerCase();
    if (!(await exists(name, cloud))) await cloud.s3.send(new CreateBucketCommand({ Bucket: name }));
    const domain = `${name}.s3.${cloud.region}.amazonaws.com`;
    const origin = createObjectOrigin(cloud.s3, name);
    cloud.origins.set(domain, origin);
    cloud.addresses.set(`https://${domain}`, cloud.objectStoreUrl);
    cloud.origins.set(`${name}.s3.amazonaws.com`, origin);
    return {
      ref: name,
      attributes: { Arn: `arn:aws:s3:::${name}`, RegionalDomainName: domain, DomainName: `${name}.s3.amazonaws.com` },
    };
  },
});

async function exists(name: string, cloud: Cloud): Promise<boolean> {
  try {
    await cloud.s3.send(new HeadBucketCommand({ Bucket: name }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
    throw error;
  }
}

/** CDK's own custom resource; its provider function is in the list of exceptions, the copying is done here. */
const bucketDeployment = honour({
  type: 'Custom::CDKBucketDeployment',
  properties: z.strictObject({
    ServiceToken: z.string(),
    ServiceTimeout: noEffect('no provider function'),
    SourceBucketNames: z.array(z.string()),
    SourceObjectKeys: z.array(z.string()),
    SourceMarkers: z.array(z.strictObject({})).optional(),
    SourceMarkersConfig: z.array(z.strictObject({})).optional(),
    DestinationBucketName: z.string(),
    DestinationBucketKeyPrefix: z.string().optional(),
    DestinationBucketArn: noEffect('for the provider function'),
    Prune: truth.optional(),
    SystemMetadata: z.record(z.string(), z.string()).optional(),
    UserMetadata: z.record(z.string(), z.string()).optional(),
    DistributionId: noEffect('nothing is cached here'),
    DistributionPaths: noEffect('nothing is cached here'),
    WaitForDistributionInvalidation: noEffect('nothing is cached here'),
    OutputObjectKeys: noEffect('for the provider function'),
    RetainOnDelete: noEffect('nothing is deleted here but by --reset'),
    Extract: z.literal(true).optional(),
  }),
  async create(resource, cloud: Cloud) {
    const { properties } = resource;
    const folders = properties.SourceObjectKeys.map(cloud.asset);
    for (const folder of folders) if (!existsSync(folder)) throw new Error(`asset folder ${folder} does not exist`);
    await deployFolder({
      client: cloud.s3,
      folders,
      bucket: properties.DestinationBucketName,
      prefix: properties.DestinationBucketKeyPrefix ?? '',
      prune: properties.Prune ?? true,
      systemMetadata: properties.SystemMetadata ?? {},
      userMetadata: properties.UserMetadata ?? {},
    });
    return {
      ref: constructName(resource),
      attributes: { DestinationBucketArn: `arn:aws:s3:::${properties.DestinationBucketName}` },
    };
  },
});

export const s3: readonly Honour<Cloud>[] = [bucket, bucketDeployment];
