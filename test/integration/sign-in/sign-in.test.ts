import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningSignIn, startSignIn } from '../../../local/sign-in/index.ts';
import { openBrowser, signInAs } from '../../support/sign-in-as.ts';
import { afterSignOut, clientId, clients, origin, redirectUri, users } from './people.ts';

const host = '127.0.0.1';
const day = 24 * 3600 * 1000;
let dataDir: string;
let time: number;
let cleanUp: (() => unknown)[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sign-in-'));
  time = Date.parse('2027-03-01T09:00:00Z');
});
afterEach(async () => {
  for (const step of cleanUp.reverse()) await step();
  cleanUp = [];
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(more: { port?: number; dataDir?: string } = {}): Promise<RunningSignIn> {
  const running = await startSignIn({ host, port: 0, dataDir, now: () => time, clients, users, ...more });
  cleanUp.push(() => running.close());
  return running;
}
const signIn = (issuer: string, userId = 'mei') => signInAs({ issuer, clientId, redirectUri, userId });
const currentDate = () => new Date(time + 1000);

async function post(address: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams(form), headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}
const refresh = (issuer: string, token: string) =>
  post(`${issuer}/oauth2/token`, { grant_type: 'refresh_token', client_id: clientId, refresh_token: token });

function authorizationRequest(issuer: string, more: Record<string, string | undefined> = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL('/oauth2/authorize', issuer);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'a-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return { url, verifier };
}

describe('tokens', () => {
  test('have the shape of Cognito’s and verify against the published keys', async () => {
    const { issuer } = await start();
    const tokens = await signIn(issuer);
    const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
    const access = await jwtVerify(tokens.accessToken, keys, { issuer, currentDate: currentDate() });
    const seconds = time / 1000;
    expect(access.protectedHeader.alg).toBe('RS256');
    expect(access.payload).toEqual({
      iss: issuer,
      sub: 'mei',
      client_id: clientId,
      token_use: 'access',
      scope: 'openid email profile',
      username: 'mei',
      'cognito:groups': ['privacy-officer', 'approver'],
      jti: expect.any(String),
      auth_time: expect.any(Number),
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
    expect((access.payload.iat ?? 0) - seconds).toBeLessThan(60);
    expect((access.payload.exp ?? 0) - (access.payload.iat ?? 0)).toBe(3600);
    expect(tokens.expiresIn).toBe(3600);

    const id = await jwtVerify(tokens.idToken, keys, { issuer, audience: clientId, currentDate: currentDate() });
    expect(id.payload).toMatchObject({
      sub: 'mei',
      token_use: 'id',
      'cognito:groups': ['privacy-officer', 'approver'],
      'cognito:username': 'mei',
      email: 'mei@ferronex.example',
      email_verified: true,
      name: 'Mei Chen',
    });
  });

  test('of a user without groups name none', async () => {
    const { issuer } = await start();
    const tokens = await signIn(issuer, 'tom');
    expect(decodeJwt(tokens.accessToken)).not.toHaveProperty('cognito:groups');
    expect(decodeJwt(tokens.idToken)).not.toHaveProperty('cognito:groups');
  });

  test('follow the given clock when it jumps', async () => {
    const { issuer } = await start();
    const before = await signIn(issuer);
    time += 7 * day;
    const after = await signIn(issuer);
    const issued = (token: string) => decodeJwt(token).iat ?? 0;
    expect(issued(after.accessToken) - issued(before.accessToken)).toBeGreaterThanOrEqual((7 * day) / 1000);
    const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
    await expect(jwtVerify(before.accessToken, keys, { currentDate: currentDate() })).rejects.toThrow(
      errors.JWTExpired,
    );
    await jwtVerify(after.accessToken, keys, { currentDate: currentDate() });
  });

  test('are signed with a new key after a rotation, while those before it stay valid, also over a restart', async () => {
    const first = await start();
    const before = await signIn(first.issuer);
    await first.rotateKeys();
    const after = await signIn(first.issuer);
    expect(decodeProtectedHeader(after.accessToken).kid).not.toBe(decodeProtectedHeader(before.accessToken).kid);
    await first.close();

    const second = await start({ port: first.port });
    const keys = createRemoteJWKSet(new URL(`${second.issuer}/.well-known/jwks.json`));
    for (const { accessToken } of [before, after, await signIn(second.issuer)]) {
      await jwtVerify(accessToken, keys, { issuer: second.issuer, currentDate: currentDate() });
    }
    const published = (await (await fetch(`${second.issuer}/.well-known/jwks.json`)).json()) as { keys: object[] };
    expect(published.keys).toHaveLength(2);
    expect(published.keys.every((key) => !('d' in key))).toBe(true);
  });
});

describe('refresh tokens', () => {
  test('are replaced at each use; using one twice ends the whole grant', async () => {
    const { issuer } = await start();
    const first = (await signIn(issuer)).refreshToken;
    const renewed = await refresh(issuer, first);
    expect(renewed.status).toBe(200);
    expect(decodeJwt(renewed.body.access_token)).toMatchObject({
      token_use: 'access',
      'cognito:groups': ['privacy-officer', 'approver'],
      auth_time: expect.any(Number),
    });
    expect(renewed.body.refresh_token).not.toBe(first);
    expect(await refresh(issuer, first)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await refresh(issuer, renewed.body.refresh_token)).toMatchObject({ status: 400 });
  });

  test('last 30 days, however often they are replaced', async () => {
    const { issuer } = await start();
    const first = (await signIn(issuer)).refreshToken;
    time += 29 * day;
    const renewed = await refresh(issuer, first);
    expect(renewed.status).toBe(200);
    time += 2 * day;
    expect(await refresh(issuer, renewed.body.refresh_token)).toMatchObject({ body: { error: 'invalid_grant' } });
  });

  test('and keys survive a kill', async () => {
    const script = join(import.meta.dirname, 'serve.ts');
    const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    cleanUp.push(() => child.kill('SIGKILL'));
    const silent = ended.then(() => Promise.reject(new Error('The process ended before it told its address')));
    const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), silent]);
    silent.catch(() => undefined);
    const { issuer, port } = JSON.parse(line);
    const tokens = await signIn(issuer);
    child.kill('SIGKILL');
    await ended;

    time = Date.now();
    await start({ port });
    const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
    await jwtVerify(tokens.accessToken, keys, { issuer });
    expect(await refresh(issuer, tokens.refreshToken)).toMatchObject({ status: 200 });
  });

  test('can be revoked', async () => {
    const { issuer } = await start();
    const { refreshToken } = await signIn(issuer);
    const revoked = await post(`${issuer}/oauth2/revoke`, { client_id: clientId, token: refreshToken });
    expect(revoked.status).toBe(200);
    expect(await refresh(issuer, refreshToken)).toMatchObject({ body: { error: 'invalid_grant' } });
  });
});

describe('signing in', () => {
  test('offers each user by name and role, says it is for development, and asks no password', async () => {
    const { issuer } = await start();
    const page = await openBrowser(redirectUri).visit(authorizationRequest(issuer).url);
    if (page.kind !== 'page') throw new Error('no page');
    expect(page.html).toContain('Development sign-in');
    expect(page.html).toContain('Sign in as Mei Chen');
    expect(page.html).toContain('privacy-officer, approver');
    expect(page.html).toContain('Sign in as Tom &lt;b&gt;O’Neill&lt;/b&gt;');
    expect(page.html).not.toContain('<b>');
    expect(page.html).not.toContain('type="password"');
  });

  test('once is enough while the session lasts, and asked for again after it', async () => {
    const { issuer } = await start();
    const browser = openBrowser(redirectUri);
    const page = await browser.visit(authorizationRequest(issuer).url);
    const action = page.kind === 'page' ? /action="([^"]+)"/.exec(page.html)?.[1] : undefined;
    await browser.visit(new URL(action ?? '', issuer), new URLSearchParams({ user: 'mei' }));
    expect((await browser.visit(authorizationRequest(issuer).url)).kind).toBe('returned');
    time += day;
    expect((await browser.visit(authorizationRequest(issuer).url)).kind).toBe('page');
  });

  test('refuses a user that is not there and a form without its sign-in', async () => {
    const { issuer } = await start();
    await expect(signIn(issuer, 'nobody')).rejects.toThrow('There is no such user here.');
    const stray = await fetch(`${issuer}/sign-in/made-up`, {
      method: 'POST',
      body: new URLSearchParams({ user: 'mei' }),
    });
    expect([stray.status, await stray.text()]).toEqual([400, expect.stringContaining('This sign-in has expired')]);
  });

  test.each([
    ['no challenge', { code_challenge: undefined, code_challenge_method: undefined }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['a token instead of a code', { response_type: 'token' }],
  ])('refuses %s', async (_what, parameters) => {
    const { issuer } = await start();
    const answer = await openBrowser(redirectUri).visit(authorizationRequest(issuer, parameters).url);
    const told = answer.kind === 'returned' ? `${answer.url}` : answer.html;
    expect(told).toMatch(/invalid_request|unsupported_response_type/);
    expect(told).not.toContain('code=');
  });

  test('never returns to an address or client it does not know', async () => {
    const { issuer } = await start();
    for (const parameters of [{ redirect_uri: 'https://elsewhere.example/' }, { client_id: 'stranger' }]) {
      const response = await fetch(authorizationRequest(issuer, parameters).url, { redirect: 'manual' });
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
    }
  });

  test('gives nothing for a code without its verifier', async () => {
    const { issuer } = await start();
    const browser = openBrowser(redirectUri);
    const page = await browser.visit(authorizationRequest(issuer).url);
    const action = page.kind === 'page' ? /action="([^"]+)"/.exec(page.html)?.[1] : undefined;
    const back = await browser.visit(new URL(action ?? '', issuer), new URLSearchParams({ user: 'mei' }));
    const form = {
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: redirectUri,
      code: back.url.searchParams.get('code') ?? '',
    };
    const wrong = await post(`${issuer}/oauth2/token`, {
      ...form,
      code_verifier: randomBytes(32).toString('base64url'),
    });
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });
});

