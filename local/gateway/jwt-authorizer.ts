/**
 * JWT authorizers of HTTP APIs:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';

export interface JwtConfiguration {
  readonly issuer: string;
  readonly audience: readonly string[];
}

export type Authorization =
  | { readonly ok: true; readonly claims: Record<string, string>; readonly scopes: string[] | null }
  | { readonly ok: false; readonly status: 401 | 403 };

export interface JwtAuthorizer {
  /** @param header the Authorization header, with or without `Bearer`. @throws when the issuer's keys can't be had */
  authorize(header: string | undefined, requiredScopes: readonly string[]): Promise<Authorization>;
}

/** `aud`, or `client_id` where a token has no `aud`, must be among the audience; `iss`, `exp`, `nbf` and the signature must hold. */
export function createJwtAuthorizer(configuration: JwtConfiguration, now: () => number): JwtAuthorizer {
  let keys: JWTVerifyGetKey | undefined;
  return {
    async authorize(header, requiredScopes) {
      const token = header?.replace(/^Bearer\s+/i, '').trim();
      if (!token) return { ok: false, status: 401 };
      let payload: JWTPayload;
      try {
        keys ??= await issuerKeys(configuration.issuer);
        ({ payload } = await jwtVerify(token, keys, {
          issuer: configuration.issuer,
          algorithms: ['RS256', 'RS384', 'RS512'],
          currentDate: new Date(now()),
          requiredClaims: ['exp'],
        }));
      } catch (error) {
        if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout))
          return { ok: false, status: 401 };
        throw error;
      }
      const audience = [payload.aud ?? payload.client_id ?? []].flat();
      if (!audience.some((value) => configuration.audience.includes(String(value)))) return { ok: false, status: 401 };
      const granted = String(payload.scope ?? payload.scp ?? '').split(' ');
      const matched = requiredScopes.filter((scope) => granted.includes(scope));
      if (requiredScopes.length > 0 && matched.length === 0) return { ok: false, status: 403 };
      return { ok: true, claims: asText(payload), scopes: requiredScopes.length > 0 ? matched : null };
    },
  };
}

/** The key set that the issuer's discovery document names; an unknown key id makes it be read again. */
async function issuerKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`issuer ${issuer} answered ${response.status} to discovery`);
  const { jwks_uri: address } = (await response.json()) as { jwks_uri: string };
  return createRemoteJWKSet(new URL(address), { cooldownDuration: 1_000 });
}

/** API Gateway passes every claim on as text, lists as `[a b]`. */
function asText(payload: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : claimText(value),
    ]),
  );
}

function claimText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
