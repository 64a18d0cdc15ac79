import { z } from 'zod';
import {
  type Behaviour,
  createDistribution,
  createViewerFunction,
  type ForwardingPolicy,
  managedPolicies,
  type Origin,
  type Selection,
} from '../../edge/index.ts';
import { type Honour, honour, noEffect, number, truth } from '../honour.ts';
import { opaqueId } from '../physical-name.ts';
import type { Cloud } from './cloud.ts';
import { responseHeadersPolicy } from './cloudfront-response-headers.ts';

const viewerFunction = honour({
  type: 'AWS::CloudFront::Function',
  properties: z.strictObject({
    Name: z.string(),
    FunctionCode: z.string(),
    FunctionConfig: z.strictObject({
      Comment: noEffect('no console'),
      Runtime: z.enum(['cloudfront-js-1.0', 'cloudfront-js-2.0']),
    }),
    AutoPublish: noEffect('there is one stage'),
  }),
  create(resource, cloud: Cloud) {
    const arn = `arn:aws:cloudfront::${cloud.accountId}:function/${resource.properties.Name}`;
    cloud.viewerFunctions.set(arn, createViewerFunction(resource.properties.Name, resource.properties.FunctionCode));
    return { ref: arn, attributes: { FunctionARN: arn, 'FunctionMetadata.FunctionARN': arn } };
  },
});

const originAccessControl = honour({
  type: 'AWS::CloudFront::OriginAccessControl',
  properties: z.strictObject({ OriginAccessControlConfig: noEffect('the store here answers the edge as it is') }),
  create: (resource) => {
    const id = opaqueId(resource, 14).toUpperCase();
    return { ref: id, attributes: { Id: id } };
  },
});

function selection(behaviour: string, names: readonly string[] = []): Selection {
  if (behaviour === 'none') return { kind: 'none' };
  if (behaviour === 'all' || behaviour === 'allViewer') return { kind: 'all' };
  if (behaviour === 'whitelist') return { kind: 'only', names };
  if (behaviour === 'allExcept') return { kind: 'allExcept', names };
  throw new Error(`behavior ${behaviour} is not supported`);
}

const headersConfig = z.strictObject({
  HeaderBehavior: z.string(),
  Headers: z.array(z.string().toLowerCase()).optional(),
});
const cookiesConfig = z.strictObject({ CookieBehavior: z.string(), Cookies: z.array(z.string()).optional() });
const queryConfig = z.strictObject({ QueryStringBehavior: z.string(), QueryStrings: z.array(z.string()).optional() });

function forwarding(
  headers: z.output<typeof headersConfig>,
  cookies: z.output<typeof cookiesConfig>,
  query: z.output<typeof queryConfig>,
  gzip: boolean,
): ForwardingPolicy {
  return {
    headers: selection(headers.HeaderBehavior, headers.Headers),
    cookies: selection(cookies.CookieBehavior, cookies.Cookies),
    query: selection(query.QueryStringBehavior, query.QueryStrings),
    gzip,
  };
}

const cachePolicy = honour({
  type: 'AWS::CloudFront::CachePolicy',
  properties: z.strictObject({
    CachePolicyConfig: z.strictObject({
      Name: z.string(),
      Comment: noEffect('no console'),
      DefaultTTL: noEffect('nothing is cached here'),
      MaxTTL: noEffect('nothing is cached here'),
      MinTTL: noEffect('nothing is cached here'),
      ParametersInCacheKeyAndForwardedToOrigin: z.strictObject({
        CookiesConfig: cookiesConfig,
        HeadersConfig: headersConfig,
        QueryStringsConfig: queryConfig,
        EnableAcceptEncodingGzip: truth,
        EnableAcceptEncodingBrotli: noEffect('the edge here compresses with gzip'),
      }),
    }),
  }),
  create(resource, cloud: Cloud) {
    const id = opaqueId(resource, 32);
    const policy = resource.properties.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin;
    const { HeadersConfig, CookiesConfig, QueryStringsConfig, EnableAcceptEncodingGzip } = policy;
    cloud.forwardingPolicies.set(
      id,
      forwarding(HeadersConfig, CookiesConfig, QueryStringsConfig, EnableAcceptEncodingGzip),
    );
    return { ref: id, attributes: { Id: id } };
  },
});

const originRequestPolicy = honour({
  type: 'AWS::CloudFront::OriginRequestPolicy',
  properties: z.strictObject({
    OriginRequestPolicyConfig: z.strictObject({
      Name: z.string(),
      Comment: noEffect('no console'),
      CookiesConfig: cookiesConfig,
      HeadersConfig: headersConfig,
      QueryStringsConfig: queryConfig,
    }),
  }),
  create(resource, cloud: Cloud) {
    const id = opaqueId(resource, 32);
    const { HeadersConfig, CookiesConfig, QueryStringsConfig } = resource.properties.OriginRequestPolicyConfig;
    cloud.forwardingPolicies.set(id, forwarding(HeadersConfig, CookiesConfig, QueryStringsConfig, false));
    return { ref: id, attributes: { Id: id } };
  },
});

const behaviourProperties = {
  TargetOriginId: z.string(),
  AllowedMethods: z.array(z.string()).default(['GET', 'HEAD']),
  CachedMethods: noEffect('nothing is cached here'),
  CachePolicyId: z.string(),
  OriginRequestPolicyId: z.string().optional(),
  ResponseHeadersPolicyId: z.string().optional(),
  Compress: truth.default(false),
  ViewerProtocolPolicy: noEffect('the edge here speaks plain HTTP to this machine only'),
  FunctionAssociations: z
    .array(z.strictObject({ EventType: z.enum(['viewer-request', 'viewer-response']), FunctionARN: z.string() }))
    .default([]),
};
const defaultBehaviour = z.strictObject(behaviourProperties);
const pathBehaviour = z.strictObject({ ...behaviourProperties, PathPattern: z.string() });

