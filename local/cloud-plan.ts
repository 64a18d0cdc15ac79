import { appendFile, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Invoker } from './function-host/index.ts';
import { createHttpApi, createJwtAuthorizer } from './gateway/index.ts';
import type { Assembly, Cloud } from './template/index.ts';

/** Where each part answers. */
export interface Endpoints {
  readonly dynamodb: string;
  readonly objectStore: string;
  readonly stepFunctions: string;
  readonly mailbox: string;
  readonly keyService: string;
  readonly signIn: string;
  readonly edge: string;
}

/** Where the embedded cloud believes to be. */
export const region = 'eu-central-1';
export const accountId = '000000000000';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** An empty plan for honours to fill. */
export function planCloud(options: {
  readonly assembly: Assembly;
  readonly endpoints: Endpoints;
  readonly invoker: Pick<Invoker, 'invoke'>;
  readonly logDirectory: string;
  readonly now: () => number;
  /** Addresses at AWS known before anything is deployed, and what they are here. */
  readonly addresses: ReadonlyMap<string, string>;
}): Cloud {
  const { endpoints, now, invoker } = options;
  const client = (endpoint: string) => ({ endpoint, region, credentials });
  mkdirSync(options.logDirectory, { recursive: true });
  return {
    region,
    accountId,
    now,
    asset: (objectKey) => options.assembly.asset(objectKey),
    dynamodb: new DynamoDBClient(client(endpoints.dynamodb)),
    s3: new S3Client(client(endpoints.objectStore)),
    stepFunctions: new SFNClient(client(endpoints.stepFunctions)),
    functions: new Map(),
    asynchronous: new Map(),
    streamMappings: [],
    schedules: [],
    rules: [],
    keys: [],
    queues: new Map(),
    httpApis: new Map(),
    createHttpApi: (apiId, domainName) => createHttpApi({ apiId, domainName, accountId, invoker, now }),
    authorizers: new Map(),
    createAuthorizer: (issuer, audience) => createJwtAuthorizer({ issuer, audience }, now),
    integrations: new Map(),
    accessLog: (logGroup) => {
      const name = logGroup.replace(/:\*$/, '').replace(/^.*:/, '');
      const file = join(options.logDirectory, `${name}.log`);
      return (line) =>
        appendFile(file, line, (error) => {
          if (error) throw error;
        });
    },
    userPools: new Map(),
    senders: new Set(),
    configurationSets: new Map(),
    origins: new Map(),
    forwardingPolicies: new Map(),
    responseHeaders: new Map(),
    viewerFunctions: new Map(),
    distributions: [],
    addresses: new Map(options.addresses),
    signInUrl: endpoints.signIn,
    edgeUrl: endpoints.edge,
    objectStoreUrl: endpoints.objectStore,
  };
}

/** Replaces addresses at AWS wherever they stand in a text, the longest first. */
export function translateAddresses(addresses: ReadonlyMap<string, string>): (text: string) => string {
  return (text) => {
    if (!text.includes('://')) return text;
    return [...addresses]
      .sort(([left], [right]) => right.length - left.length)
      .reduce((result, [from, to]) => result.replaceAll(from, to), text);
  };
}
