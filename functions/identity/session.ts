import { createHash } from 'node:crypto';
import type { CodePurpose } from './code.ts';

/**
 * What a browser has shown so far about one request. `asked`: a code was sent, so it may be typed in, nothing more.
 * `verified`: the code was right, so the request may be tracked and withdrawn.
 */
export type SessionLevel = 'asked' | 'verified';

export interface Session {
  readonly requestId: string;
  readonly level: SessionLevel;
  /** `form`: this browser sent the request. `reference`: it named one, which may not exist. */
  readonly entry: 'form' | 'reference';
  /** Which code was sent. */
  readonly purpose: CodePurpose;
  /** Instant, ISO in UTC. */
  readonly endsAt: string;
}

export interface SessionStore {
  /** `tokenHash` names the session; the token itself is only in the browser. */
  put(tokenHash: string, session: Session): Promise<void>;
  find(tokenHash: string): Promise<Session | undefined>;
  remove(tokenHash: string): Promise<void>;
}

/** `__Host-`: only over HTTPS, for this host and every path, never set by a neighbour domain (RFC 6265bis). */
export const sessionCookie = '__Host-request';
export const sessionHours = 2;

export interface SessionDependencies {
  readonly sessions: SessionStore;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
  readonly randomBytes: (size: number) => Uint8Array;
}

export interface Sessions {
  /** Starts a session and gives its token, for the cookie. `replaces`: the token it had before, which ends. */
  open(session: Omit<Session, 'endsAt'>, replaces?: string): Promise<string>;
  /** The session of a token as the browser sent it; undefined when tampered with, unknown or over. */
  find(token: string | undefined): Promise<Session | undefined>;
  end(token: string): Promise<void>;
}

/** Sessions of data subjects' browsers: a random token of 256 bits, kept only as its hash, bound to one request. */
export function sessionKeeper({ sessions, now, randomBytes }: SessionDependencies): Sessions {
  return {
    async open(session, replaces) {
      const token = Buffer.from(randomBytes(32)).toString('base64url');
      const endsAt = new Date(Date.parse(now()) + sessionHours * 3_600_000).toISOString();
      await sessions.put(hashOf(token), { ...session, endsAt });
      if (replaces !== undefined && isToken(replaces)) await sessions.remove(hashOf(replaces));
      return token;
    },
    async find(token) {
      if (token === undefined || !isToken(token)) return undefined;
      const session = await sessions.find(hashOf(token));
      return session && session.endsAt > now() ? session : undefined;
    },
    async end(token) {
      if (isToken(token)) await sessions.remove(hashOf(token));
    },
  };
}

function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** 256 random bits can't be guessed from their hash, so no key is needed. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The session token in a Cookie header; undefined when there is none, or more than one. */
export function sessionTokenIn(cookieHeader: string | undefined): string | undefined {
  const found = (cookieHeader ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${sessionCookie}=`))
    .map((part) => part.slice(sessionCookie.length + 1));
  return found.length === 1 ? found[0] : undefined;
}
