import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import type {
  AskForCode,
  CheckCode,
  CodePurpose,
  CountLimit,
  KeyedHash,
  Session,
  Sessions,
} from '../identity/index.ts';
import { mailLimits, networkParty, sessionHours, sessionTokenIn } from '../identity/index.ts';
import type { HandleCommand, RequestState, RequestStore, SubmitRequest } from '../requests/index.ts';
import type { Logger } from '../shared/log.ts';
import type { Organisation } from '../shared/organisation.ts';
import { clientAddress } from './client-address.ts';
import type { Fields, Posted } from './form-body.ts';
import type { Site } from './layout.page.tsx';
import { languagesOf, wordsIn } from './words.ts';

export interface PortalDependencies {
  readonly organisation: Organisation;
  /** Address people see. */
  readonly publicUrl: string;
  readonly requests: RequestStore;
  readonly submit: SubmitRequest;
  readonly handle: HandleCommand;
  readonly askForCode: AskForCode;
  readonly checkCode: CheckCode;
  readonly sessions: Sessions;
  readonly keyedHash: KeyedHash;
  readonly countLimit: CountLimit;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly log: Logger;
}

export interface PortalEnv {
  Bindings: { readonly lambdaContext?: { readonly awsRequestId?: string } };
  /** Set for every POST, once it was read as a form. */
  Variables: { fields: Fields; files: Posted['files'] };
}

export type PortalContext = Context<PortalEnv>;

/** The site in the language of the path. */
export function siteOf(c: PortalContext, { organisation }: Pick<PortalDependencies, 'organisation'>): Site {
  const language = languageOf(c, organisation);
  return { organisation, language, languages: languagesOf(organisation), words: wordsIn(language) };
}

function languageOf(c: PortalContext, organisation: Organisation): string {
  const first = c.req.path.split('/')[1] ?? '';
  const languages = languagesOf(organisation);
  return languages.includes(first) ? first : (languages[0] ?? 'en');
}

/** A redirect to another page of the same language, to be fetched with GET. */
export function toPage(c: PortalContext, site: Site, path: string): Response {
  return c.redirect(`/${site.language}${path}`, 303);
}

export function tokenOf(c: PortalContext): string | undefined {
  return sessionTokenIn(c.req.header('cookie'));
}

/** Starts a session in this browser, in place of the one it had. */
export async function startSession(
  c: PortalContext,
  { sessions }: PortalDependencies,
  session: Omit<Session, 'endsAt'>,
): Promise<void> {
  const token = await sessions.open(session, tokenOf(c));
  setCookie(c, 'request', token, {
    prefix: 'host',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: sessionHours * 3600,
  });
}

export function forgetSession(c: PortalContext): void {
  deleteCookie(c, 'request', { prefix: 'host', path: '/', secure: true });
}

/** The request this browser has proved to be its own; undefined when it has not, or not recently. */
export async function verifiedRequest(
  c: PortalContext,
  { sessions, requests }: Pick<PortalDependencies, 'sessions' | 'requests'>,
): Promise<RequestState | undefined> {
  const session = await sessions.find(tokenOf(c));
  const state = session?.level === 'verified' ? await requests.load(session.requestId) : undefined;
  return state?.recordErasedAt ? undefined : state;
}

/** Counts one mail asked for from this network. */
export async function mayAskForMail(c: PortalContext, dependencies: PortalDependencies): Promise<boolean> {
  const party = await networkParty(dependencies.keyedHash, addressOf(c));
  return (await dependencies.countLimit(party, mailLimits.network)) === 'within';
}

export function addressOf(c: PortalContext): string {
  return clientAddress(c.req.header('x-forwarded-for'));
}

/** Which code a request takes now: the first one confirms it, later ones open it again. */
export function purposeNow(state: RequestState | undefined, now: string): CodePurpose {
  return state?.status === 'awaiting_confirmation' && now <= state.confirmBy ? 'confirm' : 'track';
}
