import { z } from 'zod';
import { type Honour, honour, noEffect, truth } from '../honour.ts';
import { constructName, opaqueId } from '../physical-name.ts';
import type { Cloud, UserPool } from './cloud.ts';

const staffRule = 'sign-in here has one button per role instead of passwords';

const userPool = honour({
  type: 'AWS::Cognito::UserPool',
  properties: z.strictObject({
    AccountRecoverySetting: noEffect(staffRule),
    AdminCreateUserConfig: noEffect(staffRule),
    AliasAttributes: noEffect(staffRule),
    AutoVerifiedAttributes: noEffect(staffRule),
    DeletionProtection: noEffect('nothing is deleted here but by --reset'),
    DeviceConfiguration: noEffect(staffRule),
    EmailVerificationMessage: noEffect(staffRule),
    EmailVerificationSubject: noEffect(staffRule),
    EnabledMfas: noEffect(staffRule),
    MfaConfiguration: noEffect(staffRule),
    Policies: noEffect(staffRule),
    Schema: noEffect(staffRule),
    SmsVerificationMessage: noEffect(staffRule),
    UsernameAttributes: noEffect(staffRule),
    UsernameConfiguration: noEffect(staffRule),
    UserPoolAddOns: noEffect(staffRule),
    UserPoolName: noEffect('no console'),
    UserPoolTier: noEffect('no billing'),
    UserPoolTags: noEffect('no billing'),
    VerificationMessageTemplate: noEffect(staffRule),
  }),
  create(resource, cloud: Cloud) {
    const id = `${cloud.region}_${opaqueId(resource, 9)}`;
    if (cloud.userPools.size > 0) throw new Error('more than one user pool is not supported');
    cloud.userPools.set(id, { id, groups: [], clients: [] });
    const provider = `cognito-idp.${cloud.region}.amazonaws.com/${id}`;
    cloud.addresses.set(`https://${provider}`, cloud.signInUrl);
    return {
      ref: id,
      attributes: {
        Arn: `arn:aws:cognito-idp:${cloud.region}:${cloud.accountId}:userpool/${id}`,
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
        UserPoolId: id,
      },
    };
  },
});

function poolOf(cloud: Cloud, id: string): UserPool {
  const pool = cloud.userPools.get(id);
  if (!pool) throw new Error(`property UserPoolId: ${id} is not a user pool of this app`);
  return pool;
}

const group = honour({
  type: 'AWS::Cognito::UserPoolGroup',
  properties: z.strictObject({
    UserPoolId: z.string(),
    GroupName: z.string(),
    Description: noEffect('no console'),
    Precedence: noEffect('no roles of AWS behind groups'),
  }),
  create({ properties }, cloud: Cloud) {
    poolOf(cloud, properties.UserPoolId).groups.push(properties.GroupName);
    return { ref: properties.GroupName };
  },
});

const tokenTimes = 'tokens here live as long as Cognito lets them by default';

const client = honour({
  type: 'AWS::Cognito::UserPoolClient',
  properties: z.strictObject({
    UserPoolId: z.string(),
    ClientName: z.string().optional(),
    AllowedOAuthFlows: z.tuple([z.literal('code')]),
    AllowedOAuthFlowsUserPoolClient: truth,
    AllowedOAuthScopes: z.array(z.string()),
    CallbackURLs: z.array(z.string()),
    LogoutURLs: z.array(z.string()).optional(),
    DefaultRedirectURI: z.string().optional(),
    GenerateSecret: z.union([z.literal(false), z.literal('false')]).optional(),
    AccessTokenValidity: noEffect(tokenTimes),
    IdTokenValidity: noEffect(tokenTimes),
    RefreshTokenValidity: noEffect(tokenTimes),
    TokenValidityUnits: noEffect(tokenTimes),
    AuthSessionValidity: noEffect(staffRule),
    EnableTokenRevocation: noEffect('sessions end with the process'),
    ExplicitAuthFlows: noEffect(staffRule),
    PreventUserExistenceErrors: noEffect(staffRule),
    ReadAttributes: noEffect(staffRule),
    RefreshTokenRotation: noEffect(staffRule),
    SupportedIdentityProviders: noEffect(staffRule),
    WriteAttributes: noEffect(staffRule),
  }),
  create(resource, cloud: Cloud) {
    const { properties } = resource;
    const id = opaqueId(resource, 26);
    poolOf(cloud, properties.UserPoolId).clients.push({
      id,
      callbackUrls: properties.CallbackURLs,
      logoutUrls: properties.LogoutURLs ?? [],
      scopes: properties.AllowedOAuthScopes,
    });
    return { ref: id, attributes: { ClientId: id, Name: properties.ClientName ?? constructName(resource) } };
  },
});

const domain = honour({
  type: 'AWS::Cognito::UserPoolDomain',
  properties: z.strictObject({
    Domain: z.string(),
    UserPoolId: z.string(),
    ManagedLoginVersion: noEffect(staffRule),
  }),
  create({ properties }, cloud: Cloud) {
    poolOf(cloud, properties.UserPoolId);
    cloud.addresses.set(`https://${properties.Domain}.auth.${cloud.region}.amazoncognito.com`, cloud.signInUrl);
    return { ref: properties.Domain };
  },
});

export const cognito: readonly Honour<Cloud>[] = [userPool, group, client, domain];
