import { createHash, randomBytes } from 'node:crypto';

export interface SignInAsOptions {
  issuer: string;
  clientId: string;
  /** One of the client's; it is never fetched. */
  redirectUri: string;
  userId: string;
  scope?: string;
}

export interface Tokens {
  accessToken: string;
  idToken: string;
  refreshToken: string;
  /** Seconds. */
  expiresIn: number;
}

/**
 * Signs in as a browser would, without one: authorization request with PKCE, the sign-in page and its form, the redirect
 * with a code, the token request. Throws when any step answers otherwise.
 */
export async function signInAs(options: SignInAsOptions): Promise<Tokens> {
  const { issuer, clientId, redirectUri, userId, scope = 'openid email profile' } = options;
  const configuration = await fetchJson(new URL('/.well-known/openid-configuration', issuer));
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const authorize = new URL(String(configuration.authorization_endpoint));
  authorize.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();

  const browser = openBrowser(redirectUri);
  const page = await browser.visit(authorize);
  if (page.kind !== 'page') throw new Error('No sign-in page was shown');
  const action = /<form[^>]*action="([^"]+)"/.exec(page.html)?.[1];
  if (!action) throw new Error(`No form on the sign-in page:\n${page.html}`);
  const back = await browser.visit(new URL(action, page.url), new URLSearchParams({ user: userId }));
  if (back.kind !== 'returned') throw new Error(`Signing in as ${userId} ended on a page:\n${back.html}`);
  if (back.url.searchParams.get('state') !== state)
    throw new Error(`Came back with a foreign state: ${back.url.search}`);
  const code = back.url.searchParams.get('code');
  if (!code) throw new Error(`Came back without a code: ${back.url.search}`);

  const tokens = await fetchJson(String(configuration.token_endpoint), {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });
  return {
    accessToken: String(tokens.access_token),
    idToken: String(tokens.id_token),
    refreshToken: String(tokens.refresh_token),
    expiresIn: Number(tokens.expires_in),
  };
}

type Visit = { kind: 'page'; url: URL; html: string } | { kind: 'returned'; url: URL };

/** Follows redirects and keeps cookies, until a page is shown or the browser is sent back to `redirectUri`. */
export function openBrowser(redirectUri: string, cookies = new Map<string, string>()) {
  const visit = async (address: URL, form?: URLSearchParams): Promise<Visit> => {
    let url = address;
    let body = form;
    for (let hops = 0; hops < 10; hops += 1) {
      if (url.href.startsWith(redirectUri)) return { kind: 'returned', url };
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(body ? { method: 'POST', body } : {}),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';');
        const [name = '', ...value] = pair.split('=');
        if (/expires=Thu, 01 Jan 1970/i.test(cookie)) cookies.delete(name);
        else cookies.set(name, value.join('='));
      }
      const location = response.headers.get('location');
      if (!location) return { kind: 'page', url, html: await response.text() };
      await response.arrayBuffer();
      url = new URL(location, url);
      body = undefined;
    }
    throw new Error(`Too many redirects, the last to ${url}`);
  };
  return { visit, cookies };
}

async function fetchJson(address: URL | string, form?: Record<string, string>): Promise<Record<string, unknown>> {
  const response = await fetch(address, form ? { method: 'POST', body: new URLSearchParams(form) } : {});
  if (!response.ok) throw new Error(`${response.status} from ${address}: ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
}
