import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import {
  asksForCopy,
  decidedChangeSchema,
  grantedRights,
  type RequestState,
  refusedRights,
  subjectItem,
  subjectSchema,
} from '../requests/index.ts';
import { Sensitive } from '../shared/sensitive.ts';
import type { ChangeSaid } from './changes.page.tsx';
import { inWords } from './form-fields.page.tsx';
import type { Site } from './layout.page.tsx';
import { canWithdraw, hasFile, isOpen } from './member-status.ts';
import { MessagePage } from './message.page.tsx';
import { OutcomePage } from './outcome.page.tsx';
import {
  forgetSession,
  mayAskForMail,
  type PortalContext,
  type PortalDependencies,
  type PortalEnv,
  siteOf,
  tokenOf,
  toPage,
  verifiedRequest,
} from './portal-context.ts';
import { ReadyPage } from './ready.page.tsx';
import { ReceivedPage } from './received.page.tsx';
import { StatusPage } from './status.page.tsx';
import { WithdrawPage } from './withdraw.page.tsx';
import type { ProblemCode } from './words.ts';

/** Pages of one request, for who proved by a code that it is theirs. */
export function trackRoutes(dependencies: PortalDependencies): Hono<PortalEnv> {
  const { requests, handle, askForCode, sessions, now } = dependencies;
  const pages = new Hono<PortalEnv>();

  type Page = (c: PortalContext, site: Site, state: RequestState) => Response | Promise<Response>;

  /** Anyone else is led to where a reference and a code are asked for. */
  const forOwner = (page: Page) => async (c: PortalContext) => {
    const site = siteOf(c, dependencies);
    const state = await verifiedRequest(c, dependencies);
    return state ? page(c, site, state) : toPage(c, site, '/track?notice=ended');
  };

  pages.get(
    '/received',
    forOwner((c, site, state) =>
      isOpen(state) ? c.html(<ReceivedPage site={site} state={state} />) : toPage(c, site, '/status'),
    ),
  );

  pages.get(
    '/status',
    forOwner(async (c, site, state) => {
      const history = await requests.history(state.id);
      const reasons = await wordsIn(state, state.extension?.words);
      return c.html(<StatusPage site={site} state={state} history={history} reasons={reasons} now={now()} />);
    }),
  );

  pages.get(
    '/withdraw',
    forOwner((c, site, state) =>
      canWithdraw(state) ? c.html(<WithdrawPage site={site} state={state} />) : toPage(c, site, '/status'),
    ),
  );

  pages.post(
    '/withdraw',
    forOwner(async (c, site, { id }) => {
      // Refused when it has ended or begun to erase meanwhile; the status page says how.
      await handle({ requestId: id, command: { type: 'withdraw' }, actor: { kind: 'data_subject' } });
      return toPage(c, site, '/status');
    }),
  );

  pages.get(
    '/data',
    forOwner((c, site, state) => {
      if (!asksForCopy(grantedRights(state))) return toPage(c, site, '/status');
      if (!hasFile(state, now())) return c.html(<NoFile site={site} state={state} />);
      const problem = downloadProblems[c.req.query('problem') ?? ''];
      const wait = /^\d{1,5}$/.exec(c.req.query('wait') ?? '')?.[0];
      return c.html(
        <ReadyPage
          site={site}
          state={state}
          codeSent={problem !== undefined || wait !== undefined || c.req.query('notice') === 'sent'}
          problems={problem ? inWords(site.words, [{ field: 'code', code: problem }]) : []}
          notice={wait === undefined ? undefined : site.words.code.tooOften(Number(wait))}
        />,
        problem ? 422 : 200,
      );
    }),
  );

  pages.post(
    '/data/code',
    forOwner(async (c, site, state) => {
      if (!hasFile(state, now())) return toPage(c, site, '/data');
      if (!(await mayAskForMail(c, dependencies))) {
        const { title, text } = site.words.trouble.tooMany;
        return c.html(<MessagePage site={site} title={title} text={text} path="/data" />, 429);
      }
      const asked = await askForCode({ requestId: state.id, purpose: 'download' });
      return toPage(c, site, asked.ok ? '/data?notice=sent' : `/data?wait=${asked.refusal.waitSeconds}`);
    }),
  );

  pages.get(
    '/outcome',
    forOwner(async (c, site, state) => {
      const open = isOpen(state);
      const answered =
        state.erasing?.finishedAt !== undefined ||
        state.complaintAnswer !== undefined ||
        ((state.changes !== undefined || refusedRights(state).length > 0) && !open);
      if (!answered && (open || hasFile(state, now()))) return toPage(c, site, '/status');
      const explanation = await wordsIn(state, state.status === 'refused' ? state.decision?.words : undefined);
      const lifting = await wordsIn(state, state.lifting?.words);
      const complaintAnswer = await wordsIn(state, state.complaintAnswer?.words);
      const said = open ? new Map<string, Sensitive<ChangeSaid>>() : await saidOfChanges(state, requests);
      return c.html(
        <OutcomePage
          site={site}
          state={state}
          explanation={explanation}
          lifting={lifting}
          complaintAnswer={complaintAnswer}
          reasons={open ? new Map() : await reasonsIn(state)}
          said={said}
          now={now()}
        />,
      );
    }),
  );

  async function wordsIn(state: RequestState, name: string | undefined): Promise<Sensitive<string> | undefined> {
    const sealed = name === undefined ? undefined : await requests.readSealed(state.id, name);
    return sealed && new Sensitive(z.string().parse(sealed.reveal()));
  }

  /** By right that is refused beside others. */
  async function reasonsIn(state: RequestState): Promise<ReadonlyMap<string, Sensitive<string>>> {
    const reasons = refusedRights(state).map(async ({ right, words }) => [right, await wordsIn(state, words)] as const);
    return new Map((await Promise.all(reasons)).flatMap(([right, words]) => (words ? [[right, words] as const] : [])));
  }

  /** Also without a session: leaving twice is leaving. */
  pages.post('/leave', async (c) => {
    const token = tokenOf(c);
    if (token !== undefined) await sessions.end(token);
    forgetSession(c);
    return toPage(c, siteOf(c, dependencies), '/track?notice=left');
  });

  return pages;
}

