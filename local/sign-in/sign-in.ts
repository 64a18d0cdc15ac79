import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { SignInUser } from './messages.ts';
import { errorPage, signInPage } from './pages.ts';

const LARGEST_FORM = 10_000;

/** The page on which a developer chooses who to be. */
export async function showSignIn(
  provider: Provider,
  users: readonly SignInUser[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const details = await interactionOf(provider, request, response);
  if (!details) return refuse(response, 'This sign-in has expired. Go back to the page you came from and try again.');
  send(response, 200, signInPage(`/sign-in/${details.uid}`, users));
}

/** Takes the choice and sends the browser back to where sign-in began. */
export async function takeSignIn(
  provider: Provider,
  users: readonly SignInUser[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chosen = new URLSearchParams(await readForm(request)).get('user');
  if (!(await interactionOf(provider, request, response))) {
    return refuse(response, 'This sign-in has expired. Go back to the page you came from and try again.');
  }
  const user = users.find(({ id }) => id === chosen);
  if (!user) return refuse(response, 'There is no such user here.');
  await provider.interactionFinished(request, response, { login: { accountId: user.id } });
}

/** Undefined when the interaction is over or belongs to another browser. */
function interactionOf(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  return provider.interactionDetails(request, response).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'SessionNotFound') return undefined;
    throw error;
  });
}

async function readForm(request: IncomingMessage): Promise<string> {
  let form = '';
  for await (const chunk of request) {
    form += chunk;
    if (form.length > LARGEST_FORM) return '';
  }
  return form;
}

function refuse(response: ServerResponse, message: string): void {
  send(response, 400, errorPage('Sign-in is not possible', message));
}

function send(response: ServerResponse, status: number, page: string): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    })
    .end(page);
}
