import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errors, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IssuerUnreachable, tokenVerifier } from '../../../functions/console/staff-token.http.ts';

const now = '2026-11-16T10:00:00.000Z';
const seconds = Date.parse(now) / 1000;
let server: Server;
let issuer: string;
let published: JWK[];
let keysFetched: number;
/** How the issuer answers. */
let up: 'well' | 'no discovery' | 'no keys' | 'no JSON' | 'never';

interface Key {
  readonly kid: string;
  readonly sign: (claims: Record<string, unknown>, exp?: number) => Promise<string>;
}

async function makeKey(kid: string): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  published.push({ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' });
  return {
    kid,
    sign: (claims, exp = seconds + 3600) =>
      new SignJWT({ iss: issuer, sub: 's-1', ...claims })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setExpirationTime(exp)
        .sign(privateKey),
  };
}

const id = {
  token_use: 'id',
  aud: 'console',
  'cognito:username': 'anna',
  email: 'anna@staff.example',
  email_verified: true,
};
const access = { token_use: 'access', client_id: 'console', username: 'anna', 'cognito:groups': ['agent', 'guests'] };
const verifier = (at = now, keysCooldownMs = 30_000) =>
  tokenVerifier({ issuer, clientId: 'console', now: () => at, keysCooldownMs }).verifyToken;

beforeEach(async () => {
  published = [];
  keysFetched = 0;
  up = 'well';
  server = createServer((request, response) => {
    const isDiscovery = request.url?.endsWith('/openid-configuration');
    if (up === 'never') {
      request.socket.destroy();
      return;
    }
    if (up === (isDiscovery ? 'no discovery' : 'no keys')) {
      response.writeHead(503).end();
      return;
    }
    response.setHeader('content-type', 'application/json');
    if (isDiscovery) {
      response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
      return;
    }
    keysFetched += 1;
    response.end(up === 'no JSON' ? 'Sorry' : JSON.stringify({ keys: published }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('an access token', () => {
  test('of the issuer, for this client, tells who it is and which known roles they have', async () => {
    const key = await makeKey('k1');
    expect(await verifier()(await key.sign(access))).toEqual({ id: 'anna', roles: ['agent'] });
  });

  test('without groups has no role, and without a user name is known by its subject', async () => {
    const key = await makeKey('k1');
    const { username: _, 'cognito:groups': __, ...bare } = access;
    expect(await verifier()(await key.sign(bare))).toEqual({ id: 's-1', roles: [] });
  });

  test.each<[string, Record<string, unknown>]>([
    ['an ID token', { ...access, token_use: 'id' }],
    ['a token for another client', { ...access, client_id: 'other' }],
    ['a token of another issuer', { ...access, iss: 'https://elsewhere.example' }],
    ['a token not valid yet', { ...access, nbf: seconds + 60 }],
  ])('%s is not accepted', async (_, claims) => {
    const key = await makeKey('k1');
    expect(await verifier()(await key.sign(claims))).toBeUndefined();
  });

  test('is not accepted once it has expired', async () => {
    const key = await makeKey('k1');
    const token = await key.sign(access, seconds + 60);
    expect(await verifier()(token)).toMatchObject({ id: 'anna' });
    expect(await verifier('2026-11-16T10:01:01.000Z')(token)).toBeUndefined();
  });

  test('is not accepted altered, unsigned, signed with a shared secret, or by an unknown key of the same name', async () => {
    const key = await makeKey('k1');
    const token = await key.sign(access);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': ['admin'] })).toString('base64url');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const shared = await new SignJWT({ iss: issuer, sub: 's-1', ...access })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setExpirationTime(seconds + 60)
      .sign(new TextEncoder().encode(JSON.stringify(published[0])));
    const verify = verifier();
    for (const bad of [`${header}.${forged}.${signature}`, `${none}.${payload}.`, shared, 'a.b.c']) {
      expect(await verify(bad)).toBeUndefined();
    }
    const mine = published.splice(0);
    const stranger = await makeKey('k1');
    published.splice(0, published.length, ...mine);
    expect(await verify(await stranger.sign(access))).toBeUndefined();
  });
});

describe('the issuer’s keys', () => {
  test('are fetched once, and again when it signs with a new one', async () => {
    const first = await makeKey('k1');
    const verify = verifier();
    for (let i = 0; i < 5; i++) expect(await verify(await first.sign(access))).toMatchObject({ id: 'anna' });
    expect(keysFetched).toBe(1);
    const rotating = verifier(now, 0);
    await rotating(await first.sign(access));
    published.length = 0;
    const second = await makeKey('k2');
    expect(await rotating(await second.sign(access))).toMatchObject({ id: 'anna' });
    expect(await rotating(await first.sign(access))).toBeUndefined();
  });

  test('are not fetched again for every unknown key', async () => {
    const known = await makeKey('k1');
    const unknown = await makeKey('k2');
    published.pop();
    const verify = verifier();
    for (let i = 0; i < 5; i++) expect(await verify(await unknown.sign(access))).toBeUndefined();
    expect(await verify(await known.sign(access))).toMatchObject({ id: 'anna' });
    expect(keysFetched).toBe(1);
  });

  test.each([
    ['no discovery', IssuerUnreachable],
    ['no keys', IssuerUnreachable],
    ['never', IssuerUnreachable],
    ['no JSON', errors.JOSEError],
  ] as const)('that can’t be had (%s) are a fault, not a bad token, and are asked for again', async (how, fault) => {
    const key = await makeKey('k1');
    const verify = verifier();
    const token = await key.sign(access);
    up = how;
    await expect(verify(token)).rejects.toThrow(fault);
    up = 'well';
    expect(await verify(token)).toMatchObject({ id: 'anna' });
  });
});

describe('an ID token', () => {
  const anna = { id: 'anna', roles: [] };
  const addressIn = async (claims: Record<string, unknown>) => {
    const { verifyAddress } = tokenVerifier({ issuer, clientId: 'console', now: () => now });
    return (await verifyAddress(await (await makeKey('k1')).sign(claims), anna))?.reveal();
  };

  test('tells the address of who is signed in', async () => {
    expect(await addressIn(id)).toBe('anna@staff.example');
  });

  test.each<[string, Record<string, unknown>]>([
    ['of somebody else', { ...id, 'cognito:username': 'ben' }],
    ['for another client', { ...id, aud: 'other' }],
    ['with an address nobody verified', { ...id, email_verified: false }],
    ['of another issuer', { ...id, iss: 'https://elsewhere.example' }],
    ['that is an access token', access],
  ])('%s tells none', async (_, claims) => {
    expect(await addressIn(claims)).toBeUndefined();
  });
});
