import { Hono } from 'hono/tiny';
import type { CodeRefusal } from '../identity/index.ts';
import { maskEmail } from '../identity/index.ts';
import { type RequestState, readReference, subjectItem, subjectSchema } from '../requests/index.ts';
import { CodePage, type CodePageProps } from './code.page.tsx';
import { FindPage } from './find.page.tsx';
import { type Fields, shown } from './form-body.ts';
import { inWords, type ShownProblem } from './form-fields.page.tsx';
import type { Site } from './layout.page.tsx';
import { memberStatus } from './member-status.ts';
import { MessagePage } from './message.page.tsx';
import {
  mayAskForMail,
  type PortalContext,
  type PortalDependencies,
  type PortalEnv,
  purposeNow,
  siteOf,
  startSession,
  tokenOf,
  toPage,
} from './portal-context.ts';

/** By a code to a request: the one just sent, or one named by its reference, which may not exist. */
export function codeRoutes(dependencies: PortalDependencies): Hono<PortalEnv> {
  const { requests, handle, askForCode, checkCode, sessions, keyedHash, now } = dependencies;

  const tooMany = (c: PortalContext, site: Site) => {
    const { title, text } = site.words.trouble.tooMany;
    return c.html(<MessagePage site={site} title={title} text={text} path="/track" />, 429);
  };

  const ownOf = async (state: RequestState): Promise<CodePageProps['own']> => {
    const sealed = await requests.readSealed(state.id, subjectItem);
    if (!sealed) return undefined;
    return {
      maskedEmail: maskEmail(subjectSchema.parse(sealed.reveal()).email),
      reference: state.reference,
      confirmBy: state.confirmBy,
      timeZone: state.timeZone,
    };
  };

  const codePage = async (
    c: PortalContext,
    session: { readonly requestId: string; readonly entry: 'form' | 'reference' },
    problems: readonly ShownProblem[] = [],
    notice?: string,
  ) => {
    const site = siteOf(c, dependencies);
    // Loaded either way, so both entries take as long.
    const state = await requests.load(session.requestId);
    const own = session.entry === 'form' ? state : undefined;
    if (own && memberStatus(own, now()) === 'not_verified') {
      const { name, text } = site.words.statuses.not_verified;
      return c.html(<MessagePage site={site} title={name} text={text} path="/code" />);
    }
    const mine = own?.status === 'awaiting_confirmation' ? await ownOf(own) : undefined;
    return c.html(
      <CodePage site={site} problems={problems} notice={notice} {...(mine ? { own: mine } : {})} />,
      problems.length > 0 ? 422 : 200,
    );
  };

  const pages = new Hono<PortalEnv>();

  pages.get('/code', async (c) => {
    const site = siteOf(c, dependencies);
    const session = await sessions.find(tokenOf(c));
    if (!session) return toPage(c, site, '/track?notice=ended');
    if (session.level === 'verified') return toPage(c, site, '/status');
    return codePage(c, session, [], noticeOf(c, site));
  });

  pages.post('/code', async (c) => {
    const site = siteOf(c, dependencies);
    const session = await sessions.find(tokenOf(c));
    if (!session) return toPage(c, site, '/track?notice=ended');
    const { requestId, purpose, entry } = session;
    // Refused when it closed meanwhile; the code was right all the same, and the status page says what happened.
    const confirm = () => handle({ requestId, command: { type: 'confirm_email' }, actor: { kind: 'data_subject' } });
    const typed = typedCode(c.get('fields'));
    const checked = await checkCode(requestId, purpose, typed, purpose === 'confirm' ? confirm : undefined);
    if (!checked.ok) return codePage(c, session, [codeProblem(site, shown(c.get('fields'), 'code'), checked.refusal)]);
    await startSession(c, dependencies, { requestId, purpose, entry, level: 'verified' });
    return toPage(c, site, purpose === 'confirm' ? '/received' : '/status');
  });

  pages.post('/code/resend', async (c) => {
    const site = siteOf(c, dependencies);
    const session = await sessions.find(tokenOf(c));
    if (!session) return toPage(c, site, '/track?notice=ended');
    if (session.level === 'verified') return toPage(c, site, '/status');
    if (!(await mayAskForMail(c, dependencies))) return tooMany(c, site);
    const state = await requests.load(session.requestId);
    const purpose = purposeNow(state, now());
    const asked = await askForCode(codeWanted(session.requestId, state, purpose));
    if (purpose !== session.purpose) await startSession(c, dependencies, { ...session, purpose });
    return toPage(c, site, asked.ok ? '/code?notice=sent' : `/code?wait=${asked.refusal.waitSeconds}`);
  });

  pages.get('/track', (c) => {
    const site = siteOf(c, dependencies);
    const notices: Record<string, string> = { ended: site.words.find.ended, left: site.words.status.left };
    return c.html(<FindPage site={site} typed="" problems={[]} notice={notices[c.req.query('notice') ?? '']} />);
  });

  pages.post('/track', async (c) => {
    const site = siteOf(c, dependencies);
    const typed = shown(c.get('fields'), 'reference').trim();
    const reference = readReference(typed);
    if (reference === undefined) {
      const code = typed === '' ? 'reference_missing' : 'reference_malformed';
      const problems = inWords(site.words, [{ field: 'reference', code }]);
      return c.html(<FindPage site={site} typed={typed.slice(0, 100)} problems={problems} />, 422);
    }
    if (!(await mayAskForMail(c, dependencies))) return tooMany(c, site);
    // A reference that does not exist gets a request's place all the same: same reads, same writes, same limits.
    const decoy = `decoy-${(await keyedHash.of('reference', reference)).slice(0, 32)}`;
    const requestId = (await requests.idOfReference(reference)) ?? decoy;
    const state = await requests.load(requestId);
    const purpose = purposeNow(state, now());
    await askForCode(codeWanted(requestId, state, purpose));
    await startSession(c, dependencies, { requestId, level: 'asked', entry: 'reference', purpose });
    return toPage(c, site, '/code');
  });

  return pages;
}

function codeWanted(requestId: string, state: RequestState | undefined, purpose: 'confirm' | 'track' | 'download') {
  return {
    requestId,
    purpose,
    decoy: state === undefined,
    // The first confirmation code was asked for by the request itself.
    earlier: state && purpose === 'confirm' ? [state.receivedAt] : [],
  };
}

/** Codes in two fields are no code. */
function typedCode(fields: Fields): string {
  return fields.code?.length === 1 ? shown(fields, 'code').slice(0, 100) : '';
}

function noticeOf(c: PortalContext, { words }: Site): string | undefined {
  const wait = /^\d{1,5}$/.exec(c.req.query('wait') ?? '')?.[0];
  if (wait !== undefined) return words.code.tooOften(Number(wait));
  return c.req.query('notice') === 'sent' ? words.code.sentAgain : undefined;
}

/** Why a code did not open anything, in words. A lock says nothing about whether there is a request. */
function codeProblem({ words }: Site, typed: string, refusal: CodeRefusal): ShownProblem {
  const { problems } = words;
  const text = {
    malformed: typed.trim() === '' ? problems.code_missing : problems.code_malformed,
    wrong: refusal.code === 'wrong' ? problems.code_wrong_tries(refusal.triesLeft) : problems.code_wrong,
    expired: problems.code_expired,
    locked: problems.code_locked,
  }[refusal.code];
  return { field: 'code', text };
}
