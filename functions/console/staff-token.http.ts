import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import { addressOf, staffOf, type VerifyAddress, type VerifyToken } from './staff.ts';

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Asymmetric only: with a shared secret whoever can verify could also sign. */
const algorithms = ['RS256', 'ES256'];

export interface TokenSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
  /** Least time between two fetches of the keys, in milliseconds: unknown key ids can't make us ask all the time. */
  readonly keysCooldownMs?: number;
}

export interface TokenVerifier {
  readonly verifyToken: VerifyToken;
  readonly verifyAddress: VerifyAddress;
}

/**
 * Verifies access tokens and ID tokens against the issuer's published keys (OpenID Connect Discovery 1.0 §4). Keys are kept
 * between calls; one that is not known yet makes them be fetched again, at most every so often, so the issuer may rotate them.
 */
export function tokenVerifier({ issuer, clientId, now, keysCooldownMs = 30_000 }: TokenSettings): TokenVerifier {
  let keySet: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;
  const keysOf = () => {
    keySet ??= discoverKeys(issuer, keysCooldownMs).catch((error: unknown) => {
      keySet = undefined;
      throw error;
    });
    return keySet;
  };

  const claimsOf = async (token: string): Promise<JWTPayload | undefined> => {
    const keys = await keysOf();
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        algorithms,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(now()),
      });
      return payload;
    } catch (error) {
      if (isFaultOfToken(error)) return undefined;
      throw error;
    }
  };
  return {
    verifyToken: async (token) => staffOf(await claimsOf(token), clientId),
    verifyAddress: async (idToken, staff) => addressOf(await claimsOf(idToken), clientId, staff),
  };
}

async function discoverKeys(issuer: string, cooldownDuration: number): Promise<ReturnType<typeof createRemoteJWKSet>> {
  const response = await askIssuer(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    redirect: 'error',
    signal: AbortSignal.timeout(5_000),
  });
  const discovered = discoverySchema.parse(await response.json());
  if (discovered.issuer !== issuer) throw new IssuerUnreachable('the issuer calls itself something else');
  return createRemoteJWKSet(new URL(discovered.jwks_uri), { cooldownDuration, [customFetch]: askIssuer });
}

async function askIssuer(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options).catch((cause: unknown) => {
    throw new IssuerUnreachable('the issuer does not answer', { cause });
  });
  if (!response.ok) throw new IssuerUnreachable(`the issuer answered ${response.status}`);
  return response;
}

/** What is wrong with the token, as opposed to the issuer not answering, or answering nonsense (a generic error). */
function isFaultOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    error.code !== errors.JOSEError.code &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid)
  );
}

/** Keys of the sign-in service can't be had; whoever asked may try again. */
export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable';
}
