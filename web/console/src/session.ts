import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';

interface SignInSettings {
  readonly authority: string;
  readonly clientId: string;
  readonly scope: string;
}

const base = import.meta.env.BASE_URL;
export const signedInPath = '/signed-in';

let manager: Promise<UserManager> | undefined;

/** Code with PKCE (RFC 7636); tokens live as long as the tab does. */
function userManager(): Promise<UserManager> {
  manager ??= makeManager().catch((error: unknown) => {
    manager = undefined;
    throw error;
  });
  return manager;
}

async function makeManager(): Promise<UserManager> {
  const response = await fetch('/api/staff/sign-in');
  if (!response.ok) throw new Error(`sign-in settings: ${response.status}`);
  const { authority, clientId, scope } = (await response.json()) as SignInSettings;
  const store = new WebStorageStateStore({ store: window.sessionStorage });
  return new UserManager({
    authority,
    client_id: clientId,
    scope,
    redirect_uri: new URL(`${base}${signedInPath.slice(1)}`, location.origin).href,
    post_logout_redirect_uri: new URL(base, location.origin).href,
    userStore: store,
    stateStore: store,
    automaticSilentRenew: true,
    loadUserInfo: false,
  });
}

export async function currentUser(): Promise<User | undefined> {
  const users = await userManager();
  const user = await users.getUser();
  if (!user) return undefined;
  if (!user.expired) return user;
  if (!user.refresh_token) return undefined;
  return (await users.signinSilent().catch(() => null)) ?? undefined;
}

/** Leaves for the sign-in page; comes back to `to`, a path of this console. */
export async function signIn(to: string): Promise<void> {
  await (await userManager()).signinRedirect({ state: to });
}

/** Ends a sign-in; returns the path it started from. */
export async function finishSignIn(): Promise<string> {
  const user = await (await userManager()).signinRedirectCallback();
  return typeof user.state === 'string' && /^\/(?!\/)/.test(user.state) ? user.state : '/';
}

/** Forgets the tokens and ends the session at the sign-in service. */
export async function signOut(): Promise<void> {
  const users = await userManager();
  const { client_id, post_logout_redirect_uri = location.origin } = users.settings;
  const metadata = await users.metadataService.getMetadata();
  // Cognito wants these two names beside OpenID Connect's own (its `/logout` endpoint).
  const cognito = { client_id, logout_uri: post_logout_redirect_uri };
  if (metadata.end_session_endpoint) {
    await users.signoutRedirect({ extraQueryParams: cognito });
    return;
  }
  await users.removeUser();
  const logout = new URL('/logout', metadata.authorization_endpoint ?? location.origin);
  logout.search = new URLSearchParams(cognito).toString();
  location.assign(logout);
}
