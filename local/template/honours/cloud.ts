import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { Distribution, ForwardingPolicy, ResponseHeaders, ViewerFunction } from '../../edge/index.ts';
import type { Rule } from '../../event-bus/index.ts';
import type { AsynchronousSettings, FunctionDefinition } from '../../function-host/index.ts';
import type { HttpApi, HttpRequest, HttpResponse, JwtAuthorizer } from '../../gateway/index.ts';
import type { KeyDefinition } from '../../key-service/index.ts';
import type { Schedule } from '../../scheduler/index.ts';
import type { StreamMapping } from '../../streams-to-functions/index.ts';

/** A Cognito user pool as far as sign-in plays it. */
export interface UserPool {
  readonly id: string;
  readonly groups: string[];
  readonly clients: UserPoolClient[];
}

export interface UserPoolClient {
  readonly id: string;
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly scopes: readonly string[];
}

/** An SES configuration set and the event types it sends to the event bus. */
export interface ConfigurationSet {
  readonly name: string;
  readonly eventTypes: Set<string>;
}

/**
 * What honours work on. Stores that run already are reached by client; the rest is noted here and begins once every
 * resource of every stack is known.
 */
export interface Cloud {
  readonly region: string;
  readonly accountId: string;
  readonly now: () => number;
  readonly asset: (objectKey: string) => string;
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly stepFunctions: SFNClient;

  readonly functions: Map<string, FunctionDefinition>;
  readonly asynchronous: Map<string, AsynchronousSettings>;
  readonly streamMappings: StreamMapping[];
  readonly schedules: Schedule[];
  readonly rules: Rule[];
  readonly keys: KeyDefinition[];
  readonly queues: Map<string, string>;

  readonly httpApis: Map<string, HttpApi>;
  readonly createHttpApi: (apiId: string, domainName: string) => HttpApi;
  readonly authorizers: Map<string, JwtAuthorizer>;
  readonly createAuthorizer: (issuer: string, audience: readonly string[]) => JwtAuthorizer;
  readonly integrations: Map<string, { readonly functionName: string; readonly timeoutMilliseconds: number }>;
  readonly accessLog: (logGroup: string) => (line: string) => void;

  readonly userPools: Map<string, UserPool>;
  readonly senders: Set<string>;
  readonly configurationSets: Map<string, ConfigurationSet>;

  /** What answers for a domain name that a distribution may fetch from. */
  readonly origins: Map<string, (request: HttpRequest) => Promise<HttpResponse>>;
  readonly forwardingPolicies: Map<string, ForwardingPolicy>;
  readonly responseHeaders: Map<string, ResponseHeaders>;
  readonly viewerFunctions: Map<string, ViewerFunction>;
  readonly distributions: Distribution[];

  /** Address at AWS → address on this machine, for texts of resources realised later. */
  readonly addresses: Map<string, string>;
  readonly signInUrl: string;
  readonly edgeUrl: string;
  readonly objectStoreUrl: string;
}

/** The name of the function an ARN stands for, versions and API Gateway's invocation path taken off. */
export function functionNameOf(cloud: Cloud, arn: string): string {
  const name = /:function:([^:/]+)/.exec(arn)?.[1];
  if (name === undefined || !cloud.functions.has(name)) throw new Error(`${arn} is not a function of this app`);
  return name;
}
