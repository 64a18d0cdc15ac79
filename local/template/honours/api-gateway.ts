import { z } from 'zod';
import { type Honour, honour, noEffect, number } from '../honour.ts';
import { constructName, opaqueId } from '../physical-name.ts';
import { type Cloud, functionNameOf } from './cloud.ts';

const api = honour({
  type: 'AWS::ApiGatewayV2::Api',
  properties: z.strictObject({
    Name: z.string().optional(),
    ProtocolType: z.literal('HTTP'),
    Description: noEffect('no console'),
    DisableExecuteApiEndpoint: noEffect('no custom domains'),
    IpAddressType: noEffect('this machine only'),
    Tags: noEffect('no billing'),
  }),
  create(resource, cloud: Cloud) {
    const apiId = opaqueId(resource, 10);
    const domainName = `${apiId}.execute-api.${cloud.region}.amazonaws.com`;
    const httpApi = cloud.createHttpApi(apiId, domainName);
    cloud.httpApis.set(apiId, httpApi);
    cloud.origins.set(domainName, (request) => httpApi.handle(request));
    return { ref: apiId, attributes: { ApiId: apiId, ApiEndpoint: `https://${domainName}` } };
  },
});

function apiOf(cloud: Cloud, apiId: string) {
  const found = cloud.httpApis.get(apiId);
  if (!found) throw new Error(`property ApiId: ${apiId} is not an API of this app`);
  return found;
}

const throttling = {
  ThrottlingBurstLimit: number.optional(),
  ThrottlingRateLimit: number.optional(),
  DetailedMetricsEnabled: noEffect('no CloudWatch'),
};

const stage = honour({
  type: 'AWS::ApiGatewayV2::Stage',
  properties: z.strictObject({
    ApiId: z.string(),
    StageName: z.literal('$default'),
    AutoDeploy: z.union([z.literal(true), z.literal('true')]),
    AccessLogSettings: z.strictObject({ DestinationArn: z.string(), Format: z.string() }).optional(),
    DefaultRouteSettings: z.strictObject(throttling).optional(),
    RouteSettings: z.record(z.string(), z.strictObject(throttling)).optional(),
    Description: noEffect('no console'),
    Tags: noEffect('no billing'),
  }),
  create({ properties }, cloud: Cloud) {
    const httpApi = apiOf(cloud, properties.ApiId);
    const limits = (settings: z.output<z.ZodObject<typeof throttling>> | undefined) =>
      settings?.ThrottlingRateLimit === undefined
        ? undefined
        : { rate: settings.ThrottlingRateLimit, burst: settings.ThrottlingBurstLimit ?? settings.ThrottlingRateLimit };
    const byRoute = Object.entries(properties.RouteSettings ?? {}).flatMap(([routeKey, settings]) => {
      const limit = limits(settings);
      return limit ? [[routeKey, limit] as const] : [];
    });
    httpApi.throttle(limits(properties.DefaultRouteSettings), Object.fromEntries(byRoute));
    if (properties.AccessLogSettings) {
      httpApi.logAccess(
        properties.AccessLogSettings.Format,
        cloud.accessLog(properties.AccessLogSettings.DestinationArn),
      );
    }
    return { ref: properties.StageName };
  },
});

const integration = honour({
  type: 'AWS::ApiGatewayV2::Integration',
  properties: z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal('2.0'),
    TimeoutInMillis: number.default(30_000),
    IntegrationMethod: noEffect('functions are always posted to'),
    ConnectionType: z.literal('INTERNET').optional(),
    Description: noEffect('no console'),
  }),
  create(resource, cloud: Cloud) {
    apiOf(cloud, resource.properties.ApiId);
    const id = opaqueId(resource, 7);
    cloud.integrations.set(id, {
      functionName: functionNameOf(cloud, resource.properties.IntegrationUri),
      timeoutMilliseconds: resource.properties.TimeoutInMillis,
    });
    return { ref: id, attributes: { IntegrationId: id } };
  },
});

const authorizer = honour({
  type: 'AWS::ApiGatewayV2::Authorizer',
  properties: z.strictObject({
    ApiId: z.string(),
    AuthorizerType: z.literal('JWT'),
    IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
    JwtConfiguration: z.strictObject({ Audience: z.array(z.string()), Issuer: z.string() }),
    Name: z.string(),
  }),
  create(resource, cloud: Cloud) {
    const { Issuer, Audience } = resource.properties.JwtConfiguration;
    const id = opaqueId(resource, 6);
    cloud.authorizers.set(id, cloud.createAuthorizer(Issuer, Audience));
    return { ref: id, attributes: { AuthorizerId: id } };
  },
});

const route = honour({
  type: 'AWS::ApiGatewayV2::Route',
  properties: z.strictObject({
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
    AuthorizerId: z.string().optional(),
    AuthorizationScopes: z.array(z.string()).optional(),
    OperationName: noEffect('no console'),
    ApiKeyRequired: z.literal(false).optional(),
  }),
  create(resource, cloud: Cloud) {
    const { ApiId, RouteKey, Target, AuthorizationType, AuthorizerId, AuthorizationScopes } = resource.properties;
    const target = cloud.integrations.get(Target.replace(/^integrations\//, ''));
    if (!target) throw new Error(`property Target: ${Target} is not an integration of this app`);
    const jwt = AuthorizerId === undefined ? undefined : cloud.authorizers.get(AuthorizerId);
    if (AuthorizationType === 'JWT' && !jwt)
      throw new Error(`property AuthorizerId: ${AuthorizerId} is not an authorizer of this app`);
    apiOf(cloud, ApiId).addRoute({
      routeKey: RouteKey,
      ...target,
      ...(AuthorizationType === 'JWT' && jwt ? { authorizer: { jwt, scopes: AuthorizationScopes ?? [] } } : {}),
    });
    return { ref: constructName(resource) };
  },
});

export const apiGateway: readonly Honour<Cloud>[] = [api, stage, integration, authorizer, route];