const originProperties = z.strictObject({
  Id: z.string(),
  DomainName: z.string(),
  OriginPath: z.string().default(''),
  OriginCustomHeaders: z.array(z.strictObject({ HeaderName: z.string(), HeaderValue: z.string() })).default([]),
  CustomOriginConfig: noEffect('origins are called inside this process'),
  S3OriginConfig: noEffect('origins are called inside this process'),
  OriginAccessControlId: noEffect('the store here answers the edge as it is'),
  ConnectionAttempts: noEffect('origins are called inside this process'),
  ConnectionTimeout: noEffect('origins are called inside this process'),
});

const distribution = honour({
  type: 'AWS::CloudFront::Distribution',
  properties: z.strictObject({
    DistributionConfig: z.strictObject({
      Enabled: z.union([z.literal(true), z.literal('true')]),
      Origins: z.array(originProperties),
      DefaultCacheBehavior: defaultBehaviour,
      CacheBehaviors: z.array(pathBehaviour).default([]),
      CustomErrorResponses: z
        .array(
          z.strictObject({
            ErrorCode: number,
            ResponseCode: number.optional(),
            ResponsePagePath: z.string().optional(),
            ErrorCachingMinTTL: noEffect('nothing is cached here'),
          }),
        )
        .default([]),
      DefaultRootObject: z.string().optional(),
      Aliases: noEffect('this machine has one name'),
      Comment: noEffect('no console'),
      HttpVersion: noEffect('the edge here speaks HTTP/1.1'),
      IPV6Enabled: noEffect('this machine only'),
      Logging: noEffect('no access logs of the edge'),
      PriceClass: noEffect('no billing'),
      Restrictions: noEffect('this machine only'),
      ViewerCertificate: noEffect('the edge here speaks plain HTTP to this machine only'),
      WebACLId: noEffect('no firewall in front of this machine'),
    }),
    Tags: noEffect('no billing'),
  }),
  create(resource, cloud: Cloud) {
    const config = resource.properties.DistributionConfig;
    if (cloud.distributions.length > 0) throw new Error('more than one distribution is not supported');
    const origins = new Map(config.Origins.map((origin) => [origin.Id, toOrigin(origin, cloud)]));
    cloud.distributions.push(
      createDistribution({
        behaviours: config.CacheBehaviors.map((behaviour) =>
          toBehaviour(behaviour, behaviour.PathPattern, origins, cloud),
        ),
        defaultBehaviour: toBehaviour(config.DefaultCacheBehavior, undefined, origins, cloud),
        defaultRootObject: config.DefaultRootObject,
        errorResponses: config.CustomErrorResponses.map(({ ErrorCode, ResponseCode, ResponsePagePath }) => ({
          code: ErrorCode,
          responseCode: ResponseCode,
          pagePath: ResponsePagePath,
        })),
      }),
    );
    const id = opaqueId(resource, 14).toUpperCase();
    const domainName = `${opaqueId(resource, 13)}.cloudfront.net`;
    cloud.addresses.set(`https://${domainName}`, cloud.edgeUrl);
    return { ref: id, attributes: { Id: id, DomainName: domainName } };
  },
});

function toOrigin(properties: z.output<typeof originProperties>, cloud: Cloud): Origin {
  const fetch = cloud.origins.get(properties.DomainName);
  if (!fetch) throw new Error(`origin ${properties.DomainName} is neither an API nor a bucket of this app`);
  return {
    domainName: properties.DomainName,
    path: properties.OriginPath,
    customHeaders: properties.OriginCustomHeaders.map(
      ({ HeaderName, HeaderValue }) => [HeaderName, HeaderValue] as const,
    ),
    fetch,
  };
}

function toBehaviour(
  properties: z.output<typeof defaultBehaviour>,
  pathPattern: string | undefined,
  origins: ReadonlyMap<string, Origin>,
  cloud: Cloud,
): Behaviour {
  const named = <T>(kind: string, id: string, found: T | undefined): T => {
    if (found === undefined)
      throw new Error(`${kind} ${id} is neither of this app nor one of the managed ones known here`);
    return found;
  };
  const forwardingPolicy = (id: string) => named('policy', id, cloud.forwardingPolicies.get(id) ?? managedPolicies[id]);
  const functionFor = (type: string) => {
    const association = properties.FunctionAssociations.find(({ EventType }) => EventType === type);
    return (
      association && named('function', association.FunctionARN, cloud.viewerFunctions.get(association.FunctionARN))
    );
  };
  const { ResponseHeadersPolicyId: headersId, OriginRequestPolicyId: requestId } = properties;
  return {
    pathPattern,
    origin: named('origin', properties.TargetOriginId, origins.get(properties.TargetOriginId)),
    allowedMethods: properties.AllowedMethods,
    policies: [properties.CachePolicyId, ...(requestId === undefined ? [] : [requestId])].map(forwardingPolicy),
    compress: properties.Compress,
    onRequest: functionFor('viewer-request'),
    onResponse: functionFor('viewer-response'),
    responseHeaders:
      headersId === undefined
        ? undefined
        : named('response headers policy', headersId, cloud.responseHeaders.get(headersId)),
  };
}

export const cloudfront: readonly Honour<Cloud>[] = [
  viewerFunction,
  originAccessControl,
  cachePolicy,
  originRequestPolicy,
  responseHeadersPolicy,
  distribution,
];