describe('signing out', () => {
  test.each(['logout_uri', 'post_logout_redirect_uri'])(
    'ends the session and returns to the %s; the refresh token stays until it is revoked, as with Cognito',
    async (name) => {
      const { issuer } = await start();
      const browser = openBrowser(redirectUri);
      const request = authorizationRequest(issuer);
      const page = await browser.visit(request.url);
      const action = page.kind === 'page' ? /action="([^"]+)"/.exec(page.html)?.[1] : undefined;
      const back = await browser.visit(new URL(action ?? '', issuer), new URLSearchParams({ user: 'mei' }));
      const tokens = await post(`${issuer}/oauth2/token`, {
        grant_type: 'authorization_code',
        client_id: clientId,
        redirect_uri: redirectUri,
        code: back.url.searchParams.get('code') ?? '',
        code_verifier: request.verifier,
      });

      const leaving = openBrowser(afterSignOut, browser.cookies);
      const out = new URL(`${issuer}/logout?client_id=${clientId}&${name}=${encodeURIComponent(afterSignOut)}`);
      const form = await leaving.visit(out);
      if (form.kind !== 'page') throw new Error('no page');
      const target = /action="([^"]+)"/.exec(form.html)?.[1] ?? '';
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(form.html)?.[1] ?? '';
      const gone = await leaving.visit(new URL(target, issuer), new URLSearchParams({ xsrf, logout: 'yes' }));
      expect(gone).toMatchObject({ kind: 'returned', url: new URL(afterSignOut) });
      expect(await refresh(issuer, tokens.body.refresh_token)).toMatchObject({ status: 200 });
      expect((await browser.visit(authorizationRequest(issuer).url)).kind).toBe('page');
    },
  );

  test('does not return to an address it does not know', async () => {
    const { issuer } = await start();
    const out = `${issuer}/logout?client_id=${clientId}&logout_uri=${encodeURIComponent('https://elsewhere.example/')}`;
    expect((await fetch(out, { redirect: 'manual' })).status).toBe(400);
  });
});

describe('the provider', () => {
  test('lets only the client’s own origins call the token endpoint, and anyone read discovery and keys', async () => {
    const { issuer } = await start();
    const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: 'x' };
    const own = await post(`${issuer}/oauth2/token`, form, { origin });
    expect(own.headers.get('access-control-allow-origin')).toBe(origin);
    const foreign = await post(`${issuer}/oauth2/token`, form, { origin: 'https://elsewhere.example' });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    for (const path of ['/.well-known/openid-configuration', '/.well-known/jwks.json']) {
      const response = await fetch(issuer + path, { headers: { origin } });
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    }
  });

  test('answers when asked for its health', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/health`);
    expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
  });

  test('names what keeps it from starting', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toMatchObject({
      name: 'SignInStartFailed',
      message: `Sign-in cannot start: port ${port} on 127.0.0.1 is already in use.`,
    });
    writeFileSync(join(dataDir, 'file'), '');
    await expect(start({ dataDir: join(dataDir, 'file', 'sign-in') })).rejects.toMatchObject({
      name: 'SignInStartFailed',
      message: expect.stringContaining('Sign-in cannot keep its data in'),
    });
  });
});
