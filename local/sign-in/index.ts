/**
 * Sign-in on this machine: an OpenID Connect provider in the role of an Amazon Cognito user pool, for development only.
 *
 * Covers: authorization code with PKCE for public clients, Cognito's paths and token shapes (RS256; `cognito:groups`, `token_use`,
 * `client_id` instead of `aud` in access tokens), discovery, published keys and their rotation, refresh tokens that are replaced at each use,
 * revocation, sign-out (of the session; refresh tokens are revoked apart, as with Cognito), CORS for given origins, token times by the given clock, and state that survives `kill -9`.
 * Does not cover: passwords and second factors (anyone may choose any of the given users, and the page says so), consent, sign-up,
 * user-pool API calls, Lambda triggers, hosted-page branding, TLS, `GET /oauth2/userInfo` (the id token carries the claims).
 */
import { mkdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { FromWorker, SignInClient, SignInUser, ToWorker, WorkerSettings } from './messages.ts';

export type { SignInClient, SignInUser } from './messages.ts';

export interface SignInOptions {
  host: string;
  /** 0 takes a free port. */
  port: number;
  dataDir: string;
  /** Decides when tokens begin and end, in milliseconds since 1970. Read at each request. */
  now: () => number;
  clients: readonly SignInClient[];
  users: readonly SignInUser[];
  /** Scopes besides `openid`, `email` and `profile`. */
  scopes?: readonly string[];
  /** The issuer named in tokens. Default: `url`. */
  issuer?: string;
}

export interface RunningSignIn {
  url: string;
  issuer: string;
  port: number;
  /** Settles when the provider is gone: undefined after `close()`, a reason when it died by itself. */
  stopped: Promise<string | undefined>;
  /** Signs with a new key from now on; the keys before it stay published, so tokens in use stay valid. */
  rotateKeys(): Promise<void>;
  close(): Promise<void>;
}

/** Why sign-in can't start, in one sentence fit for a terminal. */
export class SignInStartFailed extends Error {
  override readonly name = 'SignInStartFailed';
}

/** Resolves once the provider answers. Throws `SignInStartFailed`. */
export async function startSignIn(options: SignInOptions): Promise<RunningSignIn> {
  const { now, ...rest } = options;
  const settings: WorkerSettings = { scopes: [], ...rest };
  try {
    mkdirSync(settings.dataDir, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SignInStartFailed(`Sign-in cannot keep its data in ${settings.dataDir}: ${reason}`, { cause });
  }
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: settings });
  const send = (message: ToWorker) => worker.postMessage(message);
  let fault: string | undefined;
  let closing = false;
  let rotated: (() => void)[] = [];
  worker.on('error', (error) => {
    fault = error instanceof Error ? error.message : String(error);
  });
  const stopped = new Promise<string | undefined>((resolve) => {
    worker.on('exit', () => resolve(closing ? undefined : `Sign-in stopped by itself: ${fault ?? 'no reason given'}`));
  });
  const { port, url, issuer } = await new Promise<Extract<FromWorker, { type: 'listening' }>>((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'what-time') send({ type: 'time', now: now() });
      else if (message.type === 'listening') resolve(message);
      else if (message.type === 'failed') reject(new SignInStartFailed(message.reason));
      else {
        for (const done of rotated) done();
        rotated = [];
      }
    });
    worker.on('exit', () => reject(new SignInStartFailed(`Sign-in cannot start: ${fault ?? 'no reason given'}`)));
  });
  return {
    url,
    issuer,
    port,
    stopped,
    rotateKeys: () =>
      new Promise((resolve, reject) => {
        rotated.push(resolve);
        stopped.then((reason) => reject(new Error(reason ?? 'Sign-in is closed')));
        send({ type: 'rotate-keys' });
      }),
    close: async () => {
      closing = true;
      send({ type: 'close' });
      await stopped;
    },
  };
}