/** What was said of single changes: what the member typed, and what staff wrote. */
async function saidOfChanges(
  { id, changes = [] }: RequestState,
  requests: PortalDependencies['requests'],
): Promise<ReadonlyMap<string, Sensitive<ChangeSaid>>> {
  if (changes.length === 0) return new Map();
  const subject = await requests.readSealed(id, subjectItem);
  const typed = subject ? (subjectSchema.parse(subject.reveal()).changes ?? {}) : {};
  const said = changes.map(async (change) => {
    const decided = change.sealed === undefined ? undefined : await requests.readSealed(id, change.sealed);
    const words = decided && decidedChangeSchema.parse(decided.reveal()).words;
    const asked = typed[change.id]?.description ?? typed[change.id]?.listing;
    return [
      change.id,
      new Sensitive({ ...(asked === undefined ? {} : { asked }), ...(words === undefined ? {} : { words }) }),
    ] as const;
  });
  return new Map(await Promise.all(said));
}

/** What the download function says about a code, on its way back to this page. */
const downloadProblems: Readonly<Record<string, ProblemCode>> = {
  malformed: 'code_malformed',
  wrong: 'code_wrong',
  expired: 'code_expired',
  locked: 'code_locked',
};

function NoFile({ site, state }: { readonly site: Site; readonly state: RequestState }) {
  const { ready } = site.words;
  return state.package && state.status !== 'withdrawn' ? (
    <MessagePage site={site} title={ready.goneTitle} text={ready.gone} path="/data" />
  ) : (
    <MessagePage site={site} title={ready.notReadyTitle} text={ready.notReady} path="/data" />
  );
}
