/** A public client: no secret, authorization code with PKCE only. */
export interface SignInClient {
  clientId: string;
  redirectUris: readonly string[];
  postLogoutRedirectUris: readonly string[];
  /** Browser origins that may call the token and revocation endpoints. */
  origins: readonly string[];
}

export interface SignInUser {
  /** The `sub` and `username` of tokens. */
  id: string;
  name: string;
  email: string;
  groups: readonly string[];
}

export interface WorkerSettings {
  host: string;
  port: number;
  dataDir: string;
  clients: readonly SignInClient[];
  users: readonly SignInUser[];
  scopes: readonly string[];
  issuer?: string;
}

export type FromWorker =
  | { type: 'listening'; url: string; issuer: string; port: number }
  | { type: 'failed'; reason: string }
  /** Answered by `time`. */
  | { type: 'what-time' }
  | { type: 'keys-rotated' };

export type ToWorker = { type: 'time'; now: number } | { type: 'rotate-keys' } | { type: 'close' };
