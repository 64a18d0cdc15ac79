import { randomUUID } from 'node:crypto';
import {
  type ClientMetadata,
  type Configuration,
  interactionPolicy,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider';
import type { SignInClient, SignInUser } from './messages.ts';
import { errorPage, signedOutPage, signOutPage } from './pages.ts';
import type { SignInStore } from './store.ts';

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
/** oidc-provider issues JWT access tokens to a resource only; ours is the product's API. */
const RESOURCE = 'urn:product:api';

export interface ProviderOptions {
  issuer: string;
  clients: readonly SignInClient[];
  users: readonly SignInUser[];
  scopes: readonly string[];
  store: SignInStore;
}

/**
 * An oidc-provider set up as Cognito sets up a user pool. Token contents:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function createProvider({ issuer, clients, users, scopes, store }: ProviderOptions): Provider {
  const userById = new Map(users.map((user) => [user.id, user]));
  const originsOf = new Map(clients.map((client) => [client.clientId, client.origins]));
  const allScopes = ['openid', 'email', 'profile', ...scopes];
  const groupsOf = (user: SignInUser | undefined) =>
    user?.groups.length ? { 'cognito:groups': [...user.groups] } : {};

  const configuration: Configuration = {
    adapter: store.adapter,
    jwks: { keys: store.signingKeys() },
    cookies: { keys: [store.cookieSecret] },
    clients: clients.map(asMetadata),
    scopes: allScopes,
    claims: {
      openid: ['sub', 'cognito:username', 'cognito:groups', 'token_use', 'jti'],
      email: ['email', 'email_verified'],
      profile: ['name'],
    },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    pkce: { required: () => true },
    routes: {
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      revocation: '/oauth2/revoke',
      jwks: '/.well-known/jwks.json',
      end_session: '/logout',
    },
    ttl: {
      AccessToken: HOUR_S,
      IdToken: HOUR_S,
      AuthorizationCode: 300,
      Interaction: HOUR_S,
      Session: HOUR_S,
      Grant: 30 * DAY_S,
      RefreshToken: refreshTokenSeconds,
    },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    // Signing out ends the session alone; a client that wants its refresh token gone revokes it.
    expiresWithSession: () => false,
    clientBasedCORS: (_ctx, origin, client) => originsOf.get(client.clientId)?.includes(origin) ?? false,
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = signOutPage(form);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = signedOutPage();
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, _resource, client) => ({
          scope: allScopes.join(' '),
          audience: client.clientId,
          accessTokenTTL: HOUR_S,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    interactions: {
      policy: firstPartyPolicy(),
      url: (_ctx, interaction) => `/sign-in/${interaction.uid}`,
    },
    loadExistingGrant: (ctx) => grantEverything(ctx, allScopes),
    findAccount: (_ctx, id) => {
      const user = userById.get(id);
      if (!user) return undefined;
      const claims = {
        sub: id,
        'cognito:username': id,
        ...groupsOf(user),
        token_use: 'id',
        jti: randomUUID(),
        email: user.email,
        email_verified: true,
        name: user.name,
      };
      return { accountId: id, claims: () => claims };
    },
    extraTokenClaims: (ctx, token) => {
      const id = 'accountId' in token ? String(token.accountId) : '';
      const { AuthorizationCode: code, RefreshToken: refresh } = ctx.oidc.entities;
      return {
        token_use: 'access',
        username: id,
        ...groupsOf(userById.get(id)),
        auth_time: code?.authTime ?? refresh?.authTime,
      };
    },
    formats: {
      customizers: {
        // Cognito's access tokens name their client in `client_id` and have no audience. oidc-provider demands one, so it stays,
        // but where serialisation doesn't see it.
        jwt: (_ctx, _token, { payload }) => {
          Object.defineProperty(payload, 'aud', { value: payload.aud, enumerable: false, writable: true });
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = errorPage(out.error, out.error_description);
    },
  };
  return new Provider(issuer, configuration);
}

/** A replacement lives as long as the one it replaces would have. */
function refreshTokenSeconds(ctx: KoaContextWithOIDC): number {
  return ctx.oidc.entities.RotatedRefreshToken?.remainingTTL ?? 30 * DAY_S;
}

function asMetadata(client: SignInClient): ClientMetadata {
  return {
    client_id: client.clientId,
    redirect_uris: [...client.redirectUris],
    post_logout_redirect_uris: [...client.postLogoutRedirectUris],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    id_token_signed_response_alg: 'RS256',
    require_auth_time: true,
  };
}

/** Our own clients need no consent. */
function firstPartyPolicy() {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
}

async function grantEverything(ctx: KoaContextWithOIDC, scopes: readonly string[]) {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const existing = session.grantIdFor(client.clientId);
  const grant =
    (existing ? await provider.Grant.find(existing) : undefined) ??
    new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(scopes.join(' '));
  grant.addResourceScope(RESOURCE, scopes.join(' '));
  await grant.save();
  return grant;
}
